// Checks derivatives against finite differences.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "theano/array/array.h"
#include "theano/base/error.h"
#include "theano/graph/variable.h"

namespace theano {

/// Values of `outputs` for values of `inputs`; `compile` hands one in.
using Evaluator = std::function<std::vector<Array>(
    const std::vector<Variable>& inputs, const std::vector<Variable>& outputs, const std::vector<Array>& values)>;

struct VerifyGradOptions {
  int n_tests = 2;  ///< number of random projections
  unsigned seed = 1;
  std::optional<double> eps;      ///< step; default by dtype: 3e-4 (float32), 1e-7 (float64)
  std::optional<double> abs_tol;  ///< default by dtype: 1e-2, 1e-4
  std::optional<double> rel_tol;  ///< the same
  /// Numbers in [0, 1) of a shape, from which the projections are made; default: from `seed`.
  std::function<Array(const Shape&)> uniform;
  bool cast_to_output_type = false;  ///< projections in the output's dtype where that is float32
};

/// How far an analytic derivative is from the numeric one at its worst element.
struct GradDeviation {
  int argument = -1;
  std::int64_t position = -1;
  double analytic = 0, numeric = 0;
  double abs_error = 0, rel_error = 0;
};

/// A gradient that finite differences contradict.
class THEANO_API GradientMismatch : public ValueError {
 public:
  GradientMismatch(ErrorReport report, GradDeviation deviation, Shape shape, double abs_tol, double rel_tol);
  ~GradientMismatch() override;
  const GradDeviation& deviation() const noexcept { return deviation_; }
  const Shape& shape() const noexcept { return shape_; }
  double abs_tol() const noexcept { return abs_tol_; }
  double rel_tol() const noexcept { return rel_tol_; }

 private:
  GradDeviation deviation_;
  Shape shape_;
  double abs_tol_, rel_tol_;
};

/// The gradient of `f` at `points` by one-sided differences with step `eps` (default by dtype, as in verify_grad).
/// Shapes: results as points. Cost: one call of f per element.
THEANO_API std::vector<Array> numeric_gradient(const std::function<double(const std::vector<Array>&)>& f,
                                               const std::vector<Array>& points, std::optional<double> eps = {});

/// Compares the gradient of a random projection of `f` at `points` with central differences, element by element.
///
/// `f` gets one variable of each point's dtype and shape. An element is wrong when both its absolute and its relative
/// error exceed their tolerance, as in Theano. Returns the worst element seen.
/// Errors: GradientMismatch (a ValueError) naming argument, element and both values when a derivative is wrong; TypeError for points that
/// are not floats.
THEANO_API GradDeviation verify_grad(const std::function<Variable(std::span<const Variable>)>& f,
                                     const std::vector<Array>& points, const Evaluator& evaluate,
                                     const VerifyGradOptions& options = {});

}  // namespace theano
