# The types of theano._core.api_tensor, written by tools/generate_stubs.py from the built extension.
from theano._core import TensorVariable as TensorVariable

def sub(a, b) -> TensorVariable:
    """
    sub(a, b)

    Difference of two tensors.

    NumPy: numpy.subtract(a, b)
    """

def true_div(a, b) -> TensorVariable:
    """
    true_div(a, b)

    Quotient of two tensors; of two discrete ones in floatX.

    NumPy: numpy.true_divide(a, b)
    """

def int_div(a, b) -> TensorVariable:
    """
    int_div(a, b)

    Quotient rounded toward minus infinity; an integer divided by 0 is 0.

    NumPy: numpy.floor_divide(a, b)
    """

def floor_div(a, b) -> TensorVariable:
    """
    int_div(a, b)

    Quotient rounded toward minus infinity; an integer divided by 0 is 0.

    NumPy: numpy.floor_divide(a, b)
    """

def mod(a, b) -> TensorVariable:
    """
    mod(a, b)

    Remainder with the sign of the divisor; of an integer by 0 it is 0.

    NumPy: numpy.mod(a, b)
    """

def pow(x, y) -> TensorVariable:
    """
    pow(x, y)

    x to the power y; of integers an integer (a negative power is cut toward zero).

    NumPy: numpy.power(x, y)
    """

def power(x, y) -> TensorVariable:
    """
    pow(x, y)

    x to the power y; of integers an integer (a negative power is cut toward zero).

    NumPy: numpy.power(x, y)
    """

def neg(a) -> TensorVariable:
    """
    neg(a)

    The negative of each element.

    NumPy: numpy.negative(a)
    """

def abs_(a) -> TensorVariable:
    """
    abs_(a)

    Magnitude of each element.

    NumPy: numpy.abs(a)
    """

def sgn(a) -> TensorVariable:
    """
    sgn(a)

    Sign of each element: -1, 0 or 1, nan for nan.

    NumPy: numpy.sign(a)
    """

def sqr(a) -> TensorVariable:
    """
    sqr(a)

    Square of each element.

    NumPy: a * a
    """

def square(a) -> TensorVariable:
    """
    sqr(a)

    Square of each element.

    NumPy: a * a
    """

def inv(a) -> TensorVariable:
    """
    inv(a)

    1 divided by each element.

    NumPy: 1.0 / a
    """

def eq(a, b) -> TensorVariable:
    """
    eq(a, b)

    Whether a equals b, element by element; nan equals nothing.

    NumPy: numpy.equal(a, b)
    """

def neq(a, b) -> TensorVariable:
    """
    neq(a, b)

    Whether a differs from b, element by element.

    NumPy: numpy.not_equal(a, b)
    """

def lt(a, b) -> TensorVariable:
    """
    lt(a, b)

    Whether a is less than b, element by element.

    NumPy: numpy.less(a, b)
    """

def le(a, b) -> TensorVariable:
    """
    le(a, b)

    Whether a is at most b, element by element.

    NumPy: numpy.less_equal(a, b)
    """

def gt(a, b) -> TensorVariable:
    """
    gt(a, b)

    Whether a is greater than b, element by element.

    NumPy: numpy.greater(a, b)
    """

def ge(a, b) -> TensorVariable:
    """
    ge(a, b)

    Whether a is at least b, element by element.

    NumPy: numpy.greater_equal(a, b)
    """

def and_(a, b) -> TensorVariable:
    """
    and_(a, b)

    Bitwise and of integers, logical and of bools.

    NumPy: numpy.bitwise_and(a, b)
    """

def bitwise_and(a, b) -> TensorVariable:
    """
    and_(a, b)

    Bitwise and of integers, logical and of bools.

    NumPy: numpy.bitwise_and(a, b)
    """

def or_(a, b) -> TensorVariable:
    """
    or_(a, b)

    Bitwise or of integers, logical or of bools.

    NumPy: numpy.bitwise_or(a, b)
    """

def bitwise_or(a, b) -> TensorVariable:
    """
    or_(a, b)

    Bitwise or of integers, logical or of bools.

    NumPy: numpy.bitwise_or(a, b)
    """

def xor(a, b) -> TensorVariable:
    """
    xor(a, b)

    Bitwise exclusive or of integers, logical of bools.

    NumPy: numpy.bitwise_xor(a, b)
    """

def bitwise_xor(a, b) -> TensorVariable:
    """
    xor(a, b)

    Bitwise exclusive or of integers, logical of bools.

    NumPy: numpy.bitwise_xor(a, b)
    """

def invert(a) -> TensorVariable:
    """
    invert(a)

    All bits of an integer turned over; not of a bool.

    NumPy: numpy.invert(a)
    """

def bitwise_not(a) -> TensorVariable:
    """
    invert(a)

    All bits of an integer turned over; not of a bool.

    NumPy: numpy.invert(a)
    """

