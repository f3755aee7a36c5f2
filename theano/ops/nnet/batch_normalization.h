// Batch normalisation: of a batch by its own statistics, and by given ones.
#pragma once

#include <string_view>
#include <vector>

#include "theano/graph/operand.h"
#include "theano/ops/kinds/composite.h"

namespace theano {

namespace ops {
/// Three outputs: (x - mean) * scale * invstd + bias, mean, and invstd = 1 / sqrt(var + epsilon), the latter two over the
/// axes in the attribute `axis` (sorted), which stay with size 1. Inputs: x, scale, bias (broadcastable on those axes),
/// epsilon (scalar).
extern THEANO_API const Composite batch_norm_train;
}  // namespace ops

/// The axes over which a batch is normalised: "per-activation" (the first), "spatial" (all but the second), or numbers.
class NormalizationAxes {
 public:
  NormalizationAxes(const char* name) : name_(name) {}
  NormalizationAxes(std::string_view name) : name_(name) {}
  NormalizationAxes(std::initializer_list<std::int64_t> axes) : axes_(axes) {}
  NormalizationAxes(std::vector<std::int64_t> axes) : axes_(std::move(axes)) {}
  /// Sorted. Errors: ValueError for no axis, an axis that is not there, or another name.
  THEANO_API std::vector<std::int64_t> of_rank(int ndim) const;

 private:
  std::string name_;
  std::vector<std::int64_t> axes_;
};

namespace tensor::nnet {

/// (inputs - mean) * (gamma / std) + beta. Errors: ValueError unless mode is "low_mem" or "high_mem" (both compute alike).
THEANO_API Variable batch_normalization(const Operand& inputs, const Operand& gamma, const Operand& beta,
                                        const Operand& mean, const Operand& std, std::string_view mode = "low_mem");
/// {out, mean, invstd}, normalised by the batch's own mean and variance; with running averages also their new values.
/// The parameters have the rank of inputs, or one axis for each axis that is not normalised.
/// Errors: ValueError for other ranks, for one running average without the other, for an epsilon below 1e-5.
THEANO_API std::vector<Variable> batch_normalization_train(const Operand& inputs, const Operand& gamma,
                                                           const Operand& beta,
                                                           const NormalizationAxes& axes = "per-activation",
                                                           double epsilon = 1e-4,
                                                           const Operand& running_average_factor = 0.1,
                                                           const Variable& running_mean = {},
                                                           const Variable& running_var = {});
/// (inputs - mean) * gamma / sqrt(var + epsilon) + beta. Errors: as batch_normalization_train.
THEANO_API Variable batch_normalization_test(const Operand& inputs, const Operand& gamma, const Operand& beta,
                                             const Operand& mean, const Operand& var,
                                             const NormalizationAxes& axes = "per-activation", double epsilon = 1e-4);

}  // namespace tensor::nnet
}  // namespace theano
