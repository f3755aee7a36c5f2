# The types of theano._core.api_tensor_opt, written by tools/generate_stubs.py from the built extension.
from theano._core import TensorVariable as TensorVariable

def assert_op(value, *conds) -> TensorVariable:
    """
    assert_op(value, *conds)

    value, as long as all conditions, which are scalars, hold at the call.

    NumPy: value
    """

def assert_(value, *conds) -> TensorVariable:
    """
    assert_op(value, *conds)

    value, as long as all conditions, which are scalars, hold at the call.

    NumPy: value
    """