def isnan(a) -> TensorVariable:
    """
    isnan(a)

    Whether an element is not a number.

    NumPy: numpy.isnan(a)
    """

def isnan_(a) -> TensorVariable:
    """
    isnan(a)

    Whether an element is not a number.

    NumPy: numpy.isnan(a)
    """

def isinf(a) -> TensorVariable:
    """
    isinf(a)

    Whether an element is infinite, of either sign.

    NumPy: numpy.isinf(a)
    """

def isinf_(a) -> TensorVariable:
    """
    isinf(a)

    Whether an element is infinite, of either sign.

    NumPy: numpy.isinf(a)
    """

def maximum(a, b) -> TensorVariable:
    """
    maximum(a, b)

    The greater of two elements; nan where one is nan.

    NumPy: numpy.maximum(a, b)
    """

def minimum(a, b) -> TensorVariable:
    """
    minimum(a, b)

    The lesser of two elements; nan where one is nan.

    NumPy: numpy.minimum(a, b)
    """

def switch(condition, a, b) -> TensorVariable:
    """
    switch(condition, a, b)

    a where the condition holds, else b.

    NumPy: numpy.where(condition, a, b)
    """

def where(condition, a, b) -> TensorVariable:
    """
    switch(condition, a, b)

    a where the condition holds, else b.

    NumPy: numpy.where(condition, a, b)
    """

def second(a, b) -> TensorVariable:
    """
    second(a, b)

    b, broadcast to the shape of a.

    NumPy: numpy.broadcast_arrays(a, b)[1]
    """

def fill(a, b) -> TensorVariable:
    """
    second(a, b)

    b, broadcast to the shape of a.

    NumPy: numpy.broadcast_arrays(a, b)[1]
    """

def tensor_copy(x) -> TensorVariable:
    """
    tensor_copy(x)

    The input itself, as a new variable.

    NumPy: x
    """

def exp(a) -> TensorVariable:
    """
    exp(a)

    e to the power of each element.

    NumPy: numpy.exp(a)
    """

def exp2(a) -> TensorVariable:
    """
    exp2(a)

    2 to the power of each element.

    NumPy: numpy.exp2(a)
    """

def expm1(a) -> TensorVariable:
    """
    expm1(a)

    exp(a) - 1, exact also where a is small.

    NumPy: numpy.expm1(a)
    """

def log(a) -> TensorVariable:
    """
    log(a)

    Natural logarithm; -inf at 0, nan below.

    NumPy: numpy.log(a)
    """

def log2(a) -> TensorVariable:
    """
    log2(a)

    Logarithm to base 2.

    NumPy: numpy.log2(a)
    """

def log10(a) -> TensorVariable:
    """
    log10(a)

    Logarithm to base 10.

    NumPy: numpy.log10(a)
    """

def log1p(a) -> TensorVariable:
    """
    log1p(a)

    log(1 + a), exact also where a is small.

    NumPy: numpy.log1p(a)
    """

def sqrt(a) -> TensorVariable:
    """
    sqrt(a)

    Square root; nan below 0.

    NumPy: numpy.sqrt(a)
    """

def sin(a) -> TensorVariable:
    """
    sin(a)

    Sine of an angle in radians.

    NumPy: numpy.sin(a)
    """

def cos(a) -> TensorVariable:
    """
    cos(a)

    Cosine of an angle in radians.

    NumPy: numpy.cos(a)
    """

def tan(a) -> TensorVariable:
    """
    tan(a)

    Tangent of an angle in radians.

    NumPy: numpy.tan(a)
    """

def arcsin(a) -> TensorVariable:
    """
    arcsin(a)

    Angle in [-pi/2, pi/2] of a sine; nan outside [-1, 1].

    NumPy: numpy.arcsin(a)
    """

def arccos(a) -> TensorVariable:
    """
    arccos(a)

    Angle in [0, pi] of a cosine; nan outside [-1, 1].

    NumPy: numpy.arccos(a)
    """

def arctan(a) -> TensorVariable:
    """
    arctan(a)

    Angle in (-pi/2, pi/2) of a tangent.

    NumPy: numpy.arctan(a)
    """

def arctan2(a, b) -> TensorVariable:
    """
    arctan2(a, b)

    Angle in [-pi, pi] of the point with ordinate a and abscissa b.

    NumPy: numpy.arctan2(a, b)
    """

def sinh(a) -> TensorVariable:
    """
    sinh(a)

    Hyperbolic sine.

    NumPy: numpy.sinh(a)
    """

def cosh(a) -> TensorVariable:
    """
    cosh(a)

    Hyperbolic cosine.

    NumPy: numpy.cosh(a)
    """

