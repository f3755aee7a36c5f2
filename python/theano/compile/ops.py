"""Ops of types and memory by their old names. Graphs are pure here, so a view and a copy are the same."""
import functools

from theano._core import api_tensor as _api
from theano._core.api_tensor import shape, specify_shape, tensor_copy as deep_copy_op, tensor_copy as view_op  # noqa: F401
from theano.gof.op_class import OpClass

ViewOp = OpClass("ViewOp", "tensor_copy", lambda: view_op)
DeepCopyOp = OpClass("DeepCopyOp", "tensor_copy", lambda: deep_copy_op)
Shape = OpClass("Shape", "shape", lambda: shape)
Shape_i = OpClass("Shape_i", "shape_i", lambda i: lambda x: x.shape[i])
SpecifyShape = OpClass("SpecifyShape", "specify_shape", lambda: specify_shape)
Rebroadcast = OpClass("Rebroadcast", "rebroadcast", lambda *axis: functools.partial(
    lambda flags, x: _api.patternbroadcast(x, [flags.get(i, b) for i, b in enumerate(x.broadcastable)]), dict(axis)))


def shape_i(var, i, fgraph=None):
    """One size of a variable."""
    return var.shape[i]
