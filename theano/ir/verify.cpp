// Checking kernels against the grammar of the loop IR (docs/ir.md).
#include "theano/ir/verify.h"

#include <optional>
#include <vector>

#include "theano/base/error.h"

namespace theano::ir {
namespace {

class Verifier {
 public:
  explicit Verifier(const Kernel& kernel)
      : kernel_(kernel),
        dtypes_(kernel.value_count),
        is_defined_(kernel.value_count, false),
        is_visible_(kernel.value_count, false),
        loop_used_(kernel.loops.size(), false),
        reduction_used_(kernel.reductions.size(), false) {}

  void run() {
    for (const BufferParam& b : kernel_.buffers)
      require(b.rank >= 0 && !is_complex(b.dtype), "a buffer's dtype or rank is wrong");
    verify_block(kernel_.body, {});
  }

 private:
  /// Walks a block; `results` are the values that the enclosing construct reads from it.
  void verify_block(const Block& block, const std::vector<std::pair<ValueId, DType>>& results) {
    const std::size_t mark = scope_.size();
    for (const Instruction& i : block.instructions) {
      current_ = &i;
      verify_instruction(i);
    }
    for (const auto& [value, dtype] : results) use(value, dtype);
    while (scope_.size() > mark) {
      is_visible_[scope_.back()] = false;
      scope_.pop_back();
    }
  }

  void define(ValueId value, DType dtype) {
    require(value >= 0 && value < kernel_.value_count, "a result's number is outside the kernel's values");
    require(!is_defined_[value], "value %" + std::to_string(value) + " is defined twice");
    is_defined_[value] = is_visible_[value] = true;
    dtypes_[value] = dtype;
    scope_.push_back(value);
  }

  DType use(ValueId value, std::optional<DType> wanted = {}) {
    require(value >= 0 && value < kernel_.value_count && is_visible_[value],
            "value %" + std::to_string(value) + " is used where it is not defined");
    require(!wanted || dtypes_[value] == *wanted, "value %" + std::to_string(value) + " is " +
                                                      std::string(dtype_name(dtypes_[value])) + ", not " +
                                                      std::string(wanted ? dtype_name(*wanted) : ""));
    return dtypes_[value];
  }

  void verify_instruction(const Instruction& i) {
    switch (i.opcode) {
      case Opcode::ConstInt:
        require(is_discrete(i.dtype), "an integer constant has a float dtype");
        break;
      case Opcode::ConstFloat:
        require(i.dtype == DType::Float32 || i.dtype == DType::Float64, "a float constant has another dtype");
        break;
      case Opcode::Param:
        require(i.index >= 0 && i.index < kernel_.param_count && i.dtype == DType::Int64, "no such parameter");
        break;
      case Opcode::MapIndex:
        require(i.index >= 0 && i.index < kernel_.map_rank && i.dtype == DType::Int64, "no such map dimension");
        break;
      case Opcode::Primitive:
        verify_primitive(i);
        break;
      case Opcode::Load:
        require(i.dtype == verify_access(i.index).dtype, "a load has another dtype than its buffer");
        break;
      case Opcode::Store: {
        const BufferParam& buffer = verify_access(i.index);
        require(buffer.role != BufferRole::Input, "an input buffer is stored to");
        use(i.args[0], buffer.dtype);
        return;
      }
      case Opcode::Check:
        require(i.index >= 0 && i.index < static_cast<int>(kernel_.checks.size()), "no such check");
        use(i.args[0], DType::Bool);
        use(i.args[1], DType::Int64);
        if (i.args[2] != kNoValue) use(i.args[2], DType::Int64);
        return;
      case Opcode::Loop:
        verify_loop(i);
        break;
      case Opcode::Reduce:
        verify_reduction(i);
        break;
      case Opcode::Result:
        verify_result(i);
        break;
    }
    define(i.result, i.dtype);
    if (i.opcode == Opcode::Loop || i.opcode == Opcode::Reduce) tokens_.push_back(&i);
  }

  const BufferParam& verify_access(int index) {
    require(index >= 0 && index < static_cast<int>(kernel_.accesses.size()), "no such access");
    const Access& access = kernel_.accesses[index];
    require(access.buffer >= 0 && access.buffer < static_cast<int>(kernel_.buffers.size()), "no such buffer");
    const BufferParam& buffer = kernel_.buffers[access.buffer];
    require(static_cast<int>(access.axes.size()) == buffer.rank,
            "an access has another number of axes than its buffer");
    for (const AxisIndex& axis : access.axes) {
      if (axis.kind == AxisIndex::Kind::Value) use(axis.value, DType::Int64);
      if (axis.kind == AxisIndex::Kind::Map)
        require(axis.map_dim >= 0 && axis.map_dim < kernel_.map_rank, "no such map dimension");
    }
    return buffer;
  }

