// Mean, variance and their relatives, as expressions of sums and extremes.
#include <cmath>

#include "theano/base/error.h"
#include "theano/ops/elementwise/elementwise.h"
#include "theano/ops/operators.h"
#include "theano/ops/reduction/fold.h"
#include "theano/ops/shape/shape.h"

namespace theano::tensor {
namespace {

// The number of elements that a reduction over `axis` folds.
Variable folded_count(const Variable& x, const Axes& axis, const char* op) {
  const auto axes = fold::normalized_axes(x, axis, op);
  if (!axes) return product_of_sizes(sizes_of(x));
  SymbolicShape sizes;
  for (const std::int64_t a : *axes) sizes.push_back(size_of(x, static_cast<int>(a)));
  return product_of_sizes(sizes);
}


// The type in which a total is divided by a count: that of the total, float64 for discrete ones.
DType quotient_dtype(DType total) {
  switch (total) {
    case DType::Float16:
    case DType::BFloat16:
    case DType::Float32:
    case DType::Complex64:
      return DType::Float32;
    default:
      return DType::Float64;
  }
}

Variable divide_by_count(const Variable& total, const Variable& count) {
  return true_div(total, cast(count, quotient_dtype(total.dtype())));
}

Variable literal_number(double value) {
  if (value == std::floor(value) && std::abs(value) < 1e9) return literal_constant(static_cast<std::int64_t>(value));
  return literal_constant(value);
}

}  // namespace

Variable mean(const Operand& x, const Axes& axis, bool keepdims, std::optional<DType> dtype,
              std::optional<DType> acc_dtype) {
  const ProvenanceScope scope(Provenance::current(x.location()));
  const DType own = x.variable().dtype();
  const DType wanted = dtype.value_or(own);
  const std::optional<DType> sum_dtype = is_half(wanted) ? DType::Float32 : dtype;
  const Variable count = folded_count(x, axis, "mean");
  Variable result = divide_by_count(sum(x, axis, keepdims, sum_dtype, acc_dtype), count);
  if (is_half(wanted)) result = cast(result, wanted);
  result.set_name("mean");
  return result;
}

Variable var(const Operand& x, const Axes& axis, std::int64_t ddof, bool keepdims, bool corrected) {
  const ProvenanceScope scope(Provenance::current(x.location()));
  const Variable centered = x - mean(x, axis, true);
  const Variable count = folded_count(x, axis, "var");
  const Variable divisor = subtract_sizes(count, constant_size(ddof));
  Variable result = divide_by_count(sum(sqr(centered), axis, keepdims), divisor);
  if (corrected) {
    // What rounding left of the sum of the centred values, squared.
    const Variable error = sqr(sum(centered, axis, keepdims));
    result = result - divide_by_count(error, multiply_sizes(count, divisor));
  }
  if (is_half(x.variable().dtype())) result = cast(result, x.variable().dtype());
  result.set_name("var");
  return result;
}

Variable std(const Operand& x, const Axes& axis, std::int64_t ddof, bool keepdims, bool corrected) {
  const ProvenanceScope scope(Provenance::current(x.location()));
  Variable result = sqrt(var(x, axis, ddof, keepdims, corrected));
  result.set_name("std");
  return result;
}

Variable ptp(const Operand& x, const Axes& axis) {
  const ProvenanceScope scope(Provenance::current(x.location()));
  Variable result = max(x, axis) - min(x, axis);
  result.set_name("ptp");
  return result;
}

Variable norm(const Operand& x, double L, const Axes& axis, bool keepdims) {
  const ProvenanceScope scope(Provenance::current(x.location()));
  if (L == 0 || std::isinf(L)) {
    throw NotImplementedError("norm", "L must be finite and not 0, but it is " + std::to_string(L) + ".",
                              "use max(abs(x)) for the infinity norm, and sum(neq(x, 0)) for L = 0.");
  }
  return pow(sum(pow(abs(x), literal_number(L)), axis, keepdims), literal_constant(1.0 / L));
}

}  // namespace theano::tensor
