// The numeric check: gradients of random projections against differences.
#include "theano/gradient/verify_grad.h"

#include <algorithm>
#include <cmath>
#include <random>

#include "theano/array/element.h"
#include "theano/base/error.h"
#include "theano/gradient/gradient.h"
#include "theano/ops/operators.h"
#include "theano/ops/reduction/reduction.h"

namespace theano {

namespace {

struct Tolerance {
  double eps, abs, rel;
};

bool is_checkable(DType d) { return d == DType::Float16 || d == DType::Float32 || d == DType::Float64; }

double default_step(DType d) { return d == DType::Float16 ? 1e-1 : d == DType::Float32 ? 3e-4 : 1e-7; }

/// Steps and bounds as Theano chose them: the coarsest of the dtypes decides.
Tolerance tolerance_of(const std::vector<Array>& points, DType output, const VerifyGradOptions& options) {
  const auto is_half = [](const Array& p) { return p.dtype() == DType::Float16; };
  if (output == DType::Float16 || std::any_of(points.begin(), points.end(), is_half))
    return {options.eps.value_or(1e-1), options.abs_tol.value_or(5e-2), options.rel_tol.value_or(5e-2)};
  bool is_single = output == DType::Float32;
  for (const Array& p : points) is_single = is_single || p.dtype() == DType::Float32;
  return {options.eps.value_or(is_single ? 3e-4 : 1e-7), options.abs_tol.value_or(is_single ? 1e-2 : 1e-4),
          options.rel_tol.value_or(is_single ? 1e-2 : 1e-4)};
}

void check_points(const std::vector<Array>& points) {
  for (std::size_t i = 0; i < points.size(); ++i)
    if (!is_checkable(points[i].dtype()))
      throw TypeError(
          "verify_grad",
          "points must be floats, but number " + std::to_string(i) + " is " + points[i].type_string() + ".",
          "Cast the point to floatX; integers have no derivative.");
}

void add_to_element(const Array& a, std::int64_t position, double step) {
  std::byte* at = a.bytes() + position * dtype_size_bytes(a.dtype());
  write_element(a.dtype(), at, read_element<double>(a.dtype(), at) + step);
}

/// One projection: the scalar whose derivative is compared, and its gradients.
struct Projection {
  std::vector<Variable> inputs;
  Variable cost;
  std::vector<Variable> gradients;
};

void compare(const Projection& p, const std::vector<Array>& points, const Evaluator& evaluate,
             const Tolerance& tolerance, GradDeviation& worst) {
  const std::vector<Array> analytic = evaluate(p.inputs, p.gradients, points);
  for (std::size_t k = 0; k < points.size(); ++k) {
    if (!(analytic[k].shape() == points[k].shape()))
      throw ShapeError("verify_grad",
                       "a gradient must have the shape of its variable, but that of argument " + std::to_string(k) +
                           " has " + shape_to_string(analytic[k].shape()) + " instead of " +
                           shape_to_string(points[k].shape()) + ".",
                       "Look at the vjp of the ops in f.", Phase::Call);
    const std::vector<double> values = analytic[k].to_doubles();
    std::vector<Array> moved = points;
    moved[k] = points[k].copy();
    for (std::int64_t e = 0; e < points[k].size(); ++e) {
      const double x = points[k].copy().to_doubles()[e];
      add_to_element(moved[k], e, tolerance.eps);
      const double up = moved[k].to_doubles()[e], above = evaluate(p.inputs, {p.cost}, moved)[0].item();
      add_to_element(moved[k], e, x - up - tolerance.eps);
      const double down = moved[k].to_doubles()[e], below = evaluate(p.inputs, {p.cost}, moved)[0].item();
      add_to_element(moved[k], e, x - down);
      GradDeviation d{static_cast<int>(k), e, values[e], (above - below) / (up - down), 0, 0};
      d.abs_error = std::fabs(d.analytic - d.numeric);
      d.rel_error = d.abs_error / std::max(std::fabs(d.analytic) + std::fabs(d.numeric), 1e-8);
      const auto badness = [&](const GradDeviation& g) {
        return std::min(g.abs_error / tolerance.abs, g.rel_error / tolerance.rel);
      };
      if (worst.argument < 0 || !(badness(d) <= badness(worst))) worst = d;
      if (!(badness(d) <= 1.0))
        throw GradientMismatch({ErrorKind::Value,
                     Phase::Call,
                     "verify_grad",
                     "the gradient of argument " + std::to_string(k) + " at position " + std::to_string(e) +
                         " must be about " + std::to_string(d.numeric) + " by finite differences, but is " +
                         std::to_string(d.analytic) + " (absolute error " + std::to_string(d.abs_error) +
                         ", relative error " + std::to_string(d.rel_error) + ").",
                     {},
                     "mend the vjp, or move the point away from a kink of f."},
                    d, points[k].shape(), tolerance.abs, tolerance.rel);
    }
  }
}

}  // namespace

GradientMismatch::GradientMismatch(ErrorReport report, GradDeviation deviation, Shape shape, double abs_tol,
                                   double rel_tol)
    : ValueError(std::move(report)),
      deviation_(deviation),
      shape_(std::move(shape)),
      abs_tol_(abs_tol),
      rel_tol_(rel_tol) {}

GradientMismatch::~GradientMismatch() = default;

std::vector<Array> numeric_gradient(const std::function<double(const std::vector<Array>&)>& f,
                                    const std::vector<Array>& points, std::optional<double> eps) {
  double step = 0;
  for (const Array& p : points) step = std::max(step, default_step(p.dtype()));
  step = eps.value_or(step);
  const double base = f(points);
  std::vector<Array> result;
  for (std::size_t k = 0; k < points.size(); ++k) {
    std::vector<double> gradient;
    std::vector<Array> moved = points;
    for (std::int64_t e = 0; e < points[k].size(); ++e) {
      moved[k] = points[k].copy();
      add_to_element(moved[k], e, step);
      gradient.push_back((f(moved) - base) / step);
    }
    result.push_back(Array::from(gradient, points[k].shape()).astype(points[k].dtype()));
  }
  return result;
}

GradDeviation verify_grad(const std::function<Variable(std::span<const Variable>)>& f, const std::vector<Array>& points,
                          const Evaluator& evaluate, const VerifyGradOptions& options) {
  check_points(points);
  std::mt19937 random(options.seed);
  std::uniform_real_distribution<double> draw(0.1, 1.1);
  GradDeviation worst;
  for (int test = 0; test < options.n_tests; ++test) {
    Projection p;
    for (std::size_t i = 0; i < points.size(); ++i) {
      std::vector<bool> pattern;
      for (int axis = 0; axis < points[i].ndim(); ++axis) pattern.push_back(points[i].shape(axis) == 1);
      p.inputs.push_back(make_variable(TensorType::of(points[i].dtype(), pattern), "input " + std::to_string(i)));
    }
    const Variable output = f(p.inputs);
    const Array value = evaluate(p.inputs, {output}, points)[0];
    Array weights(DType::Float64, value.shape());
    for (std::int64_t e = 0; e < weights.size(); ++e) weights.data<double>()[e] = draw(random);
    if (options.uniform) {
      const std::vector<double> uniform = options.uniform(value.shape()).to_doubles();
      for (std::size_t e = 0; e < uniform.size(); ++e) weights.data<double>()[e] = uniform[e] + 0.5;
    }
    const DType dtype = options.cast_to_output_type && output.dtype() == DType::Float32 ? DType::Float32 : DType::Float64;
    p.cost = tensor::sum(output * make_constant(weights.astype(dtype)));
    GradOptions grad_options;
    grad_options.disconnected_inputs = DisconnectedInputs::Ignore;
    p.gradients = grad(p.cost, p.inputs, grad_options);
    compare(p, points, evaluate, tolerance_of(points, output.dtype(), options), worst);
  }
  return worst;
}

}  // namespace theano
