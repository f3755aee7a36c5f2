"""Compiled functions."""
from theano._core import Function, FunctionMaker, UnusedInputError, function  # noqa: F401
from theano._core import function as orig_function  # noqa: F401
from theano._core.api_tensor import tensor_copy as deep_copy_op, tensor_copy as view_op  # noqa: F401
