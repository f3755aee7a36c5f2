# The types of theano._core, written by tools/generate_stubs.py from the built extension.
import builtins
from collections.abc import Sequence

from theano._core import (
    api_tensor as api_tensor,
    api_tensor_extra_ops as api_tensor_extra_ops,
    api_tensor_nlinalg as api_tensor_nlinalg,
    api_tensor_nnet as api_tensor_nnet,
    api_tensor_opt as api_tensor_opt,
    api_tensor_xlogx as api_tensor_xlogx,
    op_classes as op_classes
)
from theano.gradient import GradientError as GradientError

class Error(Exception): ...

class AssertionError(Error, builtins.AssertionError): ...

class CompileError(Error, builtins.RuntimeError): ...

class ComplexError(Error, builtins.NotImplementedError): ...

class ConflictError(Error, builtins.RuntimeError): ...

class DTypeError(Error, builtins.TypeError): ...

class DeviceError(Error, builtins.RuntimeError): ...

class DisconnectedInputError(Error, builtins.ValueError): ...

class GradientError(Error, builtins.ValueError): ...

class IndexError(Error, builtins.IndexError): ...

class InternalError(Error, builtins.RuntimeError): ...

class MissingInputError(Error, builtins.Exception): ...

class NotImplementedError(Error, builtins.NotImplementedError): ...

class NullTypeGradError(Error, builtins.TypeError): ...

class ShapeError(Error, builtins.ValueError): ...

class TypeError(Error, builtins.TypeError): ...

class UnusedInputError(Error, builtins.Exception): ...

class ValueError(Error, builtins.ValueError): ...

class Config:
    """The options in force, as attributes."""

    def __getattr__(self, arg: str, /) -> object: ...

    def __setattr__(self, arg0: str, arg1: object, /) -> None: ...

    def __dir__(self) -> list: ...

    def change_flags(self, *args, **kwargs) -> change_flags: ...

class change_flags:
    """Sets options while a with block or a decorated function runs."""

    def __init__(self, *args, **kwargs) -> None: ...

    def __enter__(self) -> None: ...

    def __exit__(self, *args) -> None: ...

    def _recreate_cm(self) -> object: ...

    def __call__(self, arg: object, /) -> object: ...

config: Config = ...

class Type:
    """What a variable can hold; compared by value."""

    def __eq__(self, arg: object, /) -> bool: ...

    def __ne__(self, arg: object, /) -> bool: ...

    def __hash__(self) -> int: ...

    def __str__(self) -> str: ...

    def __repr__(self) -> str: ...

    def __call__(self, name: str | None = None) -> Variable:
        """A fresh variable of this type."""

    def make_variable(self, name: str | None = None) -> Variable:
        """A fresh variable of this type."""

    def __reduce_ex__(self, arg: int, /) -> tuple: ...

class TensorType(Type):
    """A dtype and, per dimension, whether its size is 1 and broadcasts."""

    def __init__(self, dtype: object, broadcastable: object, name: object | None = None, sparse_grad: object = False) -> None: ...

    @property
    def dtype(self) -> str: ...

    @property
    def ndim(self) -> int: ...

    @property
    def broadcastable(self) -> object: ...

    @property
    def numpy_dtype(self) -> object: ...

    def filter(self, data: object, strict: bool = False, allow_downcast: bool | None = None) -> object:
        """The value as an array of this type; TypeError when it does not fit."""

    def clone(self, dtype: object | None = None, broadcastable: object | None = None) -> TensorType:
        """The same type with another dtype or pattern."""

    @staticmethod
    def values_eq(a: object, b: object, force_same_dtype: bool = True) -> bool:
        """Whether two values have the same dtype, shape and elements."""

    @staticmethod
    def values_eq_approx(a: object, b: object, allow_remove_inf: bool = False, allow_remove_nan: bool = False, rtol: float | None = None, atol: float | None = None) -> bool:
        """Whether two values differ by no more than rounding."""

    @staticmethod
    def may_share_memory(a: object, b: object) -> bool:
        """Whether the memory of two arrays may overlap."""

    def value_zeros(self, shape: Sequence[int]) -> object:
        """Zeros of this dtype."""

    def is_valid_value(self, arg: object, /) -> bool: ...

def scalar_type(dtype: object) -> TensorType:
    """The type of scalars of a dtype, which prints as the dtype."""

class NullType(Type):
    """The type of a gradient that does not exist."""

    def __init__(self, why_null: str = '(no explanation given)') -> None: ...

    @property
    def why_null(self) -> str: ...

class DisconnectedType(Type):
    """The type of the gradient of what is not connected to the cost."""

    def __init__(self) -> None: ...

disconnected_type: DisconnectedType = ...

generic: Type = ...

class Tag:
    """Free attributes of a variable, such as test_value."""

    def __setattr__(self, arg0: object, arg1: object, /) -> None: ...

    def __getattr__(self, arg: str, /) -> object: ...

class Variable:
    """A node of the symbolic graph; compared by identity."""

    @property
    def name(self) -> object: ...

    @name.setter
    def name(self, arg: str | None, /) -> None: ...

    @property
    def type(self) -> Type: ...

    @property
    def owner(self) -> Apply: ...

    @property
    def index(self) -> object: ...

    @property
    def tag(self) -> object: ...

    @tag.setter
    def tag(self, arg: object, /) -> None: ...

    @property
    def auto_name(self) -> str: ...

    def clone(self) -> Variable:
        """A fresh variable of the same type and name."""

    def __str__(self) -> str: ...

    def __repr__(self) -> str: ...

    def get_parents(self) -> list: ...

    def __reduce_ex__(self, arg: int, /) -> object: ...

    def __setstate__(self, arg: dict, /) -> None: ...

    def __copy__(self) -> Variable: ...

