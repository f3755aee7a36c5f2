"""Symbolic tensors: constructors, operations and their derivatives."""
from theano._core.api_tensor import *  # noqa: F403
from theano._core import (
    DisconnectedType, TensorConstant, TensorSharedVariable, TensorType, TensorVariable, Constant, Variable, Apply,
    as_tensor, as_tensor_variable, constant, tensor, shared, grad, jacobian, hessian, Lop, Rop, mgrid, ogrid,
)
from theano.tensor.basic import *  # noqa: F403
from theano.tensor.subtensor import *  # noqa: F403
from theano._core.op_classes import DiffOp  # noqa: F401
from theano.tensor import (  # noqa: E402
    basic, elemwise, extra_ops, inplace, nlinalg, nnet, opt, sharedvar, subtensor, type, xlogx,
)
from theano import gof, scalar as scal  # noqa: E402
from theano._core import config, pprint  # noqa: E402
from theano.tensor.sort import argsort, argtopk, sort, topk, topk_and_argtopk  # noqa: E402  (the function, not the module)
from theano.tensor.var import TensorVariable  # noqa: E402  (loads the module, whose name the function takes back)
from theano._core.api_tensor import var  # noqa: E402
from theano.gradient import consider_constant, numeric_grad, verify_grad  # noqa: E402

from theano.compile.ops import Rebroadcast, Shape, SpecifyShape  # noqa: E402

_shared = shared
Tensor = TensorType
