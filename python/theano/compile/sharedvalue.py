"""Shared variables."""
from theano._core import SharedVariable, generic, shared  # noqa: F401