class TensorVariable(Variable):
    """A symbolic tensor."""

    def __add__(self, arg: object, /) -> TensorVariable: ...

    def __radd__(self, arg: object, /) -> TensorVariable: ...

    def __sub__(self, arg: object, /) -> TensorVariable: ...

    def __rsub__(self, arg: object, /) -> TensorVariable: ...

    def __mul__(self, arg: object, /) -> TensorVariable: ...

    def __rmul__(self, arg: object, /) -> TensorVariable: ...

    def __truediv__(self, arg: object, /) -> TensorVariable: ...

    def __rtruediv__(self, arg: object, /) -> TensorVariable: ...

    def __div__(self, arg: object, /) -> TensorVariable: ...

    def __rdiv__(self, arg: object, /) -> TensorVariable: ...

    def __floordiv__(self, arg: object, /) -> TensorVariable: ...

    def __rfloordiv__(self, arg: object, /) -> TensorVariable: ...

    def __mod__(self, arg: object, /) -> TensorVariable: ...

    def __rmod__(self, arg: object, /) -> TensorVariable: ...

    def __pow__(self, other: object, modulo: object | None = None) -> TensorVariable: ...

    def __rpow__(self, other: object, modulo: object | None = None) -> TensorVariable: ...

    def __lt__(self, arg: object, /) -> TensorVariable: ...

    def __le__(self, arg: object, /) -> TensorVariable: ...

    def __gt__(self, arg: object, /) -> TensorVariable: ...

    def __ge__(self, arg: object, /) -> TensorVariable: ...

    def __and__(self, arg: object, /) -> TensorVariable: ...

    def __rand__(self, arg: object, /) -> TensorVariable: ...

    def __or__(self, arg: object, /) -> TensorVariable: ...

    def __ror__(self, arg: object, /) -> TensorVariable: ...

    def __xor__(self, arg: object, /) -> TensorVariable: ...

    def __rxor__(self, arg: object, /) -> TensorVariable: ...

    def __matmul__(self, arg: object, /) -> TensorVariable: ...

    def __rmatmul__(self, arg: object, /) -> TensorVariable: ...

    def __neg__(self) -> TensorVariable: ...

    def __pos__(self) -> TensorVariable: ...

    def __abs__(self) -> TensorVariable: ...

    def __invert__(self) -> TensorVariable: ...

    def __ceil__(self) -> TensorVariable: ...

    def __floor__(self) -> TensorVariable: ...

    def __trunc__(self) -> TensorVariable: ...

    def __divmod__(self, arg: object, /) -> tuple: ...

    def __bool__(self) -> bool: ...

    def __getitem__(self, key: object | None) -> TensorVariable: ...

    def __iter__(self) -> object: ...

    @property
    def ndim(self) -> int: ...

    @property
    def dtype(self) -> str: ...

    @property
    def broadcastable(self) -> object: ...

    @property
    def T(self) -> TensorVariable: ...

    @property
    def shape(self) -> TensorVariable: ...

    @property
    def size(self) -> TensorVariable: ...

    @property
    def real(self) -> TensorVariable: ...

    @property
    def imag(self) -> TensorVariable: ...

    def eval(self, inputs_to_values: object | None = None) -> object:
        """
        The value for given values of the inputs, a dictionary; compiles a function for it.
        """

    def copy(self, name: object | None = None) -> TensorVariable: ...

    __array_priority__: int = 1000

    __array_ufunc__: None = None

    def fill(self, b) -> TensorVariable:
        """
        second(a, b)

        b, broadcast to the shape of a.

        NumPy: numpy.broadcast_arrays(a, b)[1]
        """

    def exp(self) -> TensorVariable:
        """
        exp(a)

        e to the power of each element.

        NumPy: numpy.exp(a)
        """

    def exp2(self) -> TensorVariable:
        """
        exp2(a)

        2 to the power of each element.

        NumPy: numpy.exp2(a)
        """

    def expm1(self) -> TensorVariable:
        """
        expm1(a)

        exp(a) - 1, exact also where a is small.

        NumPy: numpy.expm1(a)
        """

    def log(self) -> TensorVariable:
        """
        log(a)

        Natural logarithm; -inf at 0, nan below.

        NumPy: numpy.log(a)
        """

    def log2(self) -> TensorVariable:
        """
        log2(a)

        Logarithm to base 2.

        NumPy: numpy.log2(a)
        """

    def log10(self) -> TensorVariable:
        """
        log10(a)

        Logarithm to base 10.

        NumPy: numpy.log10(a)
        """

    def log1p(self) -> TensorVariable:
        """
        log1p(a)

        log(1 + a), exact also where a is small.

        NumPy: numpy.log1p(a)
        """

    def sin(self) -> TensorVariable:
        """
        sin(a)

        Sine of an angle in radians.

        NumPy: numpy.sin(a)
        """

    def cos(self) -> TensorVariable:
        """
        cos(a)

        Cosine of an angle in radians.

        NumPy: numpy.cos(a)
        """

    def tan(self) -> TensorVariable:
        """
        tan(a)

        Tangent of an angle in radians.

        NumPy: numpy.tan(a)
        """

    def arcsin(self) -> TensorVariable:
        """
        arcsin(a)

        Angle in [-pi/2, pi/2] of a sine; nan outside [-1, 1].

        NumPy: numpy.arcsin(a)
        """

    def arccos(self) -> TensorVariable:
        """
        arccos(a)

        Angle in [0, pi] of a cosine; nan outside [-1, 1].

        NumPy: numpy.arccos(a)
        """

    def arctan(self) -> TensorVariable:
        """
        arctan(a)

        Angle in (-pi/2, pi/2) of a tangent.

        NumPy: numpy.arctan(a)
        """

    def sinh(self) -> TensorVariable:
        """
        sinh(a)

        Hyperbolic sine.

        NumPy: numpy.sinh(a)
        """

    def cosh(self) -> TensorVariable:
        """
        cosh(a)

        Hyperbolic cosine.

        NumPy: numpy.cosh(a)
        """

    def tanh(self) -> TensorVariable:
        """
        tanh(a)

        Hyperbolic tangent.

        NumPy: numpy.tanh(a)
        """

    def arcsinh(self) -> TensorVariable:
        """
        arcsinh(a)

        Inverse of the hyperbolic sine.

        NumPy: numpy.arcsinh(a)
        """

    def arccosh(self) -> TensorVariable:
        """
        arccosh(a)

        Inverse of the hyperbolic cosine; nan below 1.

        NumPy: numpy.arccosh(a)
        """

    def arctanh(self) -> TensorVariable:
        """
        arctanh(a)

        Inverse of the hyperbolic tangent; nan outside [-1, 1].

        NumPy: numpy.arctanh(a)
        """

    def deg2rad(self) -> TensorVariable:
        """
        deg2rad(a)

        An angle in degrees as radians.

        NumPy: numpy.deg2rad(a)
        """

    def rad2deg(self) -> TensorVariable:
        """
        rad2deg(a)

        An angle in radians as degrees.

        NumPy: numpy.rad2deg(a)
        """

    def floor(self) -> TensorVariable:
        """
        floor(a)

        The greatest whole number that is not above an element.

        NumPy: numpy.floor(a)
        """

    def ceil(self) -> TensorVariable:
        """
        ceil(a)

        The least whole number that is not below an element.

        NumPy: numpy.ceil(a)
        """

    def trunc(self) -> TensorVariable:
        """
        trunc(a)

        Each element without its fraction.

        NumPy: numpy.trunc(a)
        """

    def conj(self) -> TensorVariable:
        """
        conj(z)

        Complex conjugate of each element.

        NumPy: numpy.conj(z)
        """

    def conjugate(self) -> TensorVariable:
        """
        conj(z)

        Complex conjugate of each element.

        NumPy: numpy.conj(z)
        """

    def clip(self, a_min, a_max) -> TensorVariable:
        """
        clip(x, a_min, a_max)

        x cut to the range from min to max; nan stays nan.
        """

    def astype(self, dtype) -> TensorVariable:
        """
        cast(x, dtype)

        x converted to a dtype; x itself where it has that dtype.

        NumPy: numpy.asarray(x).astype(dtype)
        """

    def round(self, mode=None) -> TensorVariable:
        """
        round(a, mode=None)

        Rounds floats to whole numbers; mode is "half_to_even" (the default) or "half_away_from_zero".

        NumPy: numpy.round(a)
        """

    def sum(self, axis=None, dtype=None, keepdims=False, acc_dtype=None) -> TensorVariable:
        """
        sum(input, axis=None, dtype=None, keepdims=False, acc_dtype=None)

        Sum over axes; discrete types give 64-bit integers, float32 accumulates in float64.

        NumPy: numpy.sum(input, axis=axis, keepdims=keepdims)
        """

    def mean(self, axis=None, dtype=None, keepdims=False, acc_dtype=None) -> TensorVariable:
        """
        mean(input, axis=None, dtype=None, keepdims=False, acc_dtype=None)

        Arithmetic mean over axes.
        """

    def prod(self, axis=None, dtype=None, keepdims=False, acc_dtype=None, no_zeros_in_input=False) -> TensorVariable:
        """
        prod(input, axis=None, dtype=None, keepdims=False, acc_dtype=None, no_zeros_in_input=False)

        Product over axes, with the types of sum.

        NumPy: numpy.prod(input, axis=axis, keepdims=keepdims)
        """

    def max(self, axis=None, keepdims=False) -> TensorVariable:
        """
        max(x, axis=None, keepdims=False)

        Greatest element over axes; nan where there is one.

        NumPy: numpy.max(x, axis=axis, keepdims=keepdims)
        """

    def min(self, axis=None, keepdims=False) -> TensorVariable:
        """
        min(x, axis=None, keepdims=False)

        Least element over axes; nan where there is one.

        NumPy: numpy.min(x, axis=axis, keepdims=keepdims)
        """

    def argmax(self, axis=None, keepdims=False) -> TensorVariable:
        """
        argmax(x, axis=None, keepdims=False)

        Position of the first greatest element over axes.

        NumPy: numpy.argmax(x, axis=axis, keepdims=keepdims)
        """

    def argmin(self, axis=None, keepdims=False) -> TensorVariable:
        """
        argmin(x, axis=None, keepdims=False)

        Position of the first least element over axes.

        NumPy: numpy.argmin(x, axis=axis, keepdims=keepdims)
        """

    def any(self, axis=None, keepdims=False) -> TensorVariable:
        """
        any(x, axis=None, keepdims=False)

        Whether any element over axes is not zero.

        NumPy: numpy.any(x, axis=axis, keepdims=keepdims)
        """

    def all(self, axis=None, keepdims=False) -> TensorVariable:
        """
        all(x, axis=None, keepdims=False)

        Whether no element over axes is zero.

        NumPy: numpy.all(x, axis=axis, keepdims=keepdims)
        """

    def var(self, axis=None, ddof=0, keepdims=False, corrected=False) -> TensorVariable:
        """
        var(input, axis=None, ddof=0, keepdims=False, corrected=False)

        Variance over axes: mean square distance from the mean.

        NumPy: numpy.var(input, axis=axis, ddof=ddof, keepdims=keepdims)
        """

    def std(self, axis=None, ddof=0, keepdims=False, corrected=False) -> TensorVariable:
        """
        std(input, axis=None, ddof=0, keepdims=False, corrected=False)

        Standard deviation over axes: the root of the variance.

        NumPy: numpy.std(input, axis=axis, ddof=ddof, keepdims=keepdims)
        """

    def ptp(self, axis=None) -> TensorVariable:
        """
        ptp(a, axis=None)

        Distance from the least to the greatest element over axes.

        NumPy: numpy.ptp(a, axis=axis)
        """

    def norm(self, L, axis=None, keepdims=False) -> TensorVariable:
        """
        norm(x, L, axis=None, keepdims=False)

        The L-norm over axes.
        """

    def cumsum(self, axis=None) -> TensorVariable:
        """
        cumsum(x, axis=None)

        Sums of the elements so far along an axis, of the flattened x when there is none; of x's dtype.

        NumPy: numpy.cumsum(x, axis)
        """

    def cumprod(self, axis=None) -> TensorVariable:
        """
        cumprod(x, axis=None)

        Products of the elements so far along an axis, of the flattened x when there is none; of x's dtype.

        NumPy: numpy.cumprod(x, axis)
        """

    def dimshuffle(self, *pattern) -> TensorVariable:
        """
        dimshuffle(x, *pattern)

        Axes in another order; 'x' adds one of size 1, and axes of size 1 may be left out.
        """

    def transpose(self, axes=None) -> TensorVariable:
        """
        transpose(x, axes=None)

        Axes in the given order, reversed when there is none.

        NumPy: numpy.transpose(x, axes)
        """

    def swapaxes(self, axis1, axis2) -> TensorVariable:
        """
        swapaxes(y, axis1, axis2)

        Two axes exchanged.

        NumPy: numpy.swapaxes(y, axis1, axis2)
        """

    def squeeze(self) -> TensorVariable:
        """
        squeeze(x)

        x without the axes whose size is known to be 1.
        """

    def reshape(self, shape, ndim=None) -> TensorVariable:
        """
        reshape(x, shape, ndim=None)

        The same elements, row-major, in another shape; one size may be -1.
        """

    def flatten(self, ndim=1) -> TensorVariable:
        """
        flatten(x, ndim=1)

        The first ndim - 1 axes as they are, the rest as one.
        """

    def ravel(self) -> TensorVariable:
        """
        ravel(x)

        All elements as a vector.
        """

    def zeros_like(self, dtype=None, opt=False) -> TensorVariable:
        """
        zeros_like(model, dtype=None, opt=False)

        Zeros of the shape and dtype of model.

        NumPy: numpy.zeros_like(model)
        """

    def ones_like(self, dtype=None, opt=False) -> TensorVariable:
        """
        ones_like(model, dtype=None, opt=False)

        Ones of the shape and dtype of model.

        NumPy: numpy.ones_like(model)
        """

    def diagonal(self, offset=0, axis1=0, axis2=1) -> TensorVariable:
        """
        diagonal(a, offset=0, axis1=0, axis2=1)

        The diagonals over two axes, along a new last axis.

        NumPy: numpy.diagonal(a, offset, axis1, axis2)
        """

    def trace(self) -> TensorVariable:
        """
        trace(X)

        The sum of the main diagonal of a matrix.

        NumPy: numpy.trace(X)
        """

    def take(self, indices, axis=None, mode='raise') -> TensorVariable:
        """
        take(a, indices, axis=None, mode='raise')

        a[indices] along an axis, of the flattened a when there is none.

        NumPy: numpy.take(a, indices, axis=axis, mode=mode)
        """

    def nonzero(self, return_matrix=False) -> TensorVariable:
        """
        nonzero(a, return_matrix=False)

        The positions of the elements that are not 0: a tuple with a vector per axis, or a matrix with a row per axis.
        """

    def nonzero_values(self) -> TensorVariable:
        """
        nonzero_values(a)

        The elements that are not 0, in row-major order.

        NumPy: a[numpy.nonzero(a)]
        """

    def compress(self, a, axis=None) -> TensorVariable:
        """
        compress(condition, a, axis=None)

        Parts of a along an axis (of the flattened a when there is none) where this vector is not 0.
        """

    def repeat(self, repeats, axis=None) -> TensorVariable:
        """
        repeat(x, repeats, axis=None)

        Each element along an axis (of the flattened x when there is none) as often as `repeats` says.

        NumPy: numpy.repeat(x, repeats, axis=axis)
        """

    def choose(self, choices, out=None, mode='raise') -> TensorVariable:
        """
        choose(a, choices, out=None, mode='raise')

        Elements chosen among several tensors by an integer for each place.
        """

    def dot(self, b) -> TensorVariable:
        """
        dot(a, b)

        Product over the last axis of a and the last but one of b.

        NumPy: numpy.dot(a, b)
        """

    def sort(self, axis=-1, kind='quicksort', order=None) -> TensorVariable:
        """
        sort(a, axis=-1, kind='quicksort', order=None)

        Ascending order along an axis (of the flattened tensor for None), always stable, NaN last; kind and order change nothing.

        NumPy: numpy.sort(a, axis, kind='stable')
        """

    def argsort(self, axis=-1, kind='quicksort', order=None) -> TensorVariable:
        """
        argsort(a, axis=-1, kind='quicksort', order=None)

        The positions that sort along an axis, int64; always stable, kind and order change nothing.

        NumPy: numpy.argsort(a, axis, kind='stable')
        """

    def searchsorted(self, v, side='left', sorter=None) -> TensorVariable:
        """
        searchsorted(x, v, side='left', sorter=None)

        Where values would have to be put into a sorted vector, int64.

        NumPy: numpy.searchsorted(x, v, side, sorter)
        """