def tanh(a) -> TensorVariable:
    """
    tanh(a)

    Hyperbolic tangent.

    NumPy: numpy.tanh(a)
    """

def arcsinh(a) -> TensorVariable:
    """
    arcsinh(a)

    Inverse of the hyperbolic sine.

    NumPy: numpy.arcsinh(a)
    """

def arccosh(a) -> TensorVariable:
    """
    arccosh(a)

    Inverse of the hyperbolic cosine; nan below 1.

    NumPy: numpy.arccosh(a)
    """

def arctanh(a) -> TensorVariable:
    """
    arctanh(a)

    Inverse of the hyperbolic tangent; nan outside [-1, 1].

    NumPy: numpy.arctanh(a)
    """

def deg2rad(a) -> TensorVariable:
    """
    deg2rad(a)

    An angle in degrees as radians.

    NumPy: numpy.deg2rad(a)
    """

def rad2deg(a) -> TensorVariable:
    """
    rad2deg(a)

    An angle in radians as degrees.

    NumPy: numpy.rad2deg(a)
    """

def floor(a) -> TensorVariable:
    """
    floor(a)

    The greatest whole number that is not above an element.

    NumPy: numpy.floor(a)
    """

def ceil(a) -> TensorVariable:
    """
    ceil(a)

    The least whole number that is not below an element.

    NumPy: numpy.ceil(a)
    """

def trunc(a) -> TensorVariable:
    """
    trunc(a)

    Each element without its fraction.

    NumPy: numpy.trunc(a)
    """

def round_half_to_even(a) -> TensorVariable:
    """
    round_half_to_even(a)

    The nearest whole number, an even one at a tie.

    NumPy: numpy.round(a)
    """

def round_half_away_from_zero(a) -> TensorVariable:
    """
    round_half_away_from_zero(a)

    The nearest whole number, the one of greater magnitude at a tie.

    NumPy: numpy.sign(a) * numpy.floor(numpy.abs(a) + 0.5)
    """

def real(z) -> TensorVariable:
    """
    real(z)

    Real part of each element; of real numbers themselves.

    NumPy: numpy.real(z)
    """

def imag(z) -> TensorVariable:
    """
    imag(z)

    Imaginary part of each element; of real numbers 0.

    NumPy: numpy.imag(z)
    """

def conj(z) -> TensorVariable:
    """
    conj(z)

    Complex conjugate of each element.

    NumPy: numpy.conj(z)
    """

def angle(z) -> TensorVariable:
    """
    angle(z)

    Argument of each element, between -pi and pi.

    NumPy: numpy.angle(z)
    """

def complex(real, imag) -> TensorVariable:
    """
    complex(real, imag)

    The complex numbers of two real tensors.

    NumPy: real + 1j * imag
    """

def complex_from_polar(abs, angle) -> TensorVariable:
    """
    complex_from_polar(abs, angle)

    The complex numbers of given absolute values and arguments.

    NumPy: abs * numpy.exp(1j * angle)
    """

def erf(a) -> TensorVariable:
    """
    erf(a)

    Error function: 2 / sqrt(pi) times the integral of exp(-t * t) from 0 to a.

    NumPy: scipy.special.erf(a)
    """

def erfc(a) -> TensorVariable:
    """
    erfc(a)

    1 - erf(a), exact also where erf(a) is almost 1.

    NumPy: scipy.special.erfc(a)
    """

def erfcx(a) -> TensorVariable:
    """
    erfcx(a)

    exp(a * a) erfc(a), without underflow for large a.

    NumPy: scipy.special.erfcx(a)
    """

def erfinv(a) -> TensorVariable:
    """
    erfinv(a)

    The x of which erf(x) is a; infinite at -1 and 1, nan beyond.

    NumPy: scipy.special.erfinv(a)
    """

def erfcinv(a) -> TensorVariable:
    """
    erfcinv(a)

    The x of which erfc(x) is a; infinite at 0 and 2, nan beyond.

    NumPy: scipy.special.erfcinv(a)
    """

def gamma(a) -> TensorVariable:
    """
    gamma(a)

    Gamma function, (a - 1)! for whole a.

    NumPy: scipy.special.gamma(a)
    """

def gammaln(a) -> TensorVariable:
    """
    gammaln(a)

    Logarithm of the magnitude of the gamma function.

    NumPy: scipy.special.gammaln(a)
    """

def psi(a) -> TensorVariable:
    """
    psi(a)

    Digamma function, the derivative of gammaln.

    NumPy: scipy.special.psi(a)
    """

def tri_gamma(a) -> TensorVariable:
    """
    tri_gamma(a)

    Trigamma function, the derivative of psi.

    NumPy: scipy.special.polygamma(1, a)
    """

def tetra_gamma(a) -> TensorVariable:
    """
    tetra_gamma(a)

    The derivative of tri_gamma.

    NumPy: scipy.special.polygamma(2, a)
    """

