"""Compiled functions."""
from theano._core import Function, FunctionMaker, UnusedInputError, function  # noqa: F401
from theano._core import function as orig_function  # noqa: F401
