"""Inputs and outputs of functions."""
from theano._core import In, Out  # noqa: F401
from theano._core import In as SymbolicInput  # noqa: F401
from theano._core import Out as SymbolicOutput  # noqa: F401
