"""Derivatives of graphs."""
from theano._core import (  # noqa: F401
    ConsiderConstant, DisconnectedGrad, DisconnectedInputError, DisconnectedType, GradClip, GradientError, GradScale, Lop,
    NullType, NullTypeGradError, Rop, UndefinedGrad, ZeroGrad, consider_constant_, disconnected_grad, disconnected_grad_,
    disconnected_type, grad, grad_clip, grad_not_implemented, grad_scale, grad_undefined, hessian, hessian_vector_product,
    jacobian, numeric_grad, subgraph_grad, undefined_grad, undefined_grad_, verify_grad, zero_grad, zero_grad_,
)
from theano._core import zero_grad as consider_constant  # noqa: F401
