"""Options, under the name of the module where their defaults used to live."""
from theano._core import config  # noqa: F401


def python_int_bitwidth():
    """Bits of a C long."""
    import struct
    return 8 * struct.calcsize("l")


local_bitwidth = python_int_bitwidth
