"""Modes of compilation."""
from theano._core import Mode, get_default_mode, get_mode  # noqa: F401
