# The types of theano._core.api_tensor_xlogx, written by tools/generate_stubs.py from the built extension.
from theano._core import TensorVariable as TensorVariable

def xlogx(x) -> TensorVariable:
    """
    xlogx(x)

    x log(x), and 0 where x is 0.

    NumPy: scipy.special.xlogy(x, x)
    """

def xlogy0(x, y) -> TensorVariable:
    """
    xlogy0(x, y)

    x log(y), and 0 where x is 0.

    NumPy: numpy.where(x == 0, 0.0, x * numpy.log(y))
    """
