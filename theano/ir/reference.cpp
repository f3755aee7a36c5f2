// The reference interpreter: one element at a time, straight from the definition of the IR.
#include <cstring>
#include <vector>

#include "theano/ir/interpreter.h"
#include "theano/ir/reference.h"
#include "theano/ir/scalar_eval.h"

namespace theano::ir {
namespace {

/// Runs the kernel's body for one map point after the other.
class Reference {
 public:
  Reference(const Kernel& kernel, const LaunchShape& shape, std::span<std::byte* const> data,
            std::span<const std::int64_t> params)
      : kernel_(kernel),
        shape_(shape),
        data_(data),
        params_(params),
        values_(kernel.value_count),
        results_(kernel.value_count),
        point_(kernel.map_rank) {}

  /// Runs one point; false if a check failed, which then is in `failed_check`, `detail` and `limit`.
  bool run_point(std::int64_t flat) {
    for (int dim = kernel_.map_rank; dim-- > 0;) {
      point_[dim] = flat % shape_.map_sizes[dim];
      flat /= shape_.map_sizes[dim];
    }
    return run_block(kernel_.body);
  }

  int failed_check = 0;
  std::int64_t detail = 0;
  std::int64_t limit = 0;

 private:
  std::int64_t integer(ValueId value) const { return values_[value].as<std::int64_t>(); }

  bool run_block(const Block& block) {
    for (const Instruction& i : block.instructions) {
      if (!run_instruction(i)) return false;
    }
    return true;
  }

  bool run_instruction(const Instruction& i) {
    switch (i.opcode) {
      case Opcode::ConstInt:
        values_[i.result] = Scalar::of(i.dtype, i.int_value);
        break;
      case Opcode::ConstFloat:
        values_[i.result] = Scalar::of(i.dtype, i.float_value);
        break;
      case Opcode::Param:
        values_[i.result] = Scalar::of(DType::Int64, params_[i.index]);
        break;
      case Opcode::MapIndex:
        values_[i.result] = Scalar::of(DType::Int64, point_[i.index]);
        break;
      case Opcode::Primitive: {
        Scalar args[3];
        for (int k = 0; k < prim_info(i.prim).arity; ++k) args[k] = values_[i.args[k]];
        values_[i.result] = evaluate(i.prim, i.dtype, args);
        break;
      }
      case Opcode::Load:
        values_[i.result] = Scalar::read(i.dtype, address(kernel_.accesses[i.index]));
        break;
      case Opcode::Store:
        values_[i.args[0]].write(address(kernel_.accesses[i.index]));
        break;
      case Opcode::Check:
        if (values_[i.args[0]].as<bool>()) break;
        failed_check = i.index;
        detail = integer(i.args[1]);
        limit = i.args[2] == kNoValue ? 0 : integer(i.args[2]);
        return false;
      case Opcode::Loop:
        return run_loop(kernel_.loops[i.index], results_[i.result]);
      case Opcode::Reduce:
        return run_reduction(kernel_.reductions[i.index], results_[i.result]);
      case Opcode::Result:
        values_[i.result] = results_[i.args[0]][i.index];
        break;
    }
    return true;
  }

  std::byte* address(const Access& access) const {
    std::int64_t offset = 0;
    for (std::size_t axis = 0; axis < access.axes.size(); ++axis) {
      const AxisIndex& index = access.axes[axis];
      std::int64_t at = 0;
      if (index.kind == AxisIndex::Kind::Map) at = point_[index.map_dim];
      if (index.kind == AxisIndex::Kind::Value) at = integer(index.value);
      offset += at * shape_.strides[access.buffer][axis];
    }
    return data_[access.buffer] + offset * dtype_size_bytes(kernel_.buffers[access.buffer].dtype);
  }

  bool run_loop(const Loop& loop, std::vector<Scalar>& results) {
    const std::int64_t extent = integer(loop.extent);
    for (std::size_t k = 0; k < loop.carried.size(); ++k) values_[loop.carried[k]] = values_[loop.initial[k]];
    for (std::int64_t turn = 0; turn < extent; ++turn) {
      values_[loop.index] = Scalar::of(DType::Int64, turn);
      if (!run_block(loop.body)) return false;
      std::vector<Scalar> next;
      for (const ValueId value : loop.next) next.push_back(values_[value]);
      // The condition is a value of the turn that ends here, also where it is a carried one.
      const bool goes_on = loop.continue_condition == kNoValue || values_[loop.continue_condition].as<bool>();
      for (std::size_t k = 0; k < next.size(); ++k) values_[loop.carried[k]] = next[k];
      if (!goes_on) break;
    }
    results.clear();
    for (const ValueId value : loop.carried) results.push_back(values_[value]);
    return true;
  }

