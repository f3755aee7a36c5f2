"""Expressions as ops."""
from theano._core import OpFromGraph  # noqa: F401
