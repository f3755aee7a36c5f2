"""Inputs and outputs of functions."""
from theano._core import In, Out  # noqa: F401
