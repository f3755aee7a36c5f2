"""Ops that the original's rewrites made or moved, by name."""
from theano._core.api_tensor_opt import assert_, assert_op  # noqa: F401
from theano._core import get_scalar_constant_value  # noqa: F401
from theano._core.op_classes import Assert, MakeVector  # noqa: F401
from theano.compile.ops import Rebroadcast, Shape, Shape_i, SpecifyShape  # noqa: F401

make_vector = MakeVector()