class Constant(Variable):
    """A variable with a fixed value."""

    @property
    def data(self) -> object: ...

    @property
    def value(self) -> object: ...

class TensorConstant(Constant):
    """A tensor with a fixed value."""

    def __add__(self, arg: object, /) -> TensorVariable: ...

    def __radd__(self, arg: object, /) -> TensorVariable: ...

    def __sub__(self, arg: object, /) -> TensorVariable: ...

    def __rsub__(self, arg: object, /) -> TensorVariable: ...

    def __mul__(self, arg: object, /) -> TensorVariable: ...

    def __rmul__(self, arg: object, /) -> TensorVariable: ...

    def __truediv__(self, arg: object, /) -> TensorVariable: ...

    def __rtruediv__(self, arg: object, /) -> TensorVariable: ...

    def __div__(self, arg: object, /) -> TensorVariable: ...

    def __rdiv__(self, arg: object, /) -> TensorVariable: ...

    def __floordiv__(self, arg: object, /) -> TensorVariable: ...

    def __rfloordiv__(self, arg: object, /) -> TensorVariable: ...

    def __mod__(self, arg: object, /) -> TensorVariable: ...

    def __rmod__(self, arg: object, /) -> TensorVariable: ...

    def __pow__(self, other: object, modulo: object | None = None) -> TensorVariable: ...

    def __rpow__(self, other: object, modulo: object | None = None) -> TensorVariable: ...

    def __lt__(self, arg: object, /) -> TensorVariable: ...

    def __le__(self, arg: object, /) -> TensorVariable: ...

    def __gt__(self, arg: object, /) -> TensorVariable: ...

    def __ge__(self, arg: object, /) -> TensorVariable: ...

    def __and__(self, arg: object, /) -> TensorVariable: ...

    def __rand__(self, arg: object, /) -> TensorVariable: ...

    def __or__(self, arg: object, /) -> TensorVariable: ...

    def __ror__(self, arg: object, /) -> TensorVariable: ...

    def __xor__(self, arg: object, /) -> TensorVariable: ...

    def __rxor__(self, arg: object, /) -> TensorVariable: ...

    def __matmul__(self, arg: object, /) -> TensorVariable: ...

    def __rmatmul__(self, arg: object, /) -> TensorVariable: ...

    def __neg__(self) -> TensorVariable: ...

    def __pos__(self) -> TensorVariable: ...

    def __abs__(self) -> TensorVariable: ...

    def __invert__(self) -> TensorVariable: ...

    def __ceil__(self) -> TensorVariable: ...

    def __floor__(self) -> TensorVariable: ...

    def __trunc__(self) -> TensorVariable: ...

    def __divmod__(self, arg: object, /) -> tuple: ...

    def __bool__(self) -> bool: ...

    def __getitem__(self, key: object | None) -> TensorVariable: ...

    def __iter__(self) -> object: ...

    @property
    def ndim(self) -> int: ...

    @property
    def dtype(self) -> str: ...

    @property
    def broadcastable(self) -> object: ...

    @property
    def T(self) -> TensorVariable: ...

    @property
    def shape(self) -> TensorVariable: ...

    @property
    def size(self) -> TensorVariable: ...

    @property
    def real(self) -> TensorVariable: ...

    @property
    def imag(self) -> TensorVariable: ...

    def eval(self, inputs_to_values: object | None = None) -> object:
        """
        The value for given values of the inputs, a dictionary; compiles a function for it.
        """

    def copy(self, name: object | None = None) -> TensorVariable: ...

    __array_priority__: int = 1000

    __array_ufunc__: None = None

    def fill(self, b) -> TensorVariable:
        """
        second(a, b)

        b, broadcast to the shape of a.

        NumPy: numpy.broadcast_arrays(a, b)[1]
        """

    def exp(self) -> TensorVariable:
        """
        exp(a)

        e to the power of each element.

        NumPy: numpy.exp(a)
        """

    def exp2(self) -> TensorVariable:
        """
        exp2(a)

        2 to the power of each element.

        NumPy: numpy.exp2(a)
        """

    def expm1(self) -> TensorVariable:
        """
        expm1(a)

        exp(a) - 1, exact also where a is small.

        NumPy: numpy.expm1(a)
        """

    def log(self) -> TensorVariable:
        """
        log(a)

        Natural logarithm; -inf at 0, nan below.

        NumPy: numpy.log(a)
        """

    def log2(self) -> TensorVariable:
        """
        log2(a)

        Logarithm to base 2.

        NumPy: numpy.log2(a)
        """

    def log10(self) -> TensorVariable:
        """
        log10(a)

        Logarithm to base 10.

        NumPy: numpy.log10(a)
        """

    def log1p(self) -> TensorVariable:
        """
        log1p(a)

        log(1 + a), exact also where a is small.

        NumPy: numpy.log1p(a)
        """

    def sin(self) -> TensorVariable:
        """
        sin(a)

        Sine of an angle in radians.

        NumPy: numpy.sin(a)
        """

    def cos(self) -> TensorVariable:
        """
        cos(a)

        Cosine of an angle in radians.

        NumPy: numpy.cos(a)
        """

    def tan(self) -> TensorVariable:
        """
        tan(a)

        Tangent of an angle in radians.

        NumPy: numpy.tan(a)
        """

    def arcsin(self) -> TensorVariable:
        """
        arcsin(a)

        Angle in [-pi/2, pi/2] of a sine; nan outside [-1, 1].

        NumPy: numpy.arcsin(a)
        """

    def arccos(self) -> TensorVariable:
        """
        arccos(a)

        Angle in [0, pi] of a cosine; nan outside [-1, 1].

        NumPy: numpy.arccos(a)
        """

    def arctan(self) -> TensorVariable:
        """
        arctan(a)

        Angle in (-pi/2, pi/2) of a tangent.

        NumPy: numpy.arctan(a)
        """

    def sinh(self) -> TensorVariable:
        """
        sinh(a)

        Hyperbolic sine.

        NumPy: numpy.sinh(a)
        """

    def cosh(self) -> TensorVariable:
        """
        cosh(a)

        Hyperbolic cosine.

        NumPy: numpy.cosh(a)
        """

    def tanh(self) -> TensorVariable:
        """
        tanh(a)

        Hyperbolic tangent.

        NumPy: numpy.tanh(a)
        """

    def arcsinh(self) -> TensorVariable:
        """
        arcsinh(a)

        Inverse of the hyperbolic sine.

        NumPy: numpy.arcsinh(a)
        """

    def arccosh(self) -> TensorVariable:
        """
        arccosh(a)

        Inverse of the hyperbolic cosine; nan below 1.

        NumPy: numpy.arccosh(a)
        """

    def arctanh(self) -> TensorVariable:
        """
        arctanh(a)

        Inverse of the hyperbolic tangent; nan outside [-1, 1].

        NumPy: numpy.arctanh(a)
        """

    def deg2rad(self) -> TensorVariable:
        """
        deg2rad(a)

        An angle in degrees as radians.

        NumPy: numpy.deg2rad(a)
        """

    def rad2deg(self) -> TensorVariable:
        """
        rad2deg(a)

        An angle in radians as degrees.

        NumPy: numpy.rad2deg(a)
        """

    def floor(self) -> TensorVariable:
        """
        floor(a)

        The greatest whole number that is not above an element.

        NumPy: numpy.floor(a)
        """

    def ceil(self) -> TensorVariable:
        """
        ceil(a)

        The least whole number that is not below an element.

        NumPy: numpy.ceil(a)
        """

    def trunc(self) -> TensorVariable:
        """
        trunc(a)

        Each element without its fraction.

        NumPy: numpy.trunc(a)
        """

    def conj(self) -> TensorVariable:
        """
        conj(z)

        Complex conjugate of each element.

        NumPy: numpy.conj(z)
        """

    def conjugate(self) -> TensorVariable:
        """
        conj(z)

        Complex conjugate of each element.

        NumPy: numpy.conj(z)
        """

    def clip(self, a_min, a_max) -> TensorVariable:
        """
        clip(x, a_min, a_max)

        x cut to the range from min to max; nan stays nan.
        """

    def astype(self, dtype) -> TensorVariable:
        """
        cast(x, dtype)

        x converted to a dtype; x itself where it has that dtype.

        NumPy: numpy.asarray(x).astype(dtype)
        """

    def round(self, mode=None) -> TensorVariable:
        """
        round(a, mode=None)

        Rounds floats to whole numbers; mode is "half_to_even" (the default) or "half_away_from_zero".

        NumPy: numpy.round(a)
        """

    def sum(self, axis=None, dtype=None, keepdims=False, acc_dtype=None) -> TensorVariable:
        """
        sum(input, axis=None, dtype=None, keepdims=False, acc_dtype=None)

        Sum over axes; discrete types give 64-bit integers, float32 accumulates in float64.

        NumPy: numpy.sum(input, axis=axis, keepdims=keepdims)
        """

    def mean(self, axis=None, dtype=None, keepdims=False, acc_dtype=None) -> TensorVariable:
        """
        mean(input, axis=None, dtype=None, keepdims=False, acc_dtype=None)

        Arithmetic mean over axes.
        """

    def prod(self, axis=None, dtype=None, keepdims=False, acc_dtype=None, no_zeros_in_input=False) -> TensorVariable:
        """
        prod(input, axis=None, dtype=None, keepdims=False, acc_dtype=None, no_zeros_in_input=False)

        Product over axes, with the types of sum.

        NumPy: numpy.prod(input, axis=axis, keepdims=keepdims)
        """

    def max(self, axis=None, keepdims=False) -> TensorVariable:
        """
        max(x, axis=None, keepdims=False)

        Greatest element over axes; nan where there is one.

        NumPy: numpy.max(x, axis=axis, keepdims=keepdims)
        """

    def min(self, axis=None, keepdims=False) -> TensorVariable:
        """
        min(x, axis=None, keepdims=False)

        Least element over axes; nan where there is one.

        NumPy: numpy.min(x, axis=axis, keepdims=keepdims)
        """

    def argmax(self, axis=None, keepdims=False) -> TensorVariable:
        """
        argmax(x, axis=None, keepdims=False)

        Position of the first greatest element over axes.

        NumPy: numpy.argmax(x, axis=axis, keepdims=keepdims)
        """

    def argmin(self, axis=None, keepdims=False) -> TensorVariable:
        """
        argmin(x, axis=None, keepdims=False)

        Position of the first least element over axes.

        NumPy: numpy.argmin(x, axis=axis, keepdims=keepdims)
        """

    def any(self, axis=None, keepdims=False) -> TensorVariable:
        """
        any(x, axis=None, keepdims=False)

        Whether any element over axes is not zero.

        NumPy: numpy.any(x, axis=axis, keepdims=keepdims)
        """

    def all(self, axis=None, keepdims=False) -> TensorVariable:
        """
        all(x, axis=None, keepdims=False)

        Whether no element over axes is zero.

        NumPy: numpy.all(x, axis=axis, keepdims=keepdims)
        """

    def var(self, axis=None, ddof=0, keepdims=False, corrected=False) -> TensorVariable:
        """
        var(input, axis=None, ddof=0, keepdims=False, corrected=False)

        Variance over axes: mean square distance from the mean.

        NumPy: numpy.var(input, axis=axis, ddof=ddof, keepdims=keepdims)
        """

    def std(self, axis=None, ddof=0, keepdims=False, corrected=False) -> TensorVariable:
        """
        std(input, axis=None, ddof=0, keepdims=False, corrected=False)

        Standard deviation over axes: the root of the variance.

        NumPy: numpy.std(input, axis=axis, ddof=ddof, keepdims=keepdims)
        """

    def ptp(self, axis=None) -> TensorVariable:
        """
        ptp(a, axis=None)

        Distance from the least to the greatest element over axes.

        NumPy: numpy.ptp(a, axis=axis)
        """

    def norm(self, L, axis=None, keepdims=False) -> TensorVariable:
        """
        norm(x, L, axis=None, keepdims=False)

        The L-norm over axes.
        """

    def cumsum(self, axis=None) -> TensorVariable:
        """
        cumsum(x, axis=None)

        Sums of the elements so far along an axis, of the flattened x when there is none; of x's dtype.

        NumPy: numpy.cumsum(x, axis)
        """

    def cumprod(self, axis=None) -> TensorVariable:
        """
        cumprod(x, axis=None)

        Products of the elements so far along an axis, of the flattened x when there is none; of x's dtype.

        NumPy: numpy.cumprod(x, axis)
        """

    def dimshuffle(self, *pattern) -> TensorVariable:
        """
        dimshuffle(x, *pattern)

        Axes in another order; 'x' adds one of size 1, and axes of size 1 may be left out.
        """

    def transpose(self, axes=None) -> TensorVariable:
        """
        transpose(x, axes=None)

        Axes in the given order, reversed when there is none.

        NumPy: numpy.transpose(x, axes)
        """

    def swapaxes(self, axis1, axis2) -> TensorVariable:
        """
        swapaxes(y, axis1, axis2)

        Two axes exchanged.

        NumPy: numpy.swapaxes(y, axis1, axis2)
        """

    def squeeze(self) -> TensorVariable:
        """
        squeeze(x)

        x without the axes whose size is known to be 1.
        """

    def reshape(self, shape, ndim=None) -> TensorVariable:
        """
        reshape(x, shape, ndim=None)

        The same elements, row-major, in another shape; one size may be -1.
        """

    def flatten(self, ndim=1) -> TensorVariable:
        """
        flatten(x, ndim=1)

        The first ndim - 1 axes as they are, the rest as one.
        """

    def ravel(self) -> TensorVariable:
        """
        ravel(x)

        All elements as a vector.
        """

    def zeros_like(self, dtype=None, opt=False) -> TensorVariable:
        """
        zeros_like(model, dtype=None, opt=False)

        Zeros of the shape and dtype of model.

        NumPy: numpy.zeros_like(model)
        """

    def ones_like(self, dtype=None, opt=False) -> TensorVariable:
        """
        ones_like(model, dtype=None, opt=False)

        Ones of the shape and dtype of model.

        NumPy: numpy.ones_like(model)
        """

    def diagonal(self, offset=0, axis1=0, axis2=1) -> TensorVariable:
        """
        diagonal(a, offset=0, axis1=0, axis2=1)

        The diagonals over two axes, along a new last axis.

        NumPy: numpy.diagonal(a, offset, axis1, axis2)
        """

    def trace(self) -> TensorVariable:
        """
        trace(X)

        The sum of the main diagonal of a matrix.

        NumPy: numpy.trace(X)
        """

    def take(self, indices, axis=None, mode='raise') -> TensorVariable:
        """
        take(a, indices, axis=None, mode='raise')

        a[indices] along an axis, of the flattened a when there is none.

        NumPy: numpy.take(a, indices, axis=axis, mode=mode)
        """

    def nonzero(self, return_matrix=False) -> TensorVariable:
        """
        nonzero(a, return_matrix=False)

        The positions of the elements that are not 0: a tuple with a vector per axis, or a matrix with a row per axis.
        """

    def nonzero_values(self) -> TensorVariable:
        """
        nonzero_values(a)

        The elements that are not 0, in row-major order.

        NumPy: a[numpy.nonzero(a)]
        """

    def compress(self, a, axis=None) -> TensorVariable:
        """
        compress(condition, a, axis=None)

        Parts of a along an axis (of the flattened a when there is none) where this vector is not 0.
        """

    def repeat(self, repeats, axis=None) -> TensorVariable:
        """
        repeat(x, repeats, axis=None)

        Each element along an axis (of the flattened x when there is none) as often as `repeats` says.

        NumPy: numpy.repeat(x, repeats, axis=axis)
        """

    def choose(self, choices, out=None, mode='raise') -> TensorVariable:
        """
        choose(a, choices, out=None, mode='raise')

        Elements chosen among several tensors by an integer for each place.
        """

    def dot(self, b) -> TensorVariable:
        """
        dot(a, b)

        Product over the last axis of a and the last but one of b.

        NumPy: numpy.dot(a, b)
        """

    def sort(self, axis=-1, kind='quicksort', order=None) -> TensorVariable:
        """
        sort(a, axis=-1, kind='quicksort', order=None)

        Ascending order along an axis (of the flattened tensor for None), always stable, NaN last; kind and order change nothing.

        NumPy: numpy.sort(a, axis, kind='stable')
        """

    def argsort(self, axis=-1, kind='quicksort', order=None) -> TensorVariable:
        """
        argsort(a, axis=-1, kind='quicksort', order=None)

        The positions that sort along an axis, int64; always stable, kind and order change nothing.

        NumPy: numpy.argsort(a, axis, kind='stable')
        """

    def searchsorted(self, v, side='left', sorter=None) -> TensorVariable:
        """
        searchsorted(x, v, side='left', sorter=None)

        Where values would have to be put into a sorted vector, int64.

        NumPy: numpy.searchsorted(x, v, side, sorter)
        """

