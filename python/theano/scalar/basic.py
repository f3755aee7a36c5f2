"""Scalar types and functions by name: a scalar is a tensor without axes, so the functions are those of tensors."""
import functools

from theano import _core as _core
from theano._core.api_tensor import *  # noqa: F403
from theano._core import ComplexError, TensorType, as_tensor_variable, constant, upcast  # noqa: F401
from theano._core.op_classes import Cast, Identity  # noqa: F401
from theano._core import scalar_type as get_scalar_type  # noqa: F401
from theano._core.api_tensor import cast, mod as mod_check, tensor_copy as identity, true_div as int_or_true_div  # noqa: F401

Scalar = TensorType
as_scalar = as_tensor_variable

_integer_names = ("int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64")
_float_names = ("float16", "float32", "float64")
_complex_names = ("complex64", "complex128")
for _name in ("bool",) + _integer_names + _float_names + _complex_names:
    globals()["convert_to_" + _name] = functools.partial(cast, dtype=_name)
    globals()[_name] = _core.scalar_type(_name)

int_types = tuple(globals()[name] for name in _integer_names[:4])
uint_types = tuple(globals()[name] for name in _integer_names[4:])
float_types = tuple(globals()[name] for name in _float_names)
complex_types = tuple(globals()[name] for name in _complex_names)
integer_types = int_types + uint_types
discrete_types = (globals()["bool"],) + integer_types
continuous_types = float_types + complex_types
all_types = discrete_types + continuous_types
discrete_dtypes = tuple(t.dtype for t in discrete_types)