  void verify_primitive(const Instruction& i) {
    const PrimInfo& info = prim_info(i.prim);
    for (int k = 0; k < 3; ++k) {
      if (k < info.arity)
        use(i.args[k]);
      else
        require(i.args[k] == kNoValue, "a primitive has too many operands");
    }
    if (i.prim == Prim::Cast) return require(!is_complex(i.dtype), "a cast is to a complex dtype");
    for (int k = 0; k < info.arity; ++k)
      require(is_native(dtypes_[i.args[k]]), "a 16-bit float is computed with instead of its float32");
    if (i.prim == Prim::Select) {
      use(i.args[0], DType::Bool);
      use(i.args[1], i.dtype);
      use(i.args[2], i.dtype);
      return;
    }
    const DType operand = use(i.args[0]);
    if (info.arity == 2) use(i.args[1], operand);
    require(!info.floats_only || is_float(operand), "the operand must be a float");
    switch (i.prim) {
      case Prim::BitsOf:
        return require(i.dtype == (operand == DType::Float32 ? DType::Int32 : DType::Int64),
                       "the result has the wrong dtype");
      case Prim::FloatOf:
        require(operand == DType::Int32 || operand == DType::Int64, "the operand must be int32 or int64");
        return require(i.dtype == (operand == DType::Int32 ? DType::Float32 : DType::Float64),
                       "the result has the wrong dtype");
      case Prim::And:
      case Prim::Or:
      case Prim::Xor:
      case Prim::Not:
      case Prim::Shl:
      case Prim::Shr:
        require(is_discrete(operand), "the operand must be discrete");
        break;
      default:
        break;
    }
    require(i.dtype == (info.gives_bool ? DType::Bool : operand), "the result has the wrong dtype");
  }

  void verify_loop(const Instruction& i) {
    require(i.index >= 0 && i.index < static_cast<int>(kernel_.loops.size()), "no such loop");
    require(!loop_used_[i.index], "a loop stands in two places");
    loop_used_[i.index] = true;
    const Loop& loop = kernel_.loops[i.index];
    use(loop.extent, DType::Int64);
    require(loop.initial.size() == loop.carried.size() && loop.next.size() == loop.carried.size(),
            "a loop's initial, carried and next values differ in number");
    require(!loop.is_parallel || (loop.carried.empty() && loop.continue_condition == kNoValue),
            "a parallel loop carries values");
    const std::size_t mark = scope_.size();
    std::vector<std::pair<ValueId, DType>> results;
    for (std::size_t k = 0; k < loop.carried.size(); ++k) {
      const DType dtype = use(loop.initial[k]);
      require(is_native(dtype), "a 16-bit float is carried instead of its float32");
      define(loop.carried[k], dtype);
      results.emplace_back(loop.next[k], dtype);
    }
    define(loop.index, DType::Int64);
    if (loop.continue_condition != kNoValue) results.emplace_back(loop.continue_condition, DType::Bool);
    verify_block(loop.body, results);
    close(mark);
    current_ = &i;
  }

  void verify_reduction(const Instruction& i) {
    require(i.index >= 0 && i.index < static_cast<int>(kernel_.reductions.size()), "no such reduction");
    require(!reduction_used_[i.index], "a reduction stands in two places");
    reduction_used_[i.index] = true;
    const Reduction& reduction = kernel_.reductions[i.index];
    require(reduction.extents.size() == reduction.indices.size(), "a reduction needs one index per extent");
    require(!reduction.folds.empty() && i.dtype == reduction.folds[0].dtype, "a reduction's dtype is wrong");
    std::vector<std::pair<ValueId, DType>> elements;
    for (const Fold& fold : reduction.folds) {
      require(is_native(fold.dtype), "a fold's dtype is wrong");
      const bool is_logical = fold.combine == Combine::And || fold.combine == Combine::Or;
      require(!is_logical || is_discrete(fold.dtype), "and, or are for discrete types");
      elements.emplace_back(fold.element, fold.dtype);
    }
    for (const ValueId extent : reduction.extents) use(extent, DType::Int64);
    const std::size_t mark = scope_.size();
    for (const ValueId index : reduction.indices) define(index, DType::Int64);
    verify_block(reduction.body, elements);
    close(mark);
    current_ = &i;
  }

  void verify_result(const Instruction& i) {
    use(i.args[0]);
    for (const Instruction* token : tokens_) {
      if (token->result != i.args[0]) continue;
      if (token->opcode == Opcode::Loop) {
        const Loop& loop = kernel_.loops[token->index];
        require(i.index >= 0 && i.index < static_cast<int>(loop.carried.size()), "no such result of the loop");
        return require(dtypes_[loop.carried[i.index]] == i.dtype, "a result has another dtype than the carried value");
      }
      const Reduction& reduction = kernel_.reductions[token->index];
      const std::optional<FoldResult> result = result_of(reduction, i.index);
      require(result.has_value(), "no such result of the reduction");
      const DType dtype = result->is_index ? DType::Int64 : reduction.folds[result->fold].dtype;
      return require(i.dtype == dtype, "a result has the wrong dtype");
    }
    require(false, "a result belongs to no loop or reduction");
  }

  void close(std::size_t mark) {
    while (scope_.size() > mark) {
      is_visible_[scope_.back()] = false;
      scope_.pop_back();
    }
  }

  void require(bool holds, const std::string& what) const {
    if (holds) return;
    std::string where;
    if (current_ && current_->result != kNoValue) where = " at %" + std::to_string(current_->result);
    throw InternalError("ir::verify", "kernel " + kernel_.name + where + ": " + what + ".\n" + kernel_.to_string(),
                        "This is a fault of the op or pass that made the kernel.");
  }

  const Kernel& kernel_;
  const Instruction* current_ = nullptr;
  std::vector<DType> dtypes_;
  std::vector<bool> is_defined_, is_visible_, loop_used_, reduction_used_;
  std::vector<ValueId> scope_;
  std::vector<const Instruction*> tokens_;
};

}  // namespace

void verify(const Kernel& kernel) { Verifier(kernel).run(); }

}  // namespace theano::ir