class OpInstance:
    """An op with its parameters; compared by value."""

    def __str__(self) -> str: ...

    def __repr__(self) -> str: ...

    def __call__(self, *args) -> object:
        """The op on inputs."""

    def connection_pattern(self, node: Apply) -> list:
        """connected[input][output]: whether a gradient may flow."""

    @property
    def name(self) -> str: ...

    def __eq__(self, arg: object, /) -> bool: ...

    def __hash__(self) -> int: ...

    def __getattr__(self, arg: str, /) -> object: ...

    def __reduce_ex__(self, arg: int, /) -> tuple: ...

class Apply:
    """One use of an op on inputs."""

    @property
    def op(self) -> OpInstance: ...

    @property
    def inputs(self) -> list[Variable]: ...

    @property
    def outputs(self) -> list[Variable]: ...

    @property
    def nin(self) -> int: ...

    @property
    def nout(self) -> int: ...

    def default_output(self) -> Variable: ...

    def __str__(self) -> str: ...

    def __reduce_ex__(self, arg: int, /) -> object: ...

def ancestors(variable_list: Sequence[Variable], blockers: Sequence[Variable] | None = None) -> list[Variable]:
    """Every variable that the given ones depend on."""

def graph_inputs(variable_list: Sequence[Variable], blockers: Sequence[Variable] | None = None) -> list[Variable]:
    """The variables without owner below the given ones."""

def io_toposort(inputs: Sequence[Variable], outputs: Sequence[Variable]) -> list[Apply]:
    """The nodes between inputs and outputs, inputs before users."""

def is_same_graph(var1: Variable, var2: Variable) -> bool:
    """Whether two graphs compute the same."""

def clone(output: object, replace: object | None = None, strict: bool = True, share_inputs: bool = True, copy_inputs: object | None = None) -> object:
    """
    A copy of a graph with variables replaced by others: of their types, unless strict=False has the ops made anew.
    """

class FunctionGraph:
    """A graph that a compiled function owns."""

    @property
    def name(self) -> None:
        """Always None: functions have names."""

    @property
    def inputs(self) -> list[Variable]: ...

    @property
    def variables(self) -> list[Variable]:
        """Every variable that the outputs depend on, themselves included."""

    @property
    def outputs(self) -> list[Variable]: ...

    def toposort(self) -> list[Apply]: ...

    @property
    def apply_nodes(self) -> set: ...

class SharedVariable(Variable):
    """A variable whose value functions share and update."""

    def __init__(self, name: object | None, type: Type, value: object | None, strict: bool, allow_downcast: bool | None = None, container: object | None = None) -> None:
        """
        A shared variable of a given type; theano.shared finds the type by itself.
        """

    def get_value(self, borrow: bool = False, return_internal_type: bool = False) -> object:
        """The present value: a copy, or with borrow=True the memory itself."""

    def set_value(self, new_value: object, borrow: bool = False) -> None:
        """
        Stores a value of the variable's type; a refused value leaves the old one.
        """

    @property
    def default_update(self) -> Variable: ...

    @default_update.setter
    def default_update(self, arg: object | None, /) -> None: ...

    def __delattr__(self, arg: object, /) -> None: ...

    @property
    def container(self) -> Container:
        """Where the value lives."""

    def zero(self, borrow: bool = False) -> None:
        """Sets every element to zero."""

