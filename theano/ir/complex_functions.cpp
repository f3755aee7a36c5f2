// The primitives on complex numbers, as formulas in real numbers.
#include <cmath>
#include <limits>
#include <numbers>
#include <string>

#include "theano/base/error.h"
#include "theano/ir/composed_numbers.h"

namespace theano::ir {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

Expr re(Expr z) { return real_part(z); }
Expr im(Expr z) { return imaginary_part(z); }
Expr size_of(Expr x) { return prim(Prim::Abs, x); }
Expr f(Prim p, Expr x) { return prim(p, x); }

/// Whether the sign bit is set, also that of -0.
Expr is_negative(Expr x) { return prim(Prim::BitsOf, x) < 0; }
/// A number >= 0 with the sign of x.
Expr with_sign_of(Expr x, Expr size) { return select(is_negative(x), -size, size); }
/// i z and -i z.
Expr turned(Expr z) { return make_complex(-im(z), re(z)); }
Expr turned_back(Expr z) { return make_complex(im(z), -re(z)); }

Expr product(Expr z, Expr w) {
  return make_complex(re(z) * re(w) - im(z) * im(w), re(z) * im(w) + im(z) * re(w));
}

/// By the greater part of the divisor, so that no square of it is formed.
/// Source: R. L. Smith 1962, Algorithm 116: Complex division.
Expr quotient(Expr z, Expr w) {
  const Expr is_real_greater = size_of(re(w)) >= size_of(im(w));
  const Expr is_zero = (re(w) == 0.0) & (im(w) == 0.0);
  const Expr greater = select(is_real_greater, re(w), im(w)), lesser = select(is_real_greater, im(w), re(w));
  const Expr ratio = lesser / greater;
  const Expr scale = 1.0 / (greater + lesser * ratio);
  const Expr real = select(is_real_greater, re(z) + im(z) * ratio, re(z) * ratio + im(z));
  const Expr imaginary = select(is_real_greater, im(z) - re(z) * ratio, im(z) * ratio - re(z));
  return make_complex(select(is_zero, re(z) / size_of(re(w)), real * scale),
                      select(is_zero, im(z) / size_of(re(w)), imaginary * scale));
}

/// By the real parts, then by the imaginary ones, as NumPy orders them.
Expr is_less(Expr z, Expr w) { return (re(z) < re(w)) | ((re(z) == re(w)) & (im(z) < im(w))); }

Expr is_less_or_equal(Expr z, Expr w) { return (re(z) < re(w)) | ((re(z) == re(w)) & (im(z) <= im(w))); }

/// z where it is NaN or truly beyond w.
Expr extreme(Prim p, Expr z, Expr w) {
  const Expr is_beyond = p == Prim::Min ? is_less(z, w) : is_less(w, z);
  return select(is_beyond | f(Prim::IsNan, re(z)) | f(Prim::IsNan, im(z)), z, w);
}

// The functions below are for float64 parts; those of complex64 are computed so and rounded once.

/// sqrt(x^2 + y^2), scaled so that no square overflows or vanishes.
Expr magnitude(Expr x, Expr y) {
  const Expr greatest = prim(Prim::Max, size_of(x), size_of(y));
  const Expr scale = select(greatest > 0x1p500, 0x1p-600, select(greatest < 0x1p-500, 0x1p600, 1.0));
  const Expr a = x * scale, b = y * scale;
  const Expr is_infinite = f(Prim::IsInf, x) | f(Prim::IsInf, y);
  return select(is_infinite, kInfinity, f(Prim::Sqrt, a * a + b * b) / scale);
}

Expr square_root(Expr z) {
  const Expr x = re(z), y = im(z);
  const Expr root = f(Prim::Sqrt, 0.5 * magnitude(x, y) + 0.5 * size_of(x));
  const Expr other = size_of(y) / (2.0 * root);
  const Expr is_right = x >= 0.0, is_zero = root == 0.0, is_infinite = f(Prim::IsInf, y);
  const Expr real = select(is_right, root, other);
  const Expr imaginary = select(is_right, other, root);
  return make_complex(select(is_zero, 0.0, select(is_infinite, kInfinity, real)),
                      with_sign_of(y, select(is_zero, 0.0, select(is_infinite, kInfinity, imaginary))));
}

Expr exponential(Expr z) {
  const Expr size = f(Prim::Exp, re(z)), vanishes = re(z) == -kInfinity;
  // Without the choices infinity times 0 would be NaN.
  const Expr real = size * f(Prim::Cos, im(z)), imaginary = size * f(Prim::Sin, im(z));
  return make_complex(select(vanishes, 0.0, real),
                      select(im(z) == 0.0, im(z), select(vanishes, 0.0, imaginary)));
}

/// log |x + iy|; near the circle of radius 1 by log1p, since the logarithm of the rounded size would have lost digits.
Expr log_of_size(Expr x, Expr y) {
  const Expr greater = prim(Prim::Max, size_of(x), size_of(y)), lesser = prim(Prim::Min, size_of(x), size_of(y));
  const Expr is_near = (greater > 0.5) & (greater < 2.0);
  const Expr excess = (greater - 1.0) * (greater + 1.0) + lesser * lesser;
  return select(is_near, 0.5 * f(Prim::Log1p, excess), f(Prim::Log, magnitude(x, y)));
}

Expr logarithm(Expr z) { return make_complex(log_of_size(re(z), im(z)), prim(Prim::Atan2, im(z), re(z))); }

Expr logarithm_of_next(Expr z) {
  const Expr x = re(z), y = im(z);
  const Expr is_small = (size_of(x) < 0.5) & (size_of(y) < 0.5);
  const Expr real = select(is_small, 0.5 * f(Prim::Log1p, x * (2.0 + x) + y * y), log_of_size(1.0 + x, y));
  return make_complex(real, prim(Prim::Atan2, y, 1.0 + x));
}

Expr exponential_less_one(Expr z) {
  const Expr half = f(Prim::Sin, 0.5 * im(z));
  return make_complex(f(Prim::Expm1, re(z)) * f(Prim::Cos, im(z)) - 2.0 * half * half,
                      f(Prim::Exp, re(z)) * f(Prim::Sin, im(z)));
}

Expr scaled(Expr z, double factor) { return make_complex(re(z) * factor, im(z) * factor); }

Expr hyperbolic_sine(Expr z) {
  return make_complex(f(Prim::Sinh, re(z)) * f(Prim::Cos, im(z)), f(Prim::Cosh, re(z)) * f(Prim::Sin, im(z)));
}
Expr hyperbolic_cosine(Expr z) {
  return make_complex(f(Prim::Cosh, re(z)) * f(Prim::Cos, im(z)), f(Prim::Sinh, re(z)) * f(Prim::Sin, im(z)));
}

/// Source: W. Kahan 1987, Branch cuts for complex elementary functions, for the quotient.
Expr hyperbolic_tangent(Expr z) {
  constexpr double kFar = 22;  // beyond it tanh of the real part is 1 to the last bit
  const Expr x = re(z), y = im(z);
  const Expr t = f(Prim::Tan, y), s = f(Prim::Sinh, x);
  const Expr beta = 1.0 + t * t, rho = f(Prim::Sqrt, 1.0 + s * s);
  const Expr divisor = 1.0 + beta * s * s;
  const Expr is_far = size_of(x) > kFar;
  const Expr far = 4.0 * f(Prim::Sin, y) * f(Prim::Cos, y) * f(Prim::Exp, -2.0 * size_of(x));
  return make_complex(select(is_far, with_sign_of(x, f(Prim::Abs, f(Prim::Sign, x))), beta * rho * s / divisor),
                      select(is_far, far, t / divisor));
}

/// 1 - z and 1 + z that keep the sign of a zero imaginary part, which tells the side of the branch cut.
Expr one_minus(Expr z) { return make_complex(1.0 - re(z), -im(z)); }
Expr one_plus(Expr z) { return make_complex(1.0 + re(z), im(z)); }
/// The imaginary part of conj(z) w.
Expr cross(Expr z, Expr w) { return re(z) * im(w) - im(z) * re(w); }

// Source of the inverse functions: W. Kahan 1987, Branch cuts for complex elementary functions.
Expr arc_sine(Expr z) {
  const Expr lower = square_root(one_minus(z)), upper = square_root(one_plus(z));
  return make_complex(prim(Prim::Atan2, re(z), re(lower) * re(upper) - im(lower) * im(upper)),
                      f(Prim::Asinh, cross(lower, upper)));
}
Expr arc_cosine(Expr z) {
  const Expr lower = square_root(one_minus(z)), upper = square_root(one_plus(z));
  return make_complex(2.0 * prim(Prim::Atan2, re(lower), re(upper)), f(Prim::Asinh, cross(upper, lower)));
}
Expr area_cosine(Expr z) {
  const Expr lower = square_root(make_complex(re(z) - 1.0, im(z))), upper = square_root(one_plus(z));
  return make_complex(f(Prim::Asinh, re(lower) * re(upper) + im(lower) * im(upper)),
                      2.0 * prim(Prim::Atan2, im(lower), re(upper)));
}
Expr area_tangent(Expr z) {
  const Expr x = re(z), y = im(z), size = size_of(x);
  const Expr distance = (1.0 - size) * (1.0 - size) + y * y;
  return make_complex(with_sign_of(x, 0.25 * f(Prim::Log1p, 4.0 * size / distance)),
                      0.5 * prim(Prim::Atan2, 2.0 * y, (1.0 - x) * (1.0 + x) - y * y));
}

Expr power(Expr z, Expr w) {
  const Expr general = exponential(product(w, logarithm(z)));
  const Expr is_one = (re(w) == 0.0) & (im(w) == 0.0);
  const Expr is_zero = (re(z) == 0.0) & (im(z) == 0.0);
  const Expr of_zero = select((re(w) > 0.0) & (im(w) == 0.0), 0.0, kNan);
  return make_complex(select(is_one, 1.0, select(is_zero, of_zero, re(general))),
                      select(is_one, 0.0, select(is_zero, of_zero, im(general))));
}

[[noreturn]] void refuse(Prim p) {
  throw NotImplementedError("ir::Builder",
                            "the operands of " + std::string(prim_info(p).name) + " must be real, but they are complex.",
                            "Work on the real and the imaginary part.", Phase::Compile);
}

Expr function(Prim p, Expr z) {
  switch (p) {
    case Prim::Sqrt:
      return square_root(z);
    case Prim::Exp:
      return exponential(z);
    case Prim::Exp2:
      return exponential(scaled(z, std::numbers::ln2));
    case Prim::Expm1:
      return exponential_less_one(z);
    case Prim::Log:
      return logarithm(z);
    case Prim::Log2:
      return scaled(logarithm(z), std::numbers::log2e);
    case Prim::Log10:
      return scaled(logarithm(z), std::numbers::log10e);
    case Prim::Log1p:
      return logarithm_of_next(z);
    case Prim::Sin:
      return turned_back(hyperbolic_sine(turned(z)));
    case Prim::Cos:
      return hyperbolic_cosine(turned(z));
    case Prim::Tan:
      return turned_back(hyperbolic_tangent(turned(z)));
    case Prim::Sinh:
      return hyperbolic_sine(z);
    case Prim::Cosh:
      return hyperbolic_cosine(z);
    case Prim::Tanh:
      return hyperbolic_tangent(z);
    case Prim::Asin:
      return arc_sine(z);
    case Prim::Acos:
      return arc_cosine(z);
    case Prim::Atan:
      return turned_back(area_tangent(turned(z)));
    case Prim::Asinh:
      return turned_back(arc_sine(turned(z)));
    case Prim::Acosh:
      return area_cosine(z);
    case Prim::Atanh:
      return area_tangent(z);
    default:
      refuse(p);
  }
}

}  // namespace