def gammainc(k, x) -> TensorVariable:
    """
    gammainc(k, x)

    Regularised lower incomplete gamma function; nan for negative arguments.

    NumPy: scipy.special.gammainc(k, x)
    """

def gammaincc(k, x) -> TensorVariable:
    """
    gammaincc(k, x)

    Regularised upper incomplete gamma function, 1 - gammainc(k, x); nan for negative arguments.

    NumPy: scipy.special.gammaincc(k, x)
    """

def gammal(k, x) -> TensorVariable:
    """
    gammal(k, x)

    Lower incomplete gamma function: the integral of t^(k - 1) exp(-t) from 0 to x.

    NumPy: scipy.special.gammainc(k, x) * scipy.special.gamma(k)
    """

def gammau(k, x) -> TensorVariable:
    """
    gammau(k, x)

    Upper incomplete gamma function: the integral of t^(k - 1) exp(-t) from x on.

    NumPy: scipy.special.gammaincc(k, x) * scipy.special.gamma(k)
    """

def chi2sf(x, k) -> TensorVariable:
    """
    chi2sf(x, k)

    Probability that a chi-squared variable of k degrees of freedom exceeds x.

    NumPy: scipy.special.gammaincc(k / 2.0, x / 2.0)
    """

def j0(x) -> TensorVariable:
    """
    j0(x)

    Bessel function of the first kind of order 0.

    NumPy: scipy.special.j0(x)
    """

def j1(x) -> TensorVariable:
    """
    j1(x)

    Bessel function of the first kind of order 1.

    NumPy: scipy.special.j1(x)
    """

def jv(v, x) -> TensorVariable:
    """
    jv(v, x)

    Bessel function of the first kind of real order v; nan where x < 0 and v is not whole.

    NumPy: scipy.special.jv(v, x)
    """

def i0(x) -> TensorVariable:
    """
    i0(x)

    Modified Bessel function of the first kind of order 0.

    NumPy: scipy.special.i0(x)
    """

def i1(x) -> TensorVariable:
    """
    i1(x)

    Modified Bessel function of the first kind of order 1.

    NumPy: scipy.special.i1(x)
    """

def iv(v, x) -> TensorVariable:
    """
    iv(v, x)

    Modified Bessel function of the first kind of real order v; nan where x < 0 and v is not whole.

    NumPy: scipy.special.iv(v, x)
    """

def add(inputs) -> TensorVariable:
    """
    add(inputs)

    Sum of two or more tensors.

    NumPy: sum(inputs)
    """

def mul(inputs) -> TensorVariable:
    """
    mul(inputs)

    Product of two or more tensors.

    NumPy: functools.reduce(numpy.multiply, inputs)
    """

def clip(x, min, max) -> TensorVariable:
    """
    clip(x, min, max)

    x cut to the range from min to max; nan stays nan.

    NumPy: numpy.where(x < min, min, numpy.where(x > max, max, x))
    """

def cast(x, dtype) -> TensorVariable:
    """
    cast(x, dtype)

    x converted to a dtype; x itself where it has that dtype.

    NumPy: numpy.asarray(x).astype(dtype)
    """

def round(a, mode=None) -> TensorVariable:
    """
    round(a, mode=None)

    Rounds floats to whole numbers; mode is "half_to_even" (the default) or "half_away_from_zero".

    NumPy: numpy.round(a)
    """

def iround(a, mode=None) -> TensorVariable:
    """
    iround(a, mode=None)

    Rounds floats to int64; modes as of round.

    NumPy: numpy.round(a).astype('int64')
    """

def largest(args) -> TensorVariable:
    """
    largest(args)

    The greatest of several tensors, element by element.

    NumPy: functools.reduce(numpy.maximum, args)
    """

def smallest(args) -> TensorVariable:
    """
    smallest(args)

    The least of several tensors, element by element.

    NumPy: functools.reduce(numpy.minimum, args)
    """

def isclose(a, b, rtol=1e-05, atol=1e-08, equal_nan=False) -> TensorVariable:
    """
    isclose(a, b, rtol=1e-05, atol=1e-08, equal_nan=False)

    Whether |a - b| <= atol + rtol |b|, or both are the same infinity.

    NumPy: numpy.isclose(a, b, rtol, atol, equal_nan)
    """

def allclose(a, b, rtol=1e-05, atol=1e-08, equal_nan=False) -> TensorVariable:
    """
    allclose(a, b, rtol=1e-05, atol=1e-08, equal_nan=False)

    Whether all elements are close, as of isclose.

    NumPy: numpy.allclose(a, b, rtol, atol, equal_nan)
    """

def divmod(x, y) -> list[TensorVariable]:
    """
    divmod(x, y)

    Quotient and remainder of a division that rounds toward minus infinity.

    NumPy: divmod(x, y)
    """