class TensorSharedVariable(SharedVariable):
    """A tensor whose value functions share and update."""

    def __add__(self, arg: object, /) -> TensorVariable: ...

    def __radd__(self, arg: object, /) -> TensorVariable: ...

    def __sub__(self, arg: object, /) -> TensorVariable: ...

    def __rsub__(self, arg: object, /) -> TensorVariable: ...

    def __mul__(self, arg: object, /) -> TensorVariable: ...

    def __rmul__(self, arg: object, /) -> TensorVariable: ...

    def __truediv__(self, arg: object, /) -> TensorVariable: ...

    def __rtruediv__(self, arg: object, /) -> TensorVariable: ...

    def __div__(self, arg: object, /) -> TensorVariable: ...

    def __rdiv__(self, arg: object, /) -> TensorVariable: ...

    def __floordiv__(self, arg: object, /) -> TensorVariable: ...

    def __rfloordiv__(self, arg: object, /) -> TensorVariable: ...

    def __mod__(self, arg: object, /) -> TensorVariable: ...

    def __rmod__(self, arg: object, /) -> TensorVariable: ...

    def __pow__(self, other: object, modulo: object | None = None) -> TensorVariable: ...

    def __rpow__(self, other: object, modulo: object | None = None) -> TensorVariable: ...

    def __lt__(self, arg: object, /) -> TensorVariable: ...

    def __le__(self, arg: object, /) -> TensorVariable: ...

    def __gt__(self, arg: object, /) -> TensorVariable: ...

    def __ge__(self, arg: object, /) -> TensorVariable: ...

    def __and__(self, arg: object, /) -> TensorVariable: ...

    def __rand__(self, arg: object, /) -> TensorVariable: ...

    def __or__(self, arg: object, /) -> TensorVariable: ...

    def __ror__(self, arg: object, /) -> TensorVariable: ...

    def __xor__(self, arg: object, /) -> TensorVariable: ...

    def __rxor__(self, arg: object, /) -> TensorVariable: ...

    def __matmul__(self, arg: object, /) -> TensorVariable: ...

    def __rmatmul__(self, arg: object, /) -> TensorVariable: ...

    def __neg__(self) -> TensorVariable: ...

    def __pos__(self) -> TensorVariable: ...

    def __abs__(self) -> TensorVariable: ...

    def __invert__(self) -> TensorVariable: ...

    def __ceil__(self) -> TensorVariable: ...

    def __floor__(self) -> TensorVariable: ...

    def __trunc__(self) -> TensorVariable: ...

    def __divmod__(self, arg: object, /) -> tuple: ...

    def __bool__(self) -> bool: ...

    def __getitem__(self, key: object | None) -> TensorVariable: ...

    def __iter__(self) -> object: ...

    @property
    def ndim(self) -> int: ...

    @property
    def dtype(self) -> str: ...

    @property
    def broadcastable(self) -> object: ...

    @property
    def T(self) -> TensorVariable: ...

    @property
    def shape(self) -> TensorVariable: ...

    @property
    def size(self) -> TensorVariable: ...

    @property
    def real(self) -> TensorVariable: ...

    @property
    def imag(self) -> TensorVariable: ...

    def eval(self, inputs_to_values: object | None = None) -> object:
        """
        The value for given values of the inputs, a dictionary; compiles a function for it.
        """

    def copy(self, name: object | None = None) -> TensorVariable: ...

    __array_priority__: int = 1000

    __array_ufunc__: None = None

    def fill(self, b) -> TensorVariable:
        """
        second(a, b)

        b, broadcast to the shape of a.

        NumPy: numpy.broadcast_arrays(a, b)[1]
        """

    def exp(self) -> TensorVariable:
        """
        exp(a)

        e to the power of each element.

        NumPy: numpy.exp(a)
        """

    def exp2(self) -> TensorVariable:
        """
        exp2(a)

        2 to the power of each element.

        NumPy: numpy.exp2(a)
        """

    def expm1(self) -> TensorVariable:
        """
        expm1(a)

        exp(a) - 1, exact also where a is small.

        NumPy: numpy.expm1(a)
        """

    def log(self) -> TensorVariable:
        """
        log(a)

        Natural logarithm; -inf at 0, nan below.

        NumPy: numpy.log(a)
        """

    def log2(self) -> TensorVariable:
        """
        log2(a)

        Logarithm to base 2.

        NumPy: numpy.log2(a)
        """

    def log10(self) -> TensorVariable:
        """
        log10(a)

        Logarithm to base 10.

        NumPy: numpy.log10(a)
        """

    def log1p(self) -> TensorVariable:
        """
        log1p(a)

        log(1 + a), exact also where a is small.

        NumPy: numpy.log1p(a)
        """

    def sin(self) -> TensorVariable:
        """
        sin(a)

        Sine of an angle in radians.

        NumPy: numpy.sin(a)
        """

    def cos(self) -> TensorVariable:
        """
        cos(a)

        Cosine of an angle in radians.

        NumPy: numpy.cos(a)
        """

    def tan(self) -> TensorVariable:
        """
        tan(a)

        Tangent of an angle in radians.

        NumPy: numpy.tan(a)
        """

    def arcsin(self) -> TensorVariable:
        """
        arcsin(a)

        Angle in [-pi/2, pi/2] of a sine; nan outside [-1, 1].

        NumPy: numpy.arcsin(a)
        """

    def arccos(self) -> TensorVariable:
        """
        arccos(a)

        Angle in [0, pi] of a cosine; nan outside [-1, 1].

        NumPy: numpy.arccos(a)
        """

    def arctan(self) -> TensorVariable:
        """
        arctan(a)

        Angle in (-pi/2, pi/2) of a tangent.

        NumPy: numpy.arctan(a)
        """

    def sinh(self) -> TensorVariable:
        """
        sinh(a)

        Hyperbolic sine.

        NumPy: numpy.sinh(a)
        """

    def cosh(self) -> TensorVariable:
        """
        cosh(a)

        Hyperbolic cosine.

        NumPy: numpy.cosh(a)
        """

    def tanh(self) -> TensorVariable:
        """
        tanh(a)

        Hyperbolic tangent.

        NumPy: numpy.tanh(a)
        """

    def arcsinh(self) -> TensorVariable:
        """
        arcsinh(a)

        Inverse of the hyperbolic sine.

        NumPy: numpy.arcsinh(a)
        """

    def arccosh(self) -> TensorVariable:
        """
        arccosh(a)

        Inverse of the hyperbolic cosine; nan below 1.

        NumPy: numpy.arccosh(a)
        """

    def arctanh(self) -> TensorVariable:
        """
        arctanh(a)

        Inverse of the hyperbolic tangent; nan outside [-1, 1].

        NumPy: numpy.arctanh(a)
        """

    def deg2rad(self) -> TensorVariable:
        """
        deg2rad(a)

        An angle in degrees as radians.

        NumPy: numpy.deg2rad(a)
        """

    def rad2deg(self) -> TensorVariable:
        """
        rad2deg(a)

        An angle in radians as degrees.

        NumPy: numpy.rad2deg(a)
        """

    def floor(self) -> TensorVariable:
        """
        floor(a)

        The greatest whole number that is not above an element.

        NumPy: numpy.floor(a)
        """

    def ceil(self) -> TensorVariable:
        """
        ceil(a)

        The least whole number that is not below an element.

        NumPy: numpy.ceil(a)
        """

    def trunc(self) -> TensorVariable:
        """
        trunc(a)

        Each element without its fraction.

        NumPy: numpy.trunc(a)
        """

    def conj(self) -> TensorVariable:
        """
        conj(z)

        Complex conjugate of each element.

        NumPy: numpy.conj(z)
        """

    def conjugate(self) -> TensorVariable:
        """
        conj(z)

        Complex conjugate of each element.

        NumPy: numpy.conj(z)
        """

    def clip(self, a_min, a_max) -> TensorVariable:
        """
        clip(x, a_min, a_max)

        x cut to the range from min to max; nan stays nan.
        """

    def astype(self, dtype) -> TensorVariable:
        """
        cast(x, dtype)

        x converted to a dtype; x itself where it has that dtype.

        NumPy: numpy.asarray(x).astype(dtype)
        """

    def round(self, mode=None) -> TensorVariable:
        """
        round(a, mode=None)

        Rounds floats to whole numbers; mode is "half_to_even" (the default) or "half_away_from_zero".

        NumPy: numpy.round(a)
        """

    def sum(self, axis=None, dtype=None, keepdims=False, acc_dtype=None) -> TensorVariable:
        """
        sum(input, axis=None, dtype=None, keepdims=False, acc_dtype=None)

        Sum over axes; discrete types give 64-bit integers, float32 accumulates in float64.

        NumPy: numpy.sum(input, axis=axis, keepdims=keepdims)
        """

    def mean(self, axis=None, dtype=None, keepdims=False, acc_dtype=None) -> TensorVariable:
        """
        mean(input, axis=None, dtype=None, keepdims=False, acc_dtype=None)

        Arithmetic mean over axes.
        """

    def prod(self, axis=None, dtype=None, keepdims=False, acc_dtype=None, no_zeros_in_input=False) -> TensorVariable:
        """
        prod(input, axis=None, dtype=None, keepdims=False, acc_dtype=None, no_zeros_in_input=False)

        Product over axes, with the types of sum.

        NumPy: numpy.prod(input, axis=axis, keepdims=keepdims)
        """

    def max(self, axis=None, keepdims=False) -> TensorVariable:
        """
        max(x, axis=None, keepdims=False)

        Greatest element over axes; nan where there is one.

        NumPy: numpy.max(x, axis=axis, keepdims=keepdims)
        """

    def min(self, axis=None, keepdims=False) -> TensorVariable:
        """
        min(x, axis=None, keepdims=False)

        Least element over axes; nan where there is one.

        NumPy: numpy.min(x, axis=axis, keepdims=keepdims)
        """

    def argmax(self, axis=None, keepdims=False) -> TensorVariable:
        """
        argmax(x, axis=None, keepdims=False)

        Position of the first greatest element over axes.

        NumPy: numpy.argmax(x, axis=axis, keepdims=keepdims)
        """

    def argmin(self, axis=None, keepdims=False) -> TensorVariable:
        """
        argmin(x, axis=None, keepdims=False)

        Position of the first least element over axes.

        NumPy: numpy.argmin(x, axis=axis, keepdims=keepdims)
        """

    def any(self, axis=None, keepdims=False) -> TensorVariable:
        """
        any(x, axis=None, keepdims=False)

        Whether any element over axes is not zero.

        NumPy: numpy.any(x, axis=axis, keepdims=keepdims)
        """

    def all(self, axis=None, keepdims=False) -> TensorVariable:
        """
        all(x, axis=None, keepdims=False)

        Whether no element over axes is zero.

        NumPy: numpy.all(x, axis=axis, keepdims=keepdims)
        """

    def var(self, axis=None, ddof=0, keepdims=False, corrected=False) -> TensorVariable:
        """
        var(input, axis=None, ddof=0, keepdims=False, corrected=False)

        Variance over axes: mean square distance from the mean.

        NumPy: numpy.var(input, axis=axis, ddof=ddof, keepdims=keepdims)
        """

    def std(self, axis=None, ddof=0, keepdims=False, corrected=False) -> TensorVariable:
        """
        std(input, axis=None, ddof=0, keepdims=False, corrected=False)

        Standard deviation over axes: the root of the variance.

        NumPy: numpy.std(input, axis=axis, ddof=ddof, keepdims=keepdims)
        """

    def ptp(self, axis=None) -> TensorVariable:
        """
        ptp(a, axis=None)

        Distance from the least to the greatest element over axes.

        NumPy: numpy.ptp(a, axis=axis)
        """

    def norm(self, L, axis=None, keepdims=False) -> TensorVariable:
        """
        norm(x, L, axis=None, keepdims=False)

        The L-norm over axes.
        """

    def cumsum(self, axis=None) -> TensorVariable:
        """
        cumsum(x, axis=None)

        Sums of the elements so far along an axis, of the flattened x when there is none; of x's dtype.

        NumPy: numpy.cumsum(x, axis)
        """

    def cumprod(self, axis=None) -> TensorVariable:
        """
        cumprod(x, axis=None)

        Products of the elements so far along an axis, of the flattened x when there is none; of x's dtype.

        NumPy: numpy.cumprod(x, axis)
        """

    def dimshuffle(self, *pattern) -> TensorVariable:
        """
        dimshuffle(x, *pattern)

        Axes in another order; 'x' adds one of size 1, and axes of size 1 may be left out.
        """

    def transpose(self, axes=None) -> TensorVariable:
        """
        transpose(x, axes=None)

        Axes in the given order, reversed when there is none.

        NumPy: numpy.transpose(x, axes)
        """

    def swapaxes(self, axis1, axis2) -> TensorVariable:
        """
        swapaxes(y, axis1, axis2)

        Two axes exchanged.

        NumPy: numpy.swapaxes(y, axis1, axis2)
        """

    def squeeze(self) -> TensorVariable:
        """
        squeeze(x)

        x without the axes whose size is known to be 1.
        """

    def reshape(self, shape, ndim=None) -> TensorVariable:
        """
        reshape(x, shape, ndim=None)

        The same elements, row-major, in another shape; one size may be -1.
        """

    def flatten(self, ndim=1) -> TensorVariable:
        """
        flatten(x, ndim=1)

        The first ndim - 1 axes as they are, the rest as one.
        """

    def ravel(self) -> TensorVariable:
        """
        ravel(x)

        All elements as a vector.
        """

    def zeros_like(self, dtype=None, opt=False) -> TensorVariable:
        """
        zeros_like(model, dtype=None, opt=False)

        Zeros of the shape and dtype of model.

        NumPy: numpy.zeros_like(model)
        """

    def ones_like(self, dtype=None, opt=False) -> TensorVariable:
        """
        ones_like(model, dtype=None, opt=False)

        Ones of the shape and dtype of model.

        NumPy: numpy.ones_like(model)
        """

    def diagonal(self, offset=0, axis1=0, axis2=1) -> TensorVariable:
        """
        diagonal(a, offset=0, axis1=0, axis2=1)

        The diagonals over two axes, along a new last axis.

        NumPy: numpy.diagonal(a, offset, axis1, axis2)
        """

    def trace(self) -> TensorVariable:
        """
        trace(X)

        The sum of the main diagonal of a matrix.

        NumPy: numpy.trace(X)
        """

    def take(self, indices, axis=None, mode='raise') -> TensorVariable:
        """
        take(a, indices, axis=None, mode='raise')

        a[indices] along an axis, of the flattened a when there is none.

        NumPy: numpy.take(a, indices, axis=axis, mode=mode)
        """

    def nonzero(self, return_matrix=False) -> TensorVariable:
        """
        nonzero(a, return_matrix=False)

        The positions of the elements that are not 0: a tuple with a vector per axis, or a matrix with a row per axis.
        """

    def nonzero_values(self) -> TensorVariable:
        """
        nonzero_values(a)

        The elements that are not 0, in row-major order.

        NumPy: a[numpy.nonzero(a)]
        """

    def compress(self, a, axis=None) -> TensorVariable:
        """
        compress(condition, a, axis=None)

        Parts of a along an axis (of the flattened a when there is none) where this vector is not 0.
        """

    def repeat(self, repeats, axis=None) -> TensorVariable:
        """
        repeat(x, repeats, axis=None)

        Each element along an axis (of the flattened x when there is none) as often as `repeats` says.

        NumPy: numpy.repeat(x, repeats, axis=axis)
        """

    def choose(self, choices, out=None, mode='raise') -> TensorVariable:
        """
        choose(a, choices, out=None, mode='raise')

        Elements chosen among several tensors by an integer for each place.
        """

    def dot(self, b) -> TensorVariable:
        """
        dot(a, b)

        Product over the last axis of a and the last but one of b.

        NumPy: numpy.dot(a, b)
        """

    def sort(self, axis=-1, kind='quicksort', order=None) -> TensorVariable:
        """
        sort(a, axis=-1, kind='quicksort', order=None)

        Ascending order along an axis (of the flattened tensor for None), always stable, NaN last; kind and order change nothing.

        NumPy: numpy.sort(a, axis, kind='stable')
        """

    def argsort(self, axis=-1, kind='quicksort', order=None) -> TensorVariable:
        """
        argsort(a, axis=-1, kind='quicksort', order=None)

        The positions that sort along an axis, int64; always stable, kind and order change nothing.

        NumPy: numpy.argsort(a, axis, kind='stable')
        """

    def searchsorted(self, v, side='left', sorter=None) -> TensorVariable:
        """
        searchsorted(x, v, side='left', sorter=None)

        Where values would have to be put into a sorted vector, int64.

        NumPy: numpy.searchsorted(x, v, side, sorter)
        """

