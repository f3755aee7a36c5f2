"""Constructors of symbolic variables and the conversion of values to them."""
from theano import _core as _core
from theano._core.api_tensor import *  # noqa: F403
from theano._core import (  # noqa: F401
    TensorConstant, TensorSharedVariable, TensorType, TensorVariable, Variable, Constant, as_tensor, as_tensor_variable,
    constant, tensor, mgrid, ogrid,
)
from theano._core import asarray_as as _asarray  # noqa: F401
from theano._core import (  # noqa: F401
    EmptyConstantError, NotScalarConstantError, get_scalar_constant_value, get_vector_length,
)
from theano._core.op_classes import (  # noqa: F401
    Alloc, ARange, Argmax, CAReduce, Choose, DimShuffle, Dot, Elemwise, ExtractDiag, Eye, Flatten, Join, MaxAndArgmax, Mean,
    Nonzero, PermuteRowElements, Reshape, Shape, Split, Sum, Tile, Tri,
)

_RANKS = ("scalar", "vector", "matrix", "row", "col", "tensor3", "tensor4", "tensor5", "tensor6", "tensor7")
for _rank in _RANKS:
    _plural = "matrices" if _rank == "matrix" else _rank + "s"
    for _letter in ("", "b", "w", "i", "l", "f", "d", "c", "z"):
        for _name in (_letter + _rank, _letter + _plural):
            globals()[_name] = getattr(_core, _name)

AsTensorError = TypeError  # what as_tensor_variable raises

float_types = "float16", "float32", "float64"
float_scalar_types = _core.scalar, _core.dscalar
int_types = "int8", "int16", "int32", "int64"
uint_types = "uint8", "uint16", "uint32", "uint64"
complex_types = "complex64", "complex128"
discrete_dtypes = ("bool",) + int_types + uint_types
int_dtypes = int_types
uint_dtypes = uint_types
integer_dtypes = int_types + uint_types
float_dtypes = float_types
complex_dtypes = complex_types
continuous_dtypes = float_types + complex_types
all_dtypes = ("bool",) + integer_dtypes + continuous_dtypes