Expr complex_primitive(Prim p, Expr z) {
  switch (p) {
    case Prim::Neg:
      return make_complex(-re(z), -im(z));
    case Prim::IsNan:
    case Prim::IsInf:
      return f(p, re(z)) | f(p, im(z));
    default:
      break;
  }
  const Expr wide = cast(z, DType::Complex128);
  if (p == Prim::Abs) return cast(magnitude(re(wide), im(wide)), part_dtype(z.dtype()));
  return cast(function(p, wide), z.dtype());
}

Expr complex_primitive(Prim p, Expr z, Expr w) {
  switch (p) {
    case Prim::Add:
      return make_complex(re(z) + re(w), im(z) + im(w));
    case Prim::Sub:
      return make_complex(re(z) - re(w), im(z) - im(w));
    case Prim::Mul:
      return product(z, w);
    case Prim::Div:
      return quotient(z, w);
    case Prim::Eq:
      return (re(z) == re(w)) & (im(z) == im(w));
    case Prim::Ne:
      return (re(z) != re(w)) | (im(z) != im(w));
    case Prim::Lt:
      return is_less(z, w);
    case Prim::Le:
      return is_less_or_equal(z, w);
    case Prim::Gt:
      return is_less(w, z);
    case Prim::Ge:
      return is_less_or_equal(w, z);
    case Prim::Min:
    case Prim::Max:
      return extreme(p, z, w);
    case Prim::Pow:
      return cast(power(cast(z, DType::Complex128), cast(w, DType::Complex128)), z.dtype());
    default:
      refuse(p);
  }
}

}  // namespace theano::ir