def sum(input, axis=None, dtype=None, keepdims=False, acc_dtype=None) -> TensorVariable:
    """
    sum(input, axis=None, dtype=None, keepdims=False, acc_dtype=None)

    Sum over axes; discrete types give 64-bit integers, float32 accumulates in float64.

    NumPy: numpy.sum(input, axis=axis, keepdims=keepdims)
    """

def prod(input, axis=None, dtype=None, keepdims=False, acc_dtype=None, no_zeros_in_input=False) -> TensorVariable:
    """
    prod(input, axis=None, dtype=None, keepdims=False, acc_dtype=None, no_zeros_in_input=False)

    Product over axes, with the types of sum.

    NumPy: numpy.prod(input, axis=axis, keepdims=keepdims)
    """

def max(x, axis=None, keepdims=False) -> TensorVariable:
    """
    max(x, axis=None, keepdims=False)

    Greatest element over axes; nan where there is one.

    NumPy: numpy.max(x, axis=axis, keepdims=keepdims)
    """

def min(x, axis=None, keepdims=False) -> TensorVariable:
    """
    min(x, axis=None, keepdims=False)

    Least element over axes; nan where there is one.

    NumPy: numpy.min(x, axis=axis, keepdims=keepdims)
    """

def argmax(x, axis=None, keepdims=False) -> TensorVariable:
    """
    argmax(x, axis=None, keepdims=False)

    Position of the first greatest element over axes.

    NumPy: numpy.argmax(x, axis=axis, keepdims=keepdims)
    """

def argmin(x, axis=None, keepdims=False) -> TensorVariable:
    """
    argmin(x, axis=None, keepdims=False)

    Position of the first least element over axes.

    NumPy: numpy.argmin(x, axis=axis, keepdims=keepdims)
    """

def any(x, axis=None, keepdims=False) -> TensorVariable:
    """
    any(x, axis=None, keepdims=False)

    Whether any element over axes is not zero.

    NumPy: numpy.any(x, axis=axis, keepdims=keepdims)
    """

def all(x, axis=None, keepdims=False) -> TensorVariable:
    """
    all(x, axis=None, keepdims=False)

    Whether no element over axes is zero.

    NumPy: numpy.all(x, axis=axis, keepdims=keepdims)
    """

def max_and_argmax(a, axis=None, keepdims=False) -> list[TensorVariable]:
    """
    max_and_argmax(a, axis=None, keepdims=False)

    Greatest element over axes and the position of the first such.

    NumPy: (numpy.max(a, axis=axis, keepdims=keepdims), numpy.argmax(a, axis=axis, keepdims=keepdims))
    """

def mean(input, axis=None, dtype=None, op=False, keepdims=False, acc_dtype=None) -> TensorVariable:
    """
    mean(input, axis=None, dtype=None, op=False, keepdims=False, acc_dtype=None)

    Arithmetic mean over axes; discrete types give float64. The parameter op changes nothing.

    NumPy: numpy.mean(input, axis=axis, keepdims=keepdims)
    """

def var(input, axis=None, ddof=0, keepdims=False, corrected=False) -> TensorVariable:
    """
    var(input, axis=None, ddof=0, keepdims=False, corrected=False)

    Variance over axes: mean square distance from the mean.

    NumPy: numpy.var(input, axis=axis, ddof=ddof, keepdims=keepdims)
    """

def std(input, axis=None, ddof=0, keepdims=False, corrected=False) -> TensorVariable:
    """
    std(input, axis=None, ddof=0, keepdims=False, corrected=False)

    Standard deviation over axes: the root of the variance.

    NumPy: numpy.std(input, axis=axis, ddof=ddof, keepdims=keepdims)
    """

def ptp(a, axis=None) -> TensorVariable:
    """
    ptp(a, axis=None)

    Distance from the least to the greatest element over axes.

    NumPy: numpy.ptp(a, axis=axis)
    """

def cumsum(x, axis=None) -> TensorVariable:
    """
    cumsum(x, axis=None)

    Sums of the elements so far along an axis, of the flattened x when there is none; of x's dtype.

    NumPy: numpy.cumsum(x, axis)
    """

def cumprod(x, axis=None) -> TensorVariable:
    """
    cumprod(x, axis=None)

    Products of the elements so far along an axis, of the flattened x when there is none; of x's dtype.

    NumPy: numpy.cumprod(x, axis)
    """

def transpose(x, axes=None) -> TensorVariable:
    """
    transpose(x, axes=None)

    Axes in the given order, reversed when there is none.

    NumPy: numpy.transpose(x, axes)
    """

def swapaxes(y, axis1, axis2) -> TensorVariable:
    """
    swapaxes(y, axis1, axis2)

    Two axes exchanged.

    NumPy: numpy.swapaxes(y, axis1, axis2)
    """