def shared(value: object | None, name: str | None = None, strict: bool = False, allow_downcast: bool | None = None, borrow: bool = False, broadcastable: object | None = None, **kwargs) -> TensorVariable:
    """
    A shared variable holding a copy of the value (the value itself with borrow=True).
    """

def advanced_subtensor(x: object, *index) -> TensorVariable:
    """x[index]: elements by integer arrays."""

def advanced_inc_subtensor(x: object, y: object, *index) -> TensorVariable:
    """x with y added to x[index]; repeated indices accumulate."""

def advanced_set_subtensor(x: object, y: object, *index) -> TensorVariable:
    """x with y put at x[index]; of repeated indices the last wins."""

def subtensor_by_list(idx_list: object, x: object, *inputs) -> TensorVariable:
    """
    A part of x by a list of integers, slices and types; a type stands for the next of the inputs.
    """

def inc_subtensor_by_list(idx_list: object, set_instead_of_inc: bool, x: object, y: object, *inputs) -> TensorVariable:
    """x with y added to, or put at, such a part."""

def scalar(name: str | None = None, dtype: object | None = None) -> TensorVariable:
    """A symbolic tensor of this rank; dtype defaults to floatX."""

def scalars(*args) -> object: ...

bscalar: TensorType = ...

def bscalars(*args) -> object: ...

wscalar: TensorType = ...

def wscalars(*args) -> object: ...

iscalar: TensorType = ...

def iscalars(*args) -> object: ...

lscalar: TensorType = ...

def lscalars(*args) -> object: ...

fscalar: TensorType = ...

def fscalars(*args) -> object: ...

dscalar: TensorType = ...

def dscalars(*args) -> object: ...

cscalar: TensorType = ...

def cscalars(*args) -> object: ...

zscalar: TensorType = ...

def zscalars(*args) -> object: ...

def vector(name: str | None = None, dtype: object | None = None) -> TensorVariable:
    """A symbolic tensor of this rank; dtype defaults to floatX."""

def vectors(*args) -> object: ...

bvector: TensorType = ...

def bvectors(*args) -> object: ...

wvector: TensorType = ...

def wvectors(*args) -> object: ...

ivector: TensorType = ...

def ivectors(*args) -> object: ...

lvector: TensorType = ...

def lvectors(*args) -> object: ...

fvector: TensorType = ...

def fvectors(*args) -> object: ...

dvector: TensorType = ...

def dvectors(*args) -> object: ...

cvector: TensorType = ...

def cvectors(*args) -> object: ...

zvector: TensorType = ...

def zvectors(*args) -> object: ...

def matrix(name: str | None = None, dtype: object | None = None) -> TensorVariable:
    """A symbolic tensor of this rank; dtype defaults to floatX."""

def matrices(*args) -> object: ...

bmatrix: TensorType = ...

def bmatrices(*args) -> object: ...

wmatrix: TensorType = ...

def wmatrices(*args) -> object: ...

imatrix: TensorType = ...

def imatrices(*args) -> object: ...

lmatrix: TensorType = ...

def lmatrices(*args) -> object: ...

fmatrix: TensorType = ...

def fmatrices(*args) -> object: ...

dmatrix: TensorType = ...

def dmatrices(*args) -> object: ...

cmatrix: TensorType = ...

def cmatrices(*args) -> object: ...

zmatrix: TensorType = ...

def zmatrices(*args) -> object: ...

def row(name: str | None = None, dtype: object | None = None) -> TensorVariable:
    """A symbolic tensor of this rank; dtype defaults to floatX."""

def rows(*args) -> object: ...

brow: TensorType = ...

def brows(*args) -> object: ...

wrow: TensorType = ...

def wrows(*args) -> object: ...

irow: TensorType = ...

def irows(*args) -> object: ...

lrow: TensorType = ...

def lrows(*args) -> object: ...

frow: TensorType = ...

def frows(*args) -> object: ...

drow: TensorType = ...

def drows(*args) -> object: ...

crow: TensorType = ...

def crows(*args) -> object: ...

zrow: TensorType = ...

def zrows(*args) -> object: ...

def col(name: str | None = None, dtype: object | None = None) -> TensorVariable:
    """A symbolic tensor of this rank; dtype defaults to floatX."""

def cols(*args) -> object: ...

bcol: TensorType = ...

def bcols(*args) -> object: ...

wcol: TensorType = ...

def wcols(*args) -> object: ...

icol: TensorType = ...

def icols(*args) -> object: ...

lcol: TensorType = ...

def lcols(*args) -> object: ...

fcol: TensorType = ...

def fcols(*args) -> object: ...

dcol: TensorType = ...

def dcols(*args) -> object: ...

ccol: TensorType = ...

def ccols(*args) -> object: ...

zcol: TensorType = ...

def zcols(*args) -> object: ...

def tensor3(name: str | None = None, dtype: object | None = None) -> TensorVariable:
    """A symbolic tensor of this rank; dtype defaults to floatX."""

def tensor3s(*args) -> object: ...

btensor3: TensorType = ...

def btensor3s(*args) -> object: ...

wtensor3: TensorType = ...

def wtensor3s(*args) -> object: ...

itensor3: TensorType = ...

def itensor3s(*args) -> object: ...

ltensor3: TensorType = ...

def ltensor3s(*args) -> object: ...

ftensor3: TensorType = ...

def ftensor3s(*args) -> object: ...

dtensor3: TensorType = ...

def dtensor3s(*args) -> object: ...

ctensor3: TensorType = ...

def ctensor3s(*args) -> object: ...

ztensor3: TensorType = ...

def ztensor3s(*args) -> object: ...

def tensor4(name: str | None = None, dtype: object | None = None) -> TensorVariable:
    """A symbolic tensor of this rank; dtype defaults to floatX."""

def tensor4s(*args) -> object: ...

btensor4: TensorType = ...

def btensor4s(*args) -> object: ...

wtensor4: TensorType = ...

def wtensor4s(*args) -> object: ...

itensor4: TensorType = ...

def itensor4s(*args) -> object: ...

ltensor4: TensorType = ...

def ltensor4s(*args) -> object: ...

ftensor4: TensorType = ...

def ftensor4s(*args) -> object: ...

dtensor4: TensorType = ...

def dtensor4s(*args) -> object: ...

ctensor4: TensorType = ...

def ctensor4s(*args) -> object: ...

ztensor4: TensorType = ...

def ztensor4s(*args) -> object: ...

def tensor5(name: str | None = None, dtype: object | None = None) -> TensorVariable:
    """A symbolic tensor of this rank; dtype defaults to floatX."""

def tensor5s(*args) -> object: ...

btensor5: TensorType = ...

def btensor5s(*args) -> object: ...

wtensor5: TensorType = ...

def wtensor5s(*args) -> object: ...

itensor5: TensorType = ...

def itensor5s(*args) -> object: ...

ltensor5: TensorType = ...

def ltensor5s(*args) -> object: ...

ftensor5: TensorType = ...

def ftensor5s(*args) -> object: ...

dtensor5: TensorType = ...

def dtensor5s(*args) -> object: ...

ctensor5: TensorType = ...

def ctensor5s(*args) -> object: ...

ztensor5: TensorType = ...

def ztensor5s(*args) -> object: ...

def tensor6(name: str | None = None, dtype: object | None = None) -> TensorVariable:
    """A symbolic tensor of this rank; dtype defaults to floatX."""

