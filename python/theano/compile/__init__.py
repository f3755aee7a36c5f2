"""Compiling graphs to functions."""
from theano._core import (  # noqa: F401
    Function, In, Mode, Out, SharedVariable, UnusedInputError, function, get_default_mode, get_mode, shared,
)
from theano.compile import io, mode, pfunc, sharedvalue  # noqa: E402,F401
