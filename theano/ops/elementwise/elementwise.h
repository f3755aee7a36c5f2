// The chapter of element-wise ops: arithmetic, comparison, logic, exponentials, trigonometry, rounding, choice.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "theano/ops/kinds/elementwise.h"
#include "theano/ops/registry.h"

namespace theano {

namespace ops {
/// Converts to the dtype in the attribute `dtype`.
extern THEANO_API const Elementwise cast;
/// The input itself as a new variable.
extern THEANO_API const Elementwise identity;
}  // namespace ops

namespace tensor {

// Arithmetic
extern THEANO_API const Elementwise add;
extern THEANO_API const Elementwise sub;
extern THEANO_API const Elementwise mul;
extern THEANO_API const Elementwise true_div;  ///< int / int is floatX
extern THEANO_API const Elementwise int_div;   ///< rounds toward minus infinity; x // 0 of integers is 0
extern THEANO_API const Elementwise mod;       ///< has the sign of the divisor; x % 0 of integers is 0
extern THEANO_API const Elementwise pow;
extern THEANO_API const Elementwise neg;
extern THEANO_API const Elementwise abs;  ///< abs_ in Python
extern THEANO_API const Elementwise sgn;
extern THEANO_API const Elementwise sqr;
extern THEANO_API const Elementwise inv;

// Comparison and logic
extern THEANO_API const Elementwise eq;
extern THEANO_API const Elementwise neq;
extern THEANO_API const Elementwise lt;
extern THEANO_API const Elementwise le;
extern THEANO_API const Elementwise gt;
extern THEANO_API const Elementwise ge;
extern THEANO_API const Elementwise and_;
extern THEANO_API const Elementwise or_;
extern THEANO_API const Elementwise xor_;  ///< xor in Python
extern THEANO_API const Elementwise invert;
extern THEANO_API const Elementwise isnan;
extern THEANO_API const Elementwise isinf;

// Choice
extern THEANO_API const Elementwise maximum;  ///< nan where one is
extern THEANO_API const Elementwise minimum;
extern THEANO_API const Elementwise clip;
extern THEANO_API const Elementwise switch_;  ///< switch and where in Python: condition ? a : b
extern THEANO_API const Elementwise second;   ///< the second input, broadcast to the shape of the first
inline constexpr const Elementwise& abs_ = abs;
inline constexpr const Elementwise& where = switch_;
inline constexpr const Elementwise& fill = second;

// Exponentials and logarithms
extern THEANO_API const Elementwise exp;
extern THEANO_API const Elementwise exp2;
extern THEANO_API const Elementwise expm1;
extern THEANO_API const Elementwise log;
extern THEANO_API const Elementwise log2;
extern THEANO_API const Elementwise log10;
extern THEANO_API const Elementwise log1p;
extern THEANO_API const Elementwise sqrt;

// Trigonometry and hyperbolics
extern THEANO_API const Elementwise sin;
extern THEANO_API const Elementwise cos;
extern THEANO_API const Elementwise tan;
extern THEANO_API const Elementwise arcsin;
extern THEANO_API const Elementwise arccos;
extern THEANO_API const Elementwise arctan;
extern THEANO_API const Elementwise arctan2;
extern THEANO_API const Elementwise sinh;
extern THEANO_API const Elementwise cosh;
extern THEANO_API const Elementwise tanh;
extern THEANO_API const Elementwise arcsinh;
extern THEANO_API const Elementwise arccosh;
extern THEANO_API const Elementwise arctanh;
extern THEANO_API const Elementwise deg2rad;
extern THEANO_API const Elementwise rad2deg;

// Rounding
extern THEANO_API const Elementwise floor;
extern THEANO_API const Elementwise ceil;
extern THEANO_API const Elementwise trunc;
extern THEANO_API const Elementwise round_half_to_even;
extern THEANO_API const Elementwise round_half_away_from_zero;

// Complex numbers
extern THEANO_API const Elementwise real;
extern THEANO_API const Elementwise imag;
extern THEANO_API const Elementwise conj;
extern THEANO_API const Elementwise angle;               ///< float64
extern THEANO_API const Elementwise complex;             ///< of a real and an imaginary part
extern THEANO_API const Elementwise complex_from_polar;  ///< of a size and an angle

// Special functions
extern THEANO_API const Elementwise erf;
extern THEANO_API const Elementwise erfc;
extern THEANO_API const Elementwise erfcx;    ///< exp(a * a) erfc(a)
extern THEANO_API const Elementwise erfinv;   ///< inverse of erf
extern THEANO_API const Elementwise erfcinv;  ///< inverse of erfc
extern THEANO_API const Elementwise gamma;
extern THEANO_API const Elementwise gammaln;
extern THEANO_API const Elementwise psi;        ///< derivative of gammaln
extern THEANO_API const Elementwise tri_gamma;  ///< derivative of psi
extern THEANO_API const Elementwise tetra_gamma;  ///< derivative of tri_gamma; its own is not known
extern THEANO_API const Elementwise gammainc;   ///< regularised lower incomplete gamma function of k, x
extern THEANO_API const Elementwise gammaincc;  ///< 1 - gammainc
extern THEANO_API const Elementwise gammal;     ///< gammainc(k, x) gamma(k)
extern THEANO_API const Elementwise gammau;     ///< gammaincc(k, x) gamma(k)
extern THEANO_API const Elementwise chi2sf;     ///< tail of the chi-squared distribution of x, k
extern THEANO_API const Elementwise j0;         ///< Bessel functions of the first kind
extern THEANO_API const Elementwise j1;
extern THEANO_API const Elementwise jv;  ///< of order v
extern THEANO_API const Elementwise i0;  ///< modified Bessel functions
extern THEANO_API const Elementwise i1;
extern THEANO_API const Elementwise iv;
extern THEANO_API const Elementwise xlogx;   ///< x log(x), 0 at 0
extern THEANO_API const Elementwise xlogy0;  ///< x log(y), 0 where x is

/// x converted to `dtype`; x itself where it has that dtype. Errors: TypeError from complex to real.
THEANO_API Variable cast(const Operand& x, DType dtype);
/// By name; "floatX" is what the option says.
THEANO_API Variable cast(const Operand& x, std::string_view dtype);
/// Rounds to integers in floats, by `mode`: "half_to_even" or "half_away_from_zero". Errors: ValueError for other modes.
THEANO_API Variable round(const Operand& x, std::string_view mode = "half_to_even");
/// round, as int64.
THEANO_API Variable iround(const Operand& x, std::string_view mode = "half_to_even");
/// A new variable with the value of x.
THEANO_API Variable tensor_copy(const Operand& x);
/// The greatest of several tensors, element by element. Errors: ValueError for none.
THEANO_API Variable largest(const std::vector<Variable>& tensors);
/// The least of several tensors, element by element. Errors: ValueError for none.
THEANO_API Variable smallest(const std::vector<Variable>& tensors);
/// Whether |a - b| <= atol + rtol |b|, or both are the same infinity; with `equal_nan` also where both are nan.
THEANO_API Variable isclose(const Operand& a, const Operand& b, const Operand& rtol = 1e-5, const Operand& atol = 1e-8,
                            bool equal_nan = false);
/// Whether all elements are close, as of isclose.
THEANO_API Variable allclose(const Operand& a, const Operand& b, const Operand& rtol = 1e-5,
                             const Operand& atol = 1e-8, bool equal_nan = false);
/// Quotient and remainder: {x // y, x % y}.
THEANO_API std::vector<Variable> divmod(const Operand& x, const Operand& y);

}  // namespace tensor

/// Definitions of this chapter, for the registry.
std::span<const OpDefinition* const> elementwise_ops();
void append_api_functions_elementwise(std::vector<ApiFunction>& functions);

}  // namespace theano
