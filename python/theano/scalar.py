"""Scalar types by name."""
from theano._core import upcast  # noqa: F401
