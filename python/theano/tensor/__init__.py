"""Symbolic tensors: constructors, operations and their derivatives."""
from theano._core.api_tensor import *  # noqa: F403
from theano._core import (
    DisconnectedType, TensorConstant, TensorSharedVariable, TensorType, TensorVariable, Constant, Variable, Apply,
    as_tensor, as_tensor_variable, constant, tensor, shared, grad, jacobian, hessian, Lop, Rop,
)
from theano.tensor.basic import *  # noqa: F403
from theano.tensor import basic, extra_ops, nnet, sharedvar, subtensor, type, var  # noqa: E402
from theano.gradient import consider_constant, numeric_grad, verify_grad  # noqa: E402

_shared = shared
Tensor = TensorType
