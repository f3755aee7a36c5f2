// 16-bit floats as rounded float32 values, complex numbers as pairs: their values, conversions and reductions.
#include "theano/ir/composed_numbers.h"

#include <limits>
#include <string>

#include "theano/base/error.h"

namespace theano::ir {
namespace {

Expr in_float(Expr half) { return Expr(half.builder(), half.id(), DType::Float32); }

/// Whether a primitive of 16-bit floats always gives a 16-bit float.
bool is_exact(Prim p) {
  switch (p) {
    case Prim::Neg:
    case Prim::Abs:
    case Prim::Min:
    case Prim::Max:
    case Prim::Sign:
    case Prim::Floor:
    case Prim::Ceil:
    case Prim::Trunc:
    case Prim::RoundEven:
    case Prim::RoundAway:
      return true;
    default:
      return false;
  }
}

/// The result of a primitive on 16-bit floats from that on the floats.
Expr as_half(Prim p, Expr result, DType half) {
  if (prim_info(p).gives_bool || p == Prim::BitsOf) return result;
  if (is_exact(p)) return Expr(result.builder(), result.id(), half);
  return cast(result, half);
}

}  // namespace

Expr ComposedNumbers::apply(Prim p, Expr a) {
  return is_complex(a.dtype()) ? complex_primitive(p, a) : as_half(p, prim(p, in_float(a)), a.dtype());
}

Expr ComposedNumbers::apply(Prim p, Expr a, Expr b) {
  if (is_complex(a.dtype())) return complex_primitive(p, a, b);
  return as_half(p, prim(p, in_float(a), in_float(b)), a.dtype());
}

Expr ComposedNumbers::select(Expr condition, Expr a, Expr b) {
  if (is_complex(a.dtype())) {
    return make_complex(ir::select(condition, real_part(a), real_part(b)),
                        ir::select(condition, imaginary_part(a), imaginary_part(b)));
  }
  const Expr chosen = ir::select(condition, in_float(a), in_float(b));
  return Expr(chosen.builder(), chosen.id(), a.dtype());
}

Expr ComposedNumbers::cast(Expr a, DType dtype) {
  if (is_complex(dtype)) {
    return make_complex(ir::cast(real_part(a), part_dtype(dtype)), ir::cast(imaginary_part(a), part_dtype(dtype)));
  }
  if (is_complex(a.dtype())) {
    if (is_bool(dtype)) return (real_part(a) != 0.0) | (imaginary_part(a) != 0.0);
    return ir::cast(real_part(a), dtype);
  }
  if (is_half(a.dtype())) a = in_float(a);
  return is_half(dtype) ? a.builder()->rounded(a, dtype) : ir::cast(a, dtype);
}

Expr real_part(Expr a) {
  return is_complex(a.dtype()) ? Expr(a.builder(), a.id(), part_dtype(a.dtype())) : a;
}

Expr imaginary_part(Expr a) {
  if (is_complex(a.dtype())) return Expr(a.builder(), a.imaginary_id(), part_dtype(a.dtype()));
  return a.builder()->constant(a.dtype(), 0.0);
}

Expr make_complex(Expr real, Expr imaginary) {
  const bool is_right = real.dtype() == imaginary.dtype() && !real.is_number() && !imaginary.is_number() &&
                        (real.dtype() == DType::Float32 || real.dtype() == DType::Float64);
  if (!is_right) {
    throw InternalError("ir::make_complex",
                        "both parts must be float32 or both float64, but they are " +
                            std::string(dtype_name(real.dtype())) + " and " +
                            std::string(dtype_name(imaginary.dtype())) + ".",
                        "This is a fault of the op that builds the kernel.");
  }
  return Expr(real.builder(), real.id(), complex_dtype(real.dtype()), imaginary.id());
}

/// The float32 that the kernel computes with in place of a 16-bit float.
Expr Builder::widened(Expr half_bits) {
  const Expr value = emit_primitive(Prim::Cast, DType::Float32, {half_bits});
  half_of_[value.id()] = half_bits.id();
  return Expr(this, value.id(), half_bits.dtype());
}

Expr Builder::rounded(Expr value, DType half) {
  const ValueId known = half_of_[value.id()];
  if (known != kNoValue && value_dtypes_[known] == half) return Expr(this, value.id(), half);
  return widened(emit_primitive(Prim::Cast, half, {value}));
}

/// The values that the kernel holds: real numbers, two for a complex one.
std::vector<Expr> Builder::flat_parts(std::span<const Expr> values) const {
  std::vector<Expr> parts;
  for (const Expr& e : values) {
    if (is_complex(e.dtype())) {
      parts.push_back(real_part(e));
      parts.push_back(imaginary_part(e));
    } else {
      parts.push_back(is_half(e.dtype()) ? in_float(e) : e);
    }
  }
  return parts;
}

std::vector<Expr> Builder::from_parts(std::span<const Expr> parts, std::span<const DType> dtypes) const {
  std::vector<Expr> values;
  std::size_t next = 0;
  for (const DType dtype : dtypes) {
    const Expr& first = parts[next++];
    values.push_back(is_complex(dtype) ? make_complex(first, parts[next++])
                                       : Expr(first.builder(), first.id(), dtype));
  }
  return values;
}

Expr Builder::reduce_complex(Combine combine, DType dtype, std::span<const Expr> extents,
                             const std::function<Expr(std::span<const Expr> indices)>& element) {
  const auto number = [&](std::span<const Expr> indices) { return cast(as_value(element(indices), dtype), dtype); };
  if (combine == Combine::Sum) {
    const DType part = part_dtype(dtype);
    const Expr real = reduce(combine, part, extents, [&](auto indices) { return real_part(number(indices)); });
    return make_complex(real, reduce(combine, part, extents, [&](auto i) { return imaginary_part(number(i)); }));
  }
  return fold_complex(combine, dtype, extents, element)[0];
}

/// The parts of a product, or of an extreme, hang together, so it is a loop in each extent: over nothing 1, and for
/// extremes what no number is beyond. {value, index} for ArgMin and ArgMax.
std::vector<Expr> Builder::fold_complex(Combine combine, DType dtype, std::span<const Expr> extents,
                                        const std::function<Expr(std::span<const Expr> indices)>& element) {
  const bool is_product = combine == Combine::Prod;
  const bool is_least = combine == Combine::Min || combine == Combine::ArgMin;
  const Expr first_index = constant(DType::Int64, std::int64_t{0});
  const double beyond = is_least ? std::numeric_limits<double>::infinity() : -std::numeric_limits<double>::infinity();
  const Expr bound = constant(part_dtype(dtype), beyond);
  std::vector<Expr> indices(extents.size());
  using Values = std::vector<Expr>;
  const std::function<Values(std::size_t, Values, Expr)> fold = [&](std::size_t axis, Values carried, Expr flat) -> Values {
    if (axis < extents.size()) {
      return loop(extents[axis], carried, [&](Expr index, std::span<const Expr> inner) -> Values {
        indices[axis] = index;
        return fold(axis + 1, Values(inner.begin(), inner.end()), flat * extents[axis] + index);
      });
    }
    const Expr number = cast(as_value(element(indices), dtype), dtype);
    if (is_product) return {carried[0] * number};
    const auto is_nan = [](Expr z) { return prim(Prim::IsNan, z); };
    const Expr is_better = (is_least ? number < carried[0] : number > carried[0]) |
                           (is_nan(number) & ~is_nan(carried[0])) | carried[2];
    return {ir::select(is_better, number, carried[0]), ir::select(is_better, flat, carried[1]),
            constant(DType::Bool, std::int64_t{0})};
  };
  if (is_product) return fold(0, {constant(dtype, 1.0)}, first_index);
  Values found = fold(0, {make_complex(bound, bound), first_index, constant(DType::Bool, std::int64_t{1})}, first_index);
  found.pop_back();
  return found;
}

}  // namespace theano::ir