def squeeze(x) -> TensorVariable:
    """
    squeeze(x)

    x without the axes whose size is known to be 1.
    """

def shape_padleft(t, n_ones=1) -> TensorVariable:
    """
    shape_padleft(t, n_ones=1)

    Axes of size 1 in front.

    NumPy: numpy.reshape(t, (1,) * n_ones + numpy.shape(t))
    """

def shape_padright(t, n_ones=1) -> TensorVariable:
    """
    shape_padright(t, n_ones=1)

    Axes of size 1 behind.

    NumPy: numpy.reshape(t, numpy.shape(t) + (1,) * n_ones)
    """

def shape_padaxis(t, axis) -> TensorVariable:
    """
    shape_padaxis(t, axis)

    One axis of size 1 at a position.

    NumPy: numpy.expand_dims(t, axis)
    """

def addbroadcast(x, *axes) -> TensorVariable:
    """
    addbroadcast(x, *axes)

    x, of which the type knows that the axes have size 1 (checked at the call).

    NumPy: x
    """

def unbroadcast(x, *axes) -> TensorVariable:
    """
    unbroadcast(x, *axes)

    x, of which the type no longer knows that the axes have size 1.

    NumPy: x
    """

def patternbroadcast(x, *broadcastable) -> TensorVariable:
    """
    patternbroadcast(x, *broadcastable)

    x with the given broadcastable pattern.

    NumPy: x
    """

def reshape(x, newshape, ndim=None) -> TensorVariable:
    """
    reshape(x, newshape, ndim=None)

    The same elements, row-major, in another shape; one size may be -1.

    NumPy: numpy.reshape(x, newshape)
    """

def flatten(x, ndim=None, outdim=None) -> TensorVariable:
    """
    flatten(x, ndim=None, outdim=None)

    The first ndim - 1 axes as they are, the rest as one.
    """

def shape(x) -> TensorVariable:
    """
    shape(x)

    The sizes as an int64 vector.

    NumPy: numpy.array(numpy.shape(x))
    """

def specify_shape(x, *shape) -> TensorVariable:
    """
    specify_shape(x, *shape)

    x, checked at the call to have the given sizes.

    NumPy: x
    """

def alloc(value, *shape) -> TensorVariable:
    """
    alloc(value, *shape)

    A value repeated to a shape.

    NumPy: numpy.broadcast_to(value, shape)
    """

def zeros(shape, dtype=None) -> TensorVariable:
    """
    zeros(shape, dtype=None)

    Zeros, of floatX unless a dtype is given.

    NumPy: numpy.zeros(shape)
    """

def ones(shape, dtype=None) -> TensorVariable:
    """
    ones(shape, dtype=None)

    Ones, of floatX unless a dtype is given.

    NumPy: numpy.ones(shape)
    """

def zeros_like(model, dtype=None, opt=False) -> TensorVariable:
    """
    zeros_like(model, dtype=None, opt=False)

    Zeros of the shape and dtype of model.

    NumPy: numpy.zeros_like(model)
    """

def ones_like(model, dtype=None, opt=False) -> TensorVariable:
    """
    ones_like(model, dtype=None, opt=False)

    Ones of the shape and dtype of model.

    NumPy: numpy.ones_like(model)
    """

def arange(start, stop=None, step=1, dtype=None) -> TensorVariable:
    """
    arange(start, stop=None, step=1, dtype=None)

    The numbers start, start + step, ... before stop; from 0 when only one bound is given.

    NumPy: numpy.arange(start, stop, step)
    """

def eye(n, m=None, k=0, dtype=None) -> TensorVariable:
    """
    eye(n, m=None, k=0, dtype=None)

    Ones on the k-th diagonal, zeros elsewhere.

    NumPy: numpy.eye(n, m, k)
    """

def join(axis, *tensors_list) -> TensorVariable:
    """
    join(axis, *tensors_list)

    Tensors one after another along an axis, which may be symbolic.

    NumPy: numpy.concatenate(tensors_list, axis)
    """

def concatenate(tensor_list, axis=0) -> TensorVariable:
    """
    concatenate(tensor_list, axis=0)

    Tensors one after another along an axis, which may be symbolic.

    NumPy: numpy.concatenate(tensor_list, axis)
    """

def stack(tensors, axis=0) -> TensorVariable:
    """
    stack(tensors, axis=0)

    Tensors side by side along a new axis.

    NumPy: numpy.stack(tensors, axis)
    """

def split(x, splits_size, n_splits, axis=0) -> TensorVariable:
    """
    split(x, splits_size, n_splits, axis=0)

    x cut along an axis into n_splits pieces of the given sizes.

    NumPy: numpy.split(x, numpy.cumsum(splits_size)[:-1], axis)
    """

