// Covariances of the rows of a matrix.
#include "theano/base/error.h"
#include "theano/ops/elementwise/elementwise.h"
#include "theano/ops/linear_algebra/linear_algebra.h"
#include "theano/ops/operators.h"
#include "theano/ops/reduction/reduction.h"
#include "theano/ops/shape/shape.h"

namespace theano::tensor {
namespace {

// One row per variable.
Variable as_rows(const Variable& m, bool rowvar) {
  if (m.ndim() > 2)
    throw ValueError(ErrorReport{.op = "cov",
                                 .sentence = "m has more than 2 dimensions.",
                                 .operands = {describe_operand("m", m)},
                                 .way_out = "pass a matrix with one row per variable."});
  if (m.ndim() < 2) return padded_left(m, 2);
  return rowvar ? m : transpose(m);
}

// What the sum of products is divided by; never negative, as in NumPy.
Variable divisor(const Variable& rows, const Variable& w, const std::optional<Operand>& importances, std::int64_t ddof) {
  const Variable lost = literal_constant(ddof);
  if (!w) return maximum(size_of(rows, 1) - lost, 0);
  const Variable total = sum(w);
  if (ddof == 0) return total;
  if (!importances) return maximum(total - lost, 0);
  return maximum(total - lost * sum(w * *importances) / total, 0);
}

}  // namespace

Variable cov(const Operand& m, const std::optional<Operand>& y, bool rowvar, bool bias, std::optional<std::int64_t> ddof,
             const ObservationWeights& weights) {
  const ProvenanceScope scope(Provenance::current(m.location()));
  Variable rows = as_rows(m, rowvar);
  if (y) rows = concatenate({rows, as_rows(*y, rowvar)}, 0);
  if (is_discrete(rows.dtype())) rows = cast(rows, DType::Float64);
  Variable w;
  if (weights.frequencies) w = *weights.frequencies;
  if (weights.importances) w = w ? w * *weights.importances : weights.importances->variable();
  const Variable means = w ? sum(rows * cast(w, rows.dtype()), 1, true) / cast(sum(w), rows.dtype()) : mean(rows, 1, true);
  const Variable centred = rows - means;
  Variable weighted = w ? centred * cast(w, rows.dtype()) : centred;
  if (is_complex(rows.dtype())) weighted = conj(weighted);
  const Variable products = dot(centred, transpose(weighted));
  const Variable by = divisor(rows, w, weights.importances, ddof.value_or(bias ? 0 : 1));
  return squeeze(true_div(products, cast(by, products.dtype())));
}

}  // namespace theano::tensor