def tensor6s(*args) -> object: ...

btensor6: TensorType = ...

def btensor6s(*args) -> object: ...

wtensor6: TensorType = ...

def wtensor6s(*args) -> object: ...

itensor6: TensorType = ...

def itensor6s(*args) -> object: ...

ltensor6: TensorType = ...

def ltensor6s(*args) -> object: ...

ftensor6: TensorType = ...

def ftensor6s(*args) -> object: ...

dtensor6: TensorType = ...

def dtensor6s(*args) -> object: ...

ctensor6: TensorType = ...

def ctensor6s(*args) -> object: ...

ztensor6: TensorType = ...

def ztensor6s(*args) -> object: ...

def tensor7(name: str | None = None, dtype: object | None = None) -> TensorVariable:
    """A symbolic tensor of this rank; dtype defaults to floatX."""

def tensor7s(*args) -> object: ...

btensor7: TensorType = ...

def btensor7s(*args) -> object: ...

wtensor7: TensorType = ...

def wtensor7s(*args) -> object: ...

itensor7: TensorType = ...

def itensor7s(*args) -> object: ...

ltensor7: TensorType = ...

def ltensor7s(*args) -> object: ...

ftensor7: TensorType = ...

def ftensor7s(*args) -> object: ...

dtensor7: TensorType = ...

def dtensor7s(*args) -> object: ...

ctensor7: TensorType = ...

def ctensor7s(*args) -> object: ...

ztensor7: TensorType = ...

def ztensor7s(*args) -> object: ...

def tensor(dtype: object, broadcastable: object, name: str | None = None) -> TensorVariable: ...

def as_tensor_variable(x: object, name: str | None = None, ndim: int | None = None) -> TensorVariable:
    """The tensor variable that x is or becomes."""

def as_tensor(x: object, name: str | None = None, ndim: int | None = None) -> TensorVariable:
    """The tensor variable that x is or becomes."""

def constant(x: object, name: str | None = None, ndim: int | None = None, dtype: object | None = None) -> TensorVariable:
    """A constant holding a copy of x."""

def asarray_as(a: object, dtype: object, order: object | None = None) -> object:
    """numpy.asarray that knows the dtype floatX."""

def upcast(*args) -> str:
    """The dtype that arrays of the given dtypes become together."""

api_signatures: dict = ...

def api_table() -> list:
    """
    One dictionary per function of the API: names, documentation, test data.
    """

class OpFamily:
    """All ops of one definition."""

    def __call__(self, *args) -> OpInstance:
        """The op with these parameters."""

    def __instancecheck__(self, arg: object, /) -> bool: ...

GradClip: OpFamily = ...

GradScale: OpFamily = ...

ZeroGrad: OpFamily = ...

ConsiderConstant: OpFamily = ...

DisconnectedGrad: OpFamily = ...

UndefinedGrad: OpFamily = ...

def grad(cost: object | None, wrt: object, consider_constant: object | None = None, disconnected_inputs: str = 'raise', add_names: bool = True, known_grads: object | None = None, return_disconnected: str = 'zero', null_gradients: str = 'raise') -> object:
    """
    The gradients of a scalar cost with respect to one or several variables.
    """

def Lop(f: object, wrt: object, eval_points: object, consider_constant: object | None = None, disconnected_inputs: str = 'raise') -> object:
    """The Jacobian of f times eval_points from the left."""

def Rop(f: object, wrt: object, eval_points: object, disconnected_outputs: str = 'raise', return_disconnected: str = 'zero') -> object:
    """The Jacobian of f times eval_points from the right."""

def jacobian(expression: object, wrt: object, consider_constant: object | None = None, disconnected_inputs: str = 'raise') -> object:
    """All derivatives of a vector with respect to one or several variables."""

def hessian(cost: object, wrt: object, consider_constant: object | None = None, disconnected_inputs: str = 'raise') -> object:
    """
    The second derivatives of a scalar with respect to one or several vectors.
    """

def hessian_vector_product(cost: object, wrt: object, p: object) -> object:
    """
    The matrix of second derivatives times vectors, without making the matrix.
    """

def subgraph_grad(wrt: object, end: object, start: object | None = None, cost: object | None = None, details: bool = False) -> object:
    """The gradients of a part of a graph."""

def grad_undefined(op: object, x_pos: int, x: object, comment: str = '') -> Variable:
    """A gradient that does not exist."""

def grad_not_implemented(op: object, x_pos: int, x: object, comment: str = '') -> Variable:
    """A gradient that nobody has written yet."""

zero_grad_: OpInstance = ...

consider_constant_: OpInstance = ...

disconnected_grad_: OpInstance = ...

undefined_grad_: OpInstance = ...

def disconnected_grad(x: object) -> Variable:
    """x, through which no gradient flows."""

def zero_grad(x: object) -> Variable:
    """x with the gradient zero."""

def undefined_grad(x: object) -> Variable:
    """x, whose gradient is undefined."""

def grad_clip(x: object, lower_bound: float, upper_bound: float) -> Variable:
    """x, whose gradient is clipped element by element."""

def grad_scale(x: object, multiplier: float) -> Variable:
    """x, whose gradient is multiplied by a number."""

class Mode:
    """How a function is compiled: which rewrites, which checks."""

    def __init__(self, linker: object | None = None, optimizer: object | None = 'default') -> None: ...

    def including(self, *args) -> Mode:
        """A copy with the rules or tables of these names or tags."""

    def excluding(self, *args) -> Mode:
        """A copy without the rules or tables of these names or tags."""

    def clone(self, **kwargs) -> Mode:
        """The same mode."""

    @property
    def optimizer(self) -> str: ...

    @property
    def provided_optimizer(self) -> str: ...

    @property
    def linker(self) -> str: ...

    def __repr__(self) -> str: ...

    def __reduce_ex__(self, arg: int, /) -> object: ...

class DebugMode(Mode):
    """Every call is also computed by the oracle; differences are errors."""

    def __init__(self, *args, **kwargs) -> None: ...

class NanGuardMode(Mode):
    """Calls fail at the first op with NaN, infinity or a very large number."""

    def __init__(self, nan_is_error: object | None = None, inf_is_error: object | None = None, big_is_error: object | None = None, optimizer: object | None = 'default', linker: object | None = None) -> None: ...

class MonitoredCall:
    """Inputs and outputs of one op, as callbacks of MonitorMode see them."""

    @property
    def inputs(self) -> list: ...

    @property
    def outputs(self) -> list: ...

class MonitorMode(Mode):
    """Calls pre_func and post_func(number, node, call) around every op."""

    def __init__(self, pre_func: object | None = None, post_func: object | None = None, optimizer: object | None = 'default', linker: object | None = None) -> None: ...

def get_mode(orig_string: object | None) -> Mode: ...

def get_default_mode() -> Mode: ...

predefined_modes: dict = ...

def detect_nan(i: object, node: object, fn: object) -> None:
    """
    A post_func of MonitorMode that prints the first op whose output holds NaN.
    """

class In:
    """An input of a function and how its arguments are treated."""

    def __init__(self, variable: Variable, name: str | None = None, value: object | None = None, update: object | None = None, mutable: bool | None = None, strict: bool = False, allow_downcast: bool | None = None, autoname: bool = True, borrow: bool | None = None, implicit: object | None = None, shared: object | None = None) -> None: ...

    def __repr__(self) -> str: ...

    @property
    def variable(self) -> Variable: ...

    @variable.setter
    def variable(self, arg: Variable, /) -> None: ...

    @property
    def name(self) -> str: ...

    @name.setter
    def name(self, arg: str, /) -> None: ...

    @property
    def strict(self) -> bool: ...

    @strict.setter
    def strict(self, arg: bool, /) -> None: ...

    @property
    def borrow(self) -> bool: ...

    @borrow.setter
    def borrow(self, arg: bool, /) -> None: ...

    @property
    def allow_downcast(self) -> bool | None: ...

    @allow_downcast.setter
    def allow_downcast(self, arg: bool | None, /) -> None: ...

    @property
    def mutable(self) -> bool: ...

    @property
    def implicit(self) -> bool: ...

    @property
    def shared(self) -> bool: ...

    @property
    def update(self) -> Variable: ...

    @update.setter
    def update(self, arg: object | None, /) -> None: ...

    @property
    def value(self) -> object: ...

    @value.setter
    def value(self, arg: object | None, /) -> None: ...

class Out:
    """An output of a function; with borrow its memory may be shared."""

    def __init__(self, variable: object, borrow: bool = False) -> None: ...

    def __repr__(self) -> str: ...

    @property
    def variable(self) -> Variable: ...

    @variable.setter
    def variable(self, arg: Variable, /) -> None: ...

    @property
    def borrow(self) -> bool: ...

    @borrow.setter
    def borrow(self, arg: bool, /) -> None: ...

class CompiledFunction:
    pass

class Function:
    """A compiled function."""

    def __call__(self, *args, **kwargs) -> object: ...

    @property
    def trust_input(self) -> bool:
        """
        Whether positional arguments are taken as they are: numpy.ndarrays of exactly the inputs' types.
        """

    @trust_input.setter
    def trust_input(self, arg: bool, /) -> None: ...

    @property
    def name(self) -> object: ...

    @name.setter
    def name(self, arg: object | None, /) -> None: ...

    def sync_shared(self) -> None:
        """Nothing to do: when a call returns, its updates are done."""

    def get_shared(self) -> list[Variable]:
        """The shared variables that it reads or updates."""

    def compile_report(self) -> str:
        """Where the time of compiling went, and which rules fired."""

    def wait_compiled(self) -> None:
        """
        Waits until all kernels that calls have used so far are machine code, if the mode wants them so.
        """

    def program_text(self) -> str:
        """The lowered program as text."""

    def kernel_text(self, language: str = 'c') -> str:
        """
        Its kernels as text: "c" (readable C that compiles by itself), "ir", or for operands in one piece "llvm" and "asm".
        """

    def profile_text(self) -> str:
        """Time per step."""

    @property
    def maker(self) -> FunctionMaker: ...

    @property
    def container(self) -> InputMap: ...

    @property
    def finder(self) -> InputMap: ...

    @property
    def value(self) -> InputMap: ...

    def __getitem__(self, arg: object, /) -> object:
        """The default of an input, by variable, name or number."""

    def __setitem__(self, arg0: object, arg1: object | None, /) -> None:
        """Sets the default of an input."""

    def __contains__(self, arg: object, /) -> bool: ...

    @property
    def input_storage(self) -> list: ...

    @property
    def output_storage(self) -> list: ...

    @property
    def defaults(self) -> list: ...

    @property
    def output_keys(self) -> object: ...

    @property
    def unpack_single(self) -> bool: ...

    @property
    def outputs(self) -> list: ...

    @property
    def fn(self) -> object: ...

    @property
    def _check_for_aliased_inputs(self) -> bool: ...

    @property
    def return_none(self) -> bool: ...

    @property
    def profile(self) -> object: ...

    def memory(self, *shapes) -> MemoryUse:
        """
        The memory that a call takes on arguments of these shapes, found without running it; values may stand for shapes.
        """

    def free(self) -> None:
        """Nothing to do: memory is planned per call and given back."""

    def copy(self, share_memory: bool = False, swap: object | None = None, delete_updates: bool = False, name: object | None = None, profile: object | None = None) -> Function:
        """
        Another function on the same program, with defaults of its own; swap={old: new} puts other shared variables in.
        """

    def __copy__(self) -> Function: ...

    def __reduce_ex__(self, arg: int, /) -> object: ...