def tile(x, reps, ndim=None) -> TensorVariable:
    """
    tile(x, reps, ndim=None)

    x repeated reps[i] times along axis i; ndim is wanted when reps is a symbolic vector.

    NumPy: numpy.tile(x, reps)
    """

def roll(x, shift, axis=None) -> TensorVariable:
    """
    roll(x, shift, axis=None)

    x with its elements moved on along an axis, those beyond the end to the front.

    NumPy: numpy.roll(x, shift, axis)
    """

def bartlett(M) -> TensorVariable:
    """
    bartlett(M)

    The triangular window of Bartlett of M points, float64.

    NumPy: numpy.bartlett(M)
    """

def horizontal_stack(args) -> TensorVariable:
    """
    horizontal_stack(args)

    Matrices side by side.

    NumPy: numpy.hstack(args)
    """

def vertical_stack(args) -> TensorVariable:
    """
    vertical_stack(args)

    Matrices one below the other.

    NumPy: numpy.vstack(args)
    """

def stacklists(arg) -> TensorVariable:
    """
    stacklists(arg)

    A nested list of tensors as one tensor with an axis for each level.

    NumPy: numpy.array(arg)
    """

def tri(N, M=None, k=0, dtype=None) -> TensorVariable:
    """
    tri(N, M=None, k=0, dtype=None)

    Ones at and below the k-th diagonal, zeros above.

    NumPy: numpy.tri(N, M, k)
    """

def tril(m, k=0) -> TensorVariable:
    """
    tril(m, k=0)

    The matrix with zeros above its k-th diagonal.

    NumPy: numpy.tril(m, k)
    """

def triu(m, k=0) -> TensorVariable:
    """
    triu(m, k=0)

    The matrix with zeros below its k-th diagonal.

    NumPy: numpy.triu(m, k)
    """

def identity_like(x) -> TensorVariable:
    """
    identity_like(x)

    The unit matrix of x's shape and dtype.

    NumPy: numpy.eye(*numpy.shape(x))
    """

def diagonal(a, offset=0, axis1=0, axis2=1) -> TensorVariable:
    """
    diagonal(a, offset=0, axis1=0, axis2=1)

    The diagonals over two axes, along a new last axis.

    NumPy: numpy.diagonal(a, offset, axis1, axis2)
    """

def diag(v, k=0) -> TensorVariable:
    """
    diag(v, k=0)

    A diagonal of a tensor, or the matrix with a vector as its diagonal.

    NumPy: numpy.diag(v, k)
    """

def inc_subtensor(x, y, inplace=False, set_instead_of_inc=False, tolerate_inplace_aliasing=False) -> TensorVariable:
    """
    inc_subtensor(x, y, inplace=False, set_instead_of_inc=False, tolerate_inplace_aliasing=False)

    The tensor of which x is a part, with y added there; repeated indices accumulate.
    """

def set_subtensor(x, y, inplace=False, tolerate_inplace_aliasing=False) -> TensorVariable:
    """
    set_subtensor(x, y, inplace=False, tolerate_inplace_aliasing=False)

    The tensor of which x is a part, with y put there; with repeated indices the last wins.
    """

def take(a, indices, axis=None, mode='raise') -> TensorVariable:
    """
    take(a, indices, axis=None, mode='raise')

    a[indices] along an axis, of the flattened a when there is none.

    NumPy: numpy.take(a, indices, axis=axis, mode=mode)
    """

def advanced_subtensor1(x, ilist) -> TensorVariable:
    """
    advanced_subtensor1(x, ilist)

    Rows of a tensor by an integer vector.

    NumPy: x[ilist]
    """

def advanced_inc_subtensor1(x, y, ilist) -> TensorVariable:
    """
    advanced_inc_subtensor1(x, y, ilist)

    A tensor with a value added to rows; repeated rows accumulate.
    """

def advanced_set_subtensor1(x, y, ilist) -> TensorVariable:
    """
    advanced_set_subtensor1(x, y, ilist)

    A tensor with a value put at rows; of repeated rows the last wins.
    """

def nonzero(a, return_matrix=False) -> TensorVariable:
    """
    nonzero(a, return_matrix=False)

    The positions of the elements that are not 0: a tuple with a vector per axis, or a matrix with a row per axis.
    """

def flatnonzero(a) -> TensorVariable:
    """
    flatnonzero(a)

    The positions of the elements of the flattened a that are not 0.

    NumPy: numpy.flatnonzero(a)
    """

def nonzero_values(a) -> TensorVariable:
    """
    nonzero_values(a)

    The elements that are not 0, in row-major order.

    NumPy: a[numpy.nonzero(a)]
    """

def repeat(x, repeats, axis=None) -> TensorVariable:
    """
    repeat(x, repeats, axis=None)

    Each element along an axis (of the flattened x when there is none) as often as `repeats` says.

    NumPy: numpy.repeat(x, repeats, axis=axis)
    """

