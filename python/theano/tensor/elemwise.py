"""Names of the ops on elements and of the reductions."""
import functools

from theano import _core
from theano._core import api_tensor as _api
from theano.gof.op_class import OpClass

_elementwise = " ".join(row["name"] for row in _core.api_table() if row["is_elementwise"])

Elemwise = OpClass("Elemwise", _elementwise, lambda scalar_op, *args, **kwargs: scalar_op)
DimShuffle = OpClass("DimShuffle", "dimshuffle",
                     lambda input_broadcastable, new_order, inplace=True: lambda x: x.dimshuffle(*new_order))
CAReduce = OpClass("CAReduce", "sum prod max min any all", lambda scalar_op, axis=None: functools.partial(
    {_api.add: _api.sum, _api.mul: _api.prod, _api.maximum: _api.max, _api.minimum: _api.min, _api.or_: _api.any,
     _api.and_: _api.all}[scalar_op], axis=axis))
Sum = OpClass("Sum", "sum", lambda axis=None, dtype=None, acc_dtype=None: functools.partial(
    _api.sum, axis=axis, dtype=dtype, acc_dtype=acc_dtype))
Prod = OpClass("Prod", "prod", lambda axis=None, dtype=None, acc_dtype=None, no_zeros_in_input=False: functools.partial(
    _api.prod, axis=axis, dtype=dtype, acc_dtype=acc_dtype))
Any = OpClass("Any", "any", lambda axis=None: functools.partial(_api.any, axis=axis))
All = OpClass("All", "all", lambda axis=None: functools.partial(_api.all, axis=axis))
