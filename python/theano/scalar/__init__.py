"""Scalar types by name."""
from theano._core import ComplexError, upcast  # noqa: F401