def bincount(x, weights=None, minlength=None, assert_nonneg=False) -> TensorVariable:
    """
    bincount(x, weights=None, minlength=None, assert_nonneg=False)

    How often, or with how much weight, each of 0, 1, 2, ... occurs in a vector.
    """

def choose(a, choices, out=None, mode='raise') -> TensorVariable:
    """
    choose(a, choices, out=None, mode='raise')

    Elements chosen among several tensors by an integer for each place.
    """

def fill_diagonal(a, val) -> TensorVariable:
    """
    fill_diagonal(a, val)

    A tensor with a number on its main diagonal.
    """

def fill_diagonal_offset(a, val, offset) -> TensorVariable:
    """
    fill_diagonal_offset(a, val, offset)

    A matrix with a number on the diagonal that lies `offset` to the right of the main one.
    """

def unravel_index(indices, dims, order='C', ndim=None) -> TensorVariable:
    """
    unravel_index(indices, dims, order='C', ndim=None)

    Positions in a flattened tensor as positions along each of its axes.

    NumPy: numpy.unravel_index(indices, dims, order)
    """

def ravel_multi_index(multi_index, dims, mode='raise', order='C') -> TensorVariable:
    """
    ravel_multi_index(multi_index, dims, mode='raise', order='C')

    Positions along each axis as positions in the flattened tensor.

    NumPy: numpy.ravel_multi_index(multi_index, dims, mode, order)
    """

def dot(a, b) -> TensorVariable:
    """
    dot(a, b)

    Product over the last axis of a and the last but one of b.

    NumPy: numpy.dot(a, b)
    """

def outer(x, y) -> TensorVariable:
    """
    outer(x, y)

    Products of all pairs of elements of two vectors.

    NumPy: numpy.outer(x, y)
    """

def tensordot(a, b, axes=2) -> TensorVariable:
    """
    tensordot(a, b, axes=2)

    Sums of products over axes: a number of them, or a list of a's axes and one of b's.

    NumPy: numpy.tensordot(a, b, axes)
    """

def batched_tensordot(x, y, axes=2) -> TensorVariable:
    """
    batched_tensordot(x, y, axes=2)

    tensordot of x[i] and y[i] for every i; axes are counted with that of the batch.
    """

def batched_dot(a, b) -> TensorVariable:
    """
    batched_dot(a, b)

    Product of a[i] and b[i] for every i.

    NumPy: numpy.stack([numpy.dot(x, y) for x, y in zip(a, b)])
    """

def cov(m, y=None, rowvar=True, bias=False, ddof=None, fweights=None, aweights=None) -> TensorVariable:
    """
    cov(m, y=None, rowvar=True, bias=False, ddof=None, fweights=None, aweights=None)

    Covariances of the variables that stand in the rows (columns unless rowvar) of m and y.

    NumPy: numpy.cov(m, y, rowvar, bias, ddof, fweights, aweights)
    """

def sort(a, axis=-1, kind='quicksort', order=None) -> TensorVariable:
    """
    sort(a, axis=-1, kind='quicksort', order=None)

    Ascending order along an axis (of the flattened tensor for None), always stable, NaN last; kind and order change nothing.

    NumPy: numpy.sort(a, axis, kind='stable')
    """

def argsort(a, axis=-1, kind='quicksort', order=None) -> TensorVariable:
    """
    argsort(a, axis=-1, kind='quicksort', order=None)

    The positions that sort along an axis, int64; always stable, kind and order change nothing.

    NumPy: numpy.argsort(a, axis, kind='stable')
    """

def topk(x, kth, axis=-1, sorted=True, idx_dtype='int64') -> TensorVariable:
    """
    topk(x, kth, axis=-1, sorted=True, idx_dtype='int64')

    The kth greatest elements along an axis, greatest first (for a negative kth the least, least first), whether sorted or not.
    """

def argtopk(x, kth, axis=-1, sorted=True, idx_dtype='int64') -> TensorVariable:
    """
    argtopk(x, kth, axis=-1, sorted=True, idx_dtype='int64')

    Where the elements of topk stand; of equal ones the first come first.
    """

def topk_and_argtopk(x, kth, axis=-1, sorted=True, idx_dtype='int64') -> list[TensorVariable]:
    """
    topk_and_argtopk(x, kth, axis=-1, sorted=True, idx_dtype='int64')

    topk and argtopk together.
    """

def permute_row_elements(x, y, inverse=0) -> TensorVariable:
    """
    permute_row_elements(x, y, inverse=0)

    The lines along the last axis of x permuted by those of y, or the other way around.
    """

def inverse_permutation(perm) -> TensorVariable:
    """
    inverse_permutation(perm)

    The inverses of the permutations along the last axis.

    NumPy: numpy.argsort(perm)
    """
