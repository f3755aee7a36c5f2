"""Ops that the original's rewrites made, by name."""
from theano._core.api_tensor import stack
from theano.compile.ops import Rebroadcast, Shape, Shape_i, SpecifyShape  # noqa: F401
from theano.gof.op_class import OpClass

MakeVector = OpClass("MakeVector", "make_vector", lambda dtype="int64": lambda *inputs: stack(inputs).astype(dtype))
make_vector = MakeVector()