  /// The lanes of one fold: of ArgMin and ArgMax one, which holds the best so far.
  struct FoldState {
    std::vector<Scalar> lanes;
    std::int64_t best_index = 0;
  };

  void fold_element(const Fold& fold, FoldState& state, std::int64_t k) const {
    const Scalar element = values_[fold.element];
    std::vector<Scalar>& lanes = state.lanes;
    if (finds_index(fold.combine)) {
      const Prim beyond = fold.combine == Combine::ArgMin ? Prim::Lt : Prim::Gt;
      if (k > 0 && !is_better(beyond, element, lanes[0])) return;
      lanes.assign(1, element);
      state.best_index = k;
    } else if (k < kReduceLanes) {
      lanes.push_back(element);
    } else {
      const Scalar args[] = {lanes[k % kReduceLanes], element};
      lanes[k % kReduceLanes] = evaluate(combining_primitive(fold.combine), fold.dtype, args);
    }
  }

  static Scalar combined(const Fold& fold, std::vector<Scalar>& lanes) {
    const Prim combine = combining_primitive(fold.combine);
    if (lanes.empty()) return identity_scalar(combine, fold.dtype);
    for (std::size_t left = lanes.size(); left > 1; left = (left + 1) / 2) {
      for (std::size_t lane = 0; lane < left / 2; ++lane) {
        const Scalar args[] = {lanes[lane], lanes[lane + (left + 1) / 2]};
        lanes[lane] = evaluate(combine, fold.dtype, args);
      }
    }
    return lanes[0];
  }

  bool run_reduction(const Reduction& reduction, std::vector<Scalar>& results) {
    std::int64_t count = 1;
    for (const ValueId extent : reduction.extents) count *= std::max<std::int64_t>(0, integer(extent));
    std::vector<FoldState> states(reduction.folds.size());
    for (std::int64_t k = 0; k < count; ++k) {
      std::int64_t rest = k;
      for (std::size_t axis = reduction.indices.size(); axis-- > 0;) {
        const std::int64_t extent = integer(reduction.extents[axis]);
        values_[reduction.indices[axis]] = Scalar::of(DType::Int64, rest % extent);
        rest /= extent;
      }
      if (!run_block(reduction.body)) return false;
      for (std::size_t f = 0; f < states.size(); ++f) fold_element(reduction.folds[f], states[f], k);
    }
    results.clear();
    for (std::size_t f = 0; f < states.size(); ++f) {
      results.push_back(combined(reduction.folds[f], states[f].lanes));
      if (finds_index(reduction.folds[f].combine)) results.push_back(Scalar::of(DType::Int64, states[f].best_index));
    }
    return true;
  }

  /// Whether `element` takes the place of `best`: it is beyond it, or the first NaN.
  static bool is_better(Prim beyond, const Scalar& element, const Scalar& best) {
    const Scalar args[] = {element, best};
    if (evaluate(beyond, DType::Bool, args).as<bool>()) return true;
    const Scalar self[] = {element, element}, other[] = {best, best};
    return evaluate(Prim::Ne, DType::Bool, self).as<bool>() && !evaluate(Prim::Ne, DType::Bool, other).as<bool>();
  }

  const Kernel& kernel_;
  const LaunchShape& shape_;
  std::span<std::byte* const> data_;
  std::span<const std::int64_t> params_;
  std::vector<Scalar> values_;
  std::vector<std::vector<Scalar>> results_;
  std::vector<std::int64_t> point_;
};

}  // namespace

void run_reference_points(const Kernel& kernel, const LaunchShape& shape, std::span<std::byte* const> data,
                          std::span<const std::int64_t> params, std::int64_t begin, std::int64_t end, Status& status) {
  Reference reference(kernel, shape, data, params);
  for (std::int64_t point = begin; point < end; ++point) {
    if (!reference.run_point(point)) 
      return status.report(point, reference.failed_check, reference.detail, reference.limit);
  }
}

void run_reference(const Kernel& kernel, const LaunchShape& shape, std::span<std::byte* const> data,
                   std::span<const std::int64_t> params, Status& status) {
  run_reference_points(kernel, shape, data, params, 0, element_count(shape.map_sizes), status);
}

void Status::report(std::int64_t point, std::int64_t check_number, std::int64_t detail_value,
                    std::int64_t limit_value) {
  while (lock.test_and_set(std::memory_order_acquire)) {
  }
  if (point < map_point.load(std::memory_order_relaxed)) {
    check = check_number;
    detail = detail_value;
    limit = limit_value;
    map_point.store(point, std::memory_order_release);
  }
  lock.clear(std::memory_order_release);
}

}  // namespace theano::ir