class Container:
    """
    Where the value of a shared variable, or the default of an input, lives.
    """

    @property
    def data(self) -> object: ...

    @data.setter
    def data(self, arg: object | None, /) -> None: ...

    @property
    def value(self) -> object: ...

    @value.setter
    def value(self, arg: object | None, /) -> None: ...

    @property
    def type(self) -> Type: ...

    @property
    def storage(self) -> object:
        """The container itself; equal for those that share."""

    def __getitem__(self, arg: int, /) -> object: ...

    def __setitem__(self, arg0: int, arg1: object, /) -> None: ...

    def __reduce_ex__(self, arg: int, /) -> tuple: ...

class FunctionMaker:
    """What a function was made of."""

    @property
    def fgraph(self) -> FunctionGraph: ...

    @property
    def mode(self) -> Mode: ...

    @property
    def inputs(self) -> list: ...

    @property
    def expanded_inputs(self) -> list: ...

    @property
    def outputs(self) -> list: ...

class FunctionRunner:
    """Runs a function on its defaults."""

    def __call__(self) -> object: ...

class InputMap:
    """The inputs of a function, by variable, name or number."""

    def __getitem__(self, arg: object, /) -> object: ...

    def __setitem__(self, arg0: object, arg1: object | None, /) -> None: ...

    def __contains__(self, arg: object, /) -> bool: ...

    def __len__(self) -> int: ...

class ProfileStats:
    """What a profiled function has cost so far."""

    def __init__(self, *args, **kwargs) -> None:
        """An empty record, to be handed to theano.function(profile=...)."""

    @property
    def fct_callcount(self) -> int: ...

    @property
    def fct_call_time(self) -> float: ...

    @property
    def compile_time(self) -> float: ...

    def summary_string(self) -> str:
        """The summary as text."""

    def summary(self, file: object | None = None, *args, **kwargs) -> None:
        """Writes calls, time per step and time of compiling."""

class MemoryUse:
    """
    The memory of one call, in bytes; arguments and shared variables are not counted.
    """

    @property
    def peak_bytes(self) -> int: ...

    @property
    def workspace_bytes(self) -> int:
        """What the steps leave to one another; kept for the next call."""

    @property
    def result_bytes(self) -> int:
        """Outputs, and new values of shared variables."""

    @property
    def nested_bytes(self) -> int:
        """Bodies of loops and sides of branches."""

    @property
    def is_exact(self) -> bool:
        """False where sizes depend on what is computed: more may be needed."""

    def __repr__(self) -> str: ...

    def __str__(self) -> str: ...

def function(inputs: object, outputs: object | None = None, mode: object | None = None, updates: object | None = None, givens: object | None = None, no_default_updates: object = False, accept_inplace: bool = False, name: object | None = None, rebuild_strict: bool = True, allow_input_downcast: bool | None = None, profile: object | None = None, on_unused_input: object | None = None) -> Function:
    """
    Compiles outputs as a function of inputs, with updates of shared variables.
    """

def verify_grad(fun: object, pt: object, n_tests: int = 2, rng: object | None = None, eps: float | None = None, out_type: object | None = None, abs_tol: float | None = None, rel_tol: float | None = None, mode: object | None = None, cast_to_output_type: bool = False, no_debug_ref: bool = True) -> None:
    """Compares the gradient of fun at the points with finite differences."""

class numeric_grad:
    """The gradient of a function of arrays by one-sided differences."""

    def __init__(self, f: object, pt: object, eps: float | None = None, out_type: object | None = None) -> None: ...

    @property
    def gf(self) -> object:
        """The gradient, per argument."""

    @staticmethod
    def abs_rel_err(a: object, b: object) -> tuple:
        """Absolute and relative error, element by element."""

    def abs_rel_errors(self, g_pt: object) -> object:
        """Absolute and relative errors, per argument."""

    def max_err(self, g_pt: object, abs_tol: float, rel_tol: float) -> object:
        """The argument and position of the worst error, and that error."""

def get_scalar_constant_value(orig_v: object | None, elemwise: bool = True, only_process_constants: bool = False, max_recur: int = 10) -> object:
    """
    The number that a variable is, where that is known while the graph is built, as a 0-d array.
    """

def get_vector_length(v: object) -> int:
    """The length of a vector, where that is known while the graph is built."""

def graph_variables(i: Sequence[Variable], o: Sequence[Variable]) -> list[Variable]:
    """Every variable between inputs and outputs."""

def list_of_nodes(inputs: Sequence[Variable], outputs: Sequence[Variable]) -> list[Apply]:
    """The nodes between inputs and outputs."""

def orphans(i: Sequence[Variable], o: Sequence[Variable]) -> list[Variable]:
    """Variables without owner that outputs depend on besides the inputs."""

def clone_graph(i: Sequence[Variable], o: Sequence[Variable], copy_inputs: bool = True) -> object:
    """Copies of inputs and outputs."""

def clone_get_equiv(inputs: Sequence[Variable], outputs: Sequence[Variable], copy_inputs: bool = True, copy_orphans: bool = True) -> dict:
    """
    A dictionary from the variables and nodes of a graph to those of its copy.
    """

def stack_search(start: object, expand: object, mode: str = 'bfs') -> list:
    """Walks breadth or depth first from a deque of nodes."""

def rebuild_collect_shared(outputs: object | None, inputs: object | None = None, replace: object | None = None, updates: object | None = None, rebuild_strict: bool = True, copy_inputs_over: bool = True, no_default_updates: bool = False) -> object:
    """
    Copies of a function's expressions with replacements in place, and the shared variables they read.
    """

def debugprint(obj: object, depth: object = -1, print_type: bool = False, file: object | None = None, ids: str = 'CHAR', stop_on_name: bool = False, *args, **kwargs) -> object:
    """Prints a graph as a tree; file='str' returns the text."""

def pp(variable: object) -> str:
    """A graph as one formula."""

def pprint(variable: object) -> str:
    """A graph as one formula."""

def to_dot(variables: object) -> str:
    """A Graphviz dot document of a graph."""

def min_informative_str(obj: Variable, indent_level: int = 0) -> str:
    """As much of the graph as it takes to say what a variable is."""

def var_descriptor(obj: Variable) -> str:
    """How a variable is computed, on one line and free of addresses."""

def pydotprint(fct: object, outfile: object | None = None, compact: bool = True, format: str = 'png', with_ids: bool = False, high_contrast: bool = True, cond_highlight: object | None = None, colorCodes: object | None = None, max_label_size: int = 70, scan_graphs: bool = False, var_with_name_simple: bool = False, print_output_file: bool = True, return_image: bool = False) -> object:
    """Writes a picture of a graph; without pydot the Graphviz document."""

class Print:
    """
    Print(message, attrs)(x) is x, printed whenever a function computes it.
    """

    def __init__(self, message: str = '', attrs: object = ('__str__'), global_fn: object | None = None) -> None: ...

    def __call__(self, xin: object) -> Variable:
        """The variable, printed when it is computed."""

    @property
    def message(self) -> str: ...

    @property
    def attrs(self) -> tuple: ...

    def __reduce__(self) -> tuple: ...

def get_test_value(v: object) -> object:
    """The test value of a variable; AttributeError when there is none."""

def get_debug_values(*args) -> list:
    """
    [] when test values are off or one is missing, else a list of one element: the value, or a tuple of all values.
    """

def missing_test_message(msg: str) -> None:
    """Does what the option compute_test_value says of missing values."""

def debug_error_message(msg: str) -> None:
    """A fault seen in test values: an error, or a warning."""

def debug_assert(condition: object, msg: object | None = None) -> None:
    """An assertion on test values."""

class RandomState:
    """Mersenne Twister with the draws of numpy.random.RandomState."""

    def __init__(self, seed: int) -> None: ...

    def uniform(self, low: float, high: float, size: Sequence[int]) -> object: ...

    def normal(self, loc: float, scale: float, size: Sequence[int]) -> object: ...

    def permutation(self, n: int) -> object: ...

class ListEnd:
    def __reduce_ex__(self, arg: int, /) -> object: ...

def _load_apply(arg0: object | None, arg1: OpInstance, arg2: Sequence[Variable], arg3: Sequence[Type], arg4: object | None, arg5: object | None, /) -> Apply: ...

def _load_list_end() -> None: ...

def _load_output(arg0: Apply, arg1: int, /) -> Variable: ...

def _load_variable(arg: Type, /) -> Variable: ...

def _load_constant(arg0: Type, arg1: object | None, /) -> Variable: ...

def _load_shared(arg0: Type, arg1: Container, arg2: bool, arg3: object | None, /) -> Variable: ...

def _load_type(arg: bytes, /) -> Type: ...

def _load_op(arg: bytes, /) -> OpInstance: ...

def _load_container(arg0: Type, arg1: object | None, /) -> Container: ...

def _load_mode(arg0: str, arg1: str, arg2: str, arg3: Sequence[str], arg4: Sequence[str], /) -> Mode: ...

def _load_function(arg0: object, arg1: object, arg2: object, arg3: object, arg4: dict, /) -> Function: ...

class Grid:
    """
    Makes the coordinates of the points of a grid when indexed with slices.
    """

    def __getitem__(self, slices: object) -> list[Variable]: ...

mgrid: Grid = ...

ogrid: Grid = ...

class OpFromGraph:
    """
    An expression as a function of variables; a call puts a copy of it into the graph.
    """

    def __init__(self, inputs: object, outputs: object, inline: bool = False, lop_overrides: object | None = 'default', grad_overrides: object | None = 'default', rop_overrides: object | None = 'default', connection_pattern: object | None = None, name: str | None = None, **kwargs) -> None: ...

    def __call__(self, *args, **kwargs) -> object: ...

    def __str__(self) -> str: ...

    @property
    def local_inputs(self) -> list[Variable]: ...

    @property
    def local_outputs(self) -> list[Variable]: ...

    @property
    def name(self) -> str: ...

class OpClass:
    """
    A kind of op by its old name: call it for the op, or ask isinstance of a node's op.
    """

    def __call__(self, *args, **kwargs) -> ConfiguredOp: ...

    def __instancecheck__(self, op: object | None) -> bool: ...

    def __repr__(self) -> str: ...

    def __reduce__(self) -> str: ...

class ConfiguredOp:
    """An op with its parameters: call it on its inputs."""

    def __call__(self, *args, **kwargs) -> object:
        """The op on inputs."""

    def make_node(self, *args) -> object:
        """The node that calling it makes."""

    def __getattr__(self, arg: str, /) -> object: ...

    def __eq__(self, other: object | None) -> bool: ...

    def __hash__(self) -> int: ...

    def __repr__(self) -> str: ...

    def __reduce__(self) -> tuple: ...

def _load_configured_op(arg0: object, arg1: object, /) -> object: ...
