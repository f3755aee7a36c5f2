// Batch normalisation, with a derivative that needs no more than what the forward pass has computed.
#include "theano/ops/nnet/batch_normalization.h"

#include <algorithm>

#include "theano/base/config.h"
#include "theano/base/error.h"
#include "theano/ops/elementwise/elementwise.h"
#include "theano/ops/operators.h"
#include "theano/ops/reduction/reduction.h"
#include "theano/ops/shape/shape.h"

namespace theano {
namespace {

constexpr bool kKeepDims = true;

[[noreturn]] void fail(const char* op, std::string sentence, std::string way_out) {
  throw ValueError(op, std::move(sentence), std::move(way_out));
}

Variable number(double value, const Variable& like) { return scalar_constant(like.dtype(), value); }

/// The operands in the float type that holds them all, so that neither epsilon nor a mean of integers is cut.
void bring_to_float(std::span<Variable> operands) {
  DType dtype = operands[0].dtype();
  for (const Variable& v : operands) dtype = promote(dtype, v.dtype());
  dtype = promote_to_float(dtype);
  for (Variable& v : operands) v = tensor::cast(v, dtype);
}

/// `result` with the broadcastable pattern of `model`.
Variable patterned_like(const Variable& model, const Variable& result) {
  std::vector<bool> pattern;
  for (int axis = 0; axis < model.ndim(); ++axis) pattern.push_back(model.is_broadcastable(axis));
  return tensor::patternbroadcast(result, pattern);
}

/// How many elements of x share one mean, in x's dtype.
Variable count_of(const Variable& x, const std::vector<std::int64_t>& axes) {
  Variable count = tensor::shape_i(x, axes[0]);
  for (std::size_t k = 1; k < axes.size(); ++k) count = count * tensor::shape_i(x, axes[k]);
  return tensor::cast(count, x.dtype());
}

Variable mean_of(const Variable& x, const std::vector<std::int64_t>& axes) {
  return tensor::cast(tensor::mean(x, axes, kKeepDims), x.dtype());
}

Gradients vjp_of_train(const Apply& node, std::span<const Variable> g) {
  auto& self = const_cast<Apply&>(node);
  const Variable &x = node.input(0), &scale = node.input(1);
  const Variable mean = self.output(1), invstd = self.output(2);
  const std::vector<std::int64_t> axes = node.op()->attributes().get_ints("axis");
  const Variable distance = x - mean;
  Gradients result(4);
  if (g[0]) {
    const Variable normal = distance * invstd;
    const Variable along = mean_of(g[0] * normal, axes);
    result[0] = scale * invstd * (g[0] - mean_of(g[0], axes) - normal * along);
    result[1] = tensor::sum(g[0] * normal, axes, kKeepDims);
    result[2] = tensor::sum(g[0], axes, kKeepDims);
  }
  const auto add = [&](const Variable& part) {
    const Variable share = part / count_of(x, axes);
    const Variable full = tensor::fill(x, share);
    result[0] = result[0] ? result[0] + full : full;
  };
  if (g[1]) add(g[1]);
  if (g[2]) add(-g[2] * invstd * invstd * invstd * distance);
  return result;
}

/// The parameters of a batch with the rank of the inputs, broadcastable on the normalised axes.
class Parameters {
 public:
  Parameters(const char* op, const Variable& inputs, const NormalizationAxes& axes, const Variable& gamma)
      : op_(op), axes_(axes.of_rank(inputs.ndim())), is_full_(gamma.ndim() == inputs.ndim()) {
    for (int axis = 0; axis < inputs.ndim(); ++axis) {
      const bool is_normalized = std::binary_search(axes_.begin(), axes_.end(), axis);
      order_.push_back(is_normalized ? tensor::kNewAxis : static_cast<std::int64_t>(kept_.size()));
      if (!is_normalized) kept_.push_back(axis);
    }
    ndim_ = is_full_ ? inputs.ndim() : static_cast<int>(kept_.size());
  }

  const std::vector<std::int64_t>& axes() const { return axes_; }

  void check_ranks(const Variable& a, const Variable& b, const char* roles, const char* what) const {
    if (a.ndim() == ndim_ && b.ndim() == ndim_) return;
    fail(op_,
         std::string(roles) + what + "; got " + std::to_string(a.ndim()) + " and " + std::to_string(b.ndim()) +
             " instead of " + std::to_string(ndim_) + ".",
         "Give one axis for each axis that is not normalised, or the rank of inputs with sizes 1.");
  }

  Variable expanded(const Variable& parameter) const {
    if (!is_full_) return dimshuffled(parameter, order_);
    return tensor::addbroadcast(parameter, axes_);
  }
  Variable reduced(const Variable& result) const { return is_full_ ? result : dimshuffled(result, kept_); }

