"""Derivatives of graphs."""
from theano._core import (  # noqa: F401
    DisconnectedInputError, Lop, NullTypeGradError, Rop, disconnected_grad, grad, grad_clip, grad_scale, undefined_grad,
    verify_grad, zero_grad,
)
from theano._core import zero_grad as consider_constant  # noqa: F401
