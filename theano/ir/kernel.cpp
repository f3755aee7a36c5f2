// What kernels say about their reductions.
#include "theano/ir/kernel.h"

namespace theano::ir {

Prim combining_primitive(Combine combine) {
  switch (combine) {
    case Combine::Sum:
      return Prim::Add;
    case Combine::Prod:
      return Prim::Mul;
    case Combine::Min:
    case Combine::ArgMin:
      return Prim::Min;
    case Combine::Max:
    case Combine::ArgMax:
      return Prim::Max;
    case Combine::And:
      return Prim::And;
    default:
      return Prim::Or;
  }
}

std::optional<FoldResult> result_of(const Reduction& reduction, int number) {
  for (int fold = 0; fold < static_cast<int>(reduction.folds.size()) && number >= 0; ++fold) {
    if (number == 0) return FoldResult{fold, false};
    const bool has_index = finds_index(reduction.folds[fold].combine);
    if (has_index && number == 1) return FoldResult{fold, true};
    number -= has_index ? 2 : 1;
  }
  return std::nullopt;
}

}  // namespace theano::ir