 private:
  const char* op_;
  std::vector<std::int64_t> axes_, order_, kept_;
  bool is_full_;
  int ndim_ = 0;
};

constexpr const char* kParameterRanks =
    " dimensionality must match the number of non-normalized axes, or have the same number of dimensions as the inputs";

void check_epsilon(const char* op, double epsilon) {
  // In floatX: the float32 nearest to 1e-5 is below it.
  const double stored = floatX() == DType::Float32 ? static_cast<double>(static_cast<float>(epsilon)) : epsilon;
  if (stored < 1e-5) fail(op, "epsilon must be at least 1e-5, got " + std::to_string(stored), "Give a larger one.");
}

}  // namespace

namespace ops {

constinit const Composite batch_norm_train{{
    .name = "batch_norm_train",
    .inputs = {"x", "scale", "bias", "epsilon"},
    .summary = "A batch normalised by its own mean and variance, that mean, and the inverse standard deviation.",
    .max_ulp = 64,
    .expand =
        [](const OpInstance& self, std::span<const Variable> in) {
          const std::vector<std::int64_t> axes = self.attributes().get_ints("axis");
          const Variable mean = mean_of(in[0], axes);
          const Variable distance = in[0] - mean;
          const Variable variance = mean_of(tensor::sqr(distance), axes);
          const Variable invstd = tensor::inv(tensor::sqrt(variance + in[3]));
          return std::vector<Variable>{distance * (in[1] * invstd) + in[2], mean, invstd};
        },
    .vjp = [](const Apply& node, std::span<const Variable> g) { return vjp_of_train(node, g); },
    .connection =
        [](const Apply& node) {
          std::vector<std::vector<bool>> connected(4, std::vector<bool>(node.output_count(), false));
          connected[0].assign(3, true);
          connected[1][0] = connected[2][0] = true;
          return connected;  // epsilon is no parameter to learn
        },
    .print = [](const OpInstance&) -> std::string { return "AbstractBatchNormTrain"; },
}};

}  // namespace ops

std::vector<std::int64_t> NormalizationAxes::of_rank(int ndim) const {
  const char* op = "batch_normalization";
  std::vector<std::int64_t> axes = axes_;
  if (name_ == "per-activation" || name_ == "spatial") axes = {0};
  if (name_ == "spatial") {
    for (int axis = 2; axis < ndim; ++axis) axes.push_back(axis);
  }
  const char* way_out = "Give \"per-activation\", \"spatial\", or a tuple of ints.";
  if (axes.empty()) {
    fail(op, name_.empty() ? "there should be at least one normalization axis" : "invalid axes: " + name_, way_out);
  }
  std::sort(axes.begin(), axes.end());
  if (axes.front() < 0 || axes.back() >= ndim) {
    fail(op, "axes should be less than ndim (<" + std::to_string(ndim) + "), but they go from " +
                 std::to_string(axes.front()) + " to " + std::to_string(axes.back()) + ".",
         way_out);
  }
  return axes;
}

namespace tensor::nnet {

Variable batch_normalization(const Operand& inputs, const Operand& gamma, const Operand& beta, const Operand& mean,
                             const Operand& std, std::string_view mode) {
  const ProvenanceScope scope(Provenance::current(inputs.location()));
  if (mode != "low_mem" && mode != "high_mem") {
    fail("batch_normalization", "mode must be either \"low_mem\", \"high_mem\"", "Leave it out: both compute alike.");
  }
  return (inputs - mean) * (gamma / std) + beta;
}

std::vector<Variable> batch_normalization_train(const Operand& inputs, const Operand& gamma, const Operand& beta,
                                                const NormalizationAxes& axes, double epsilon,
                                                const Operand& running_average_factor, const Variable& running_mean,
                                                const Variable& running_var) {
  const char* op = "batch_normalization_train";
  const ProvenanceScope scope(Provenance::current(inputs.location()));
  const Parameters parameters(op, inputs, axes, gamma);
  parameters.check_ranks(gamma, beta, "gamma and beta", kParameterRanks);
  Variable operands[] = {inputs, gamma, beta};
  bring_to_float(operands);
  const auto& [x, scale, bias] = operands;
  const bool has_mean = !running_mean.is_null(), has_variance = !running_var.is_null();
  if (has_mean != has_variance) {
    fail(op, "running_mean and running_var must either both be given or both be None", "Give the other one too.");
  }
  if (has_mean) {
    parameters.check_ranks(running_mean, running_var, "running_mean and running_var",
                           " must be of the same dimensionality as gamma and beta");
  }
  check_epsilon(op, epsilon);
  Attributes attributes;
  attributes.set("axis", parameters.axes());
  const Variable small = number(epsilon, x);
  std::vector<Variable> results =
      apply_op_all(make_op(ops::batch_norm_train, std::move(attributes)),
                   {x, parameters.expanded(scale), parameters.expanded(bias), small});
  if (has_mean) {
    const Variable& factor = running_average_factor;
    const Variable kept = number(1, x) - factor;
    const Variable n = count_of(x, parameters.axes());
    const Variable variance = inv(sqr(results[2])) - small;
    const Variable unbiased = n / (n - number(1, x)) * variance;
    const Variable old_mean = parameters.expanded(running_mean), old_variance = parameters.expanded(running_var);
    results.push_back(patterned_like(old_mean, old_mean * kept + results[1] * factor));
    results.push_back(patterned_like(old_variance, old_variance * kept + unbiased * factor));
  }
  for (std::size_t k = 1; k < results.size(); ++k) results[k] = parameters.reduced(results[k]);
  return results;
}

Variable batch_normalization_test(const Operand& inputs, const Operand& gamma, const Operand& beta, const Operand& mean,
                                  const Operand& var, const NormalizationAxes& axes, double epsilon) {
  const char* op = "batch_normalization_test";
  const ProvenanceScope scope(Provenance::current(inputs.location()));
  const Parameters parameters(op, inputs, axes, gamma);
  parameters.check_ranks(gamma, beta, "gamma and beta", kParameterRanks);
  parameters.check_ranks(mean, var, "mean and var", " must be of the same dimensionality as gamma and beta");
  check_epsilon(op, epsilon);
  Variable operands[] = {inputs, gamma, beta, mean, var};
  bring_to_float(operands);
  const auto& [x, scale, bias, center, variance] = operands;
  const Variable root = sqrt(parameters.expanded(variance) + number(epsilon, x));
  return (x - parameters.expanded(center)) * parameters.expanded(scale) / root + parameters.expanded(bias);
}

}  // namespace tensor::nnet
}  // namespace theano
