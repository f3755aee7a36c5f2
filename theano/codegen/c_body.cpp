// Prints instructions as statements of the C family.
#include "theano/codegen/c_body.h"

#include <algorithm>

#include "theano/codegen/c_literal.h"

namespace theano::codegen {
namespace {

using ir::Instruction;
using ir::kNoValue;
using ir::Opcode;
using ir::Prim;
using ir::ValueId;

std::string suffix_of(const ir::Reduction& reduction, std::size_t fold, const std::string& number) {
  return number + (reduction.folds.size() > 1 ? "_" + std::to_string(fold) : "");
}

}  // namespace

std::string CBody::buffer_name(const ir::Kernel& kernel, int buffer) {
  constexpr const char* kRoles[] = {"in", "out", "inout"};
  return kRoles[static_cast<int>(kernel.buffers[buffer].role)] + std::to_string(buffer);
}

std::string CBody::stride_name(const ir::Kernel& kernel, int buffer, int axis) {
  return buffer_name(kernel, buffer) + "_s" + std::to_string(axis);
}

void CBody::line(const std::string& text) { text_.append(2 * depth_, ' ').append(text).append("\n"); }

void CBody::name(ValueId value, DType dtype, std::string text) {
  names_[value] = std::move(text);
  dtypes_[value] = dtype;
}

void CBody::define(ValueId value, DType dtype, const std::string& stem, const std::string& expression) {
  name(value, dtype, stem + "_" + std::to_string(value));
  line("const " + std::string(c_type(dtype)) + " " + names_[value] + " = " + expression + ";");
}

void CBody::print(int depth) {
  depth_ = depth;
  print_block(kernel_.body);
}

void CBody::print_block(const ir::Block& block) {
  for (const Instruction& i : block.instructions) print_instruction(i);
}

void CBody::print_instruction(const Instruction& i) {
  switch (i.opcode) {
    case Opcode::ConstInt:
      return name(i.result, i.dtype, c_literal(ir::Scalar::of(i.dtype, i.int_value)));
    case Opcode::ConstFloat:
      return name(i.result, i.dtype, c_literal(ir::Scalar::of(i.dtype, i.float_value)));
    case Opcode::Param:
      return name(i.result, i.dtype, "p" + std::to_string(i.index));
    case Opcode::MapIndex:
      return name(i.result, i.dtype, "i" + std::to_string(i.index));
    case Opcode::Primitive:
      return is_used_[i.result] ? print_primitive(i) : void();
    case Opcode::Load:
      return is_used_[i.result] ? print_load(i) : void();
    case Opcode::Store:
      return line(is_function_ ? "return " + names_[i.args[0]] + ";"
                               : element(i.index) + " = " + names_[i.args[0]] + ";");
    case Opcode::Check:
      return print_check(i);
    case Opcode::Loop:
      return print_loop(i);
    case Opcode::Reduce:
      return print_reduction(i);
    case Opcode::Result:
      return name(i.result, i.dtype, results_[i.args[0]][i.index]);
  }
}

void CBody::print_primitive(const Instruction& i) {
  const ir::PrimInfo& info = ir::prim_info(i.prim);
  std::vector<std::string> arguments;
  for (int k = 0; k < info.arity; ++k) arguments.push_back(names_[i.args[k]]);
  const DType operand = dtypes_[i.args[i.prim == Prim::Select ? 1 : 0]];
  const std::string stem = i.prim == Prim::Cast ? "to_" + std::string(dtype_name(i.dtype)) : std::string(info.name);
  define(i.result, i.dtype, stem, functions_.apply(i.prim, i.dtype, operand, arguments));
}

void CBody::print_load(const Instruction& i) {
  const int buffer = kernel_.accesses[i.index].buffer;
  if (is_function_) return name(i.result, i.dtype, buffer == 0 ? "x" : "y");
  define(i.result, i.dtype, buffer_name(kernel_, buffer), element(i.index));
}

std::string CBody::element(int index) const {
  const ir::Access& access = kernel_.accesses[index];
  std::string offset;
  for (std::size_t k = 0; k < access.axes.size(); ++k) {
    const ir::AxisIndex& axis = access.axes[k];
    if (axis.kind == ir::AxisIndex::Kind::Zero) continue;
    if (!offset.empty()) offset += " + ";
    offset += axis.kind == ir::AxisIndex::Kind::Map ? "i" + std::to_string(axis.map_dim) : names_[axis.value];
    offset += " * " + stride_name(kernel_, access.buffer, static_cast<int>(k));
  }
  return buffer_name(kernel_, access.buffer) + "[" + (offset.empty() ? "0" : offset) + "]";
}

/// The row-major number of the point.
std::string CBody::map_point() const {
  if (kernel_.map_rank == 0) return "0";
  std::string point = "i0";
  for (int dim = 1; dim < kernel_.map_rank; ++dim) {
    const std::string number = std::to_string(dim);
    point = (dim > 1 ? "(" + point + ")" : point) + " * n" + number + " + i" + number;
  }
  return point;
}

void CBody::print_check(const Instruction& i) {
  line("if (!" + names_[i.args[0]] + ") {  /* " + c_comment(kernel_.checks[i.index].message) + " */");
  ++depth_;
  line("failure->check = " + std::to_string(i.index) + ";");
  line("failure->map_point = " + map_point() + ";");
  line("failure->detail = " + names_[i.args[1]] + ";");
  line("failure->limit = " + (i.args[2] == kNoValue ? "0" : names_[i.args[2]]) + ";");
  line("return;");
  --depth_;
  line("}");
}

void CBody::print_loop(const Instruction& i) {
  const ir::Loop& loop = kernel_.loops[i.index];
  for (std::size_t k = 0; k < loop.carried.size(); ++k) {
    const ValueId value = loop.carried[k];
    name(value, dtypes_[loop.initial[k]], "carried_" + std::to_string(value));
    line(std::string(c_type(dtypes_[value])) + " " + names_[value] + " = " + names_[loop.initial[k]] + ";");
    results_[i.result].push_back(names_[value]);
  }
  name(loop.index, DType::Int64, "turn_" + std::to_string(loop.index));
  const std::string& turn = names_[loop.index];
  line("for (int64_t " + turn + " = 0; " + turn + " < " + names_[loop.extent] + "; ++" + turn + ") {");
  ++depth_;
  print_block(loop.body);
  // A carried value may become the old one of another, and the condition is the body's, before they change.
  const auto is_carried = [&](ValueId value) {
    return std::find(loop.carried.begin(), loop.carried.end(), value) != loop.carried.end();
  };
  std::vector<std::string> next;
  for (std::size_t k = 0; k < loop.next.size(); ++k) {
    next.push_back(names_[loop.next[k]]);
    if (loop.next[k] == loop.carried[k] || !is_carried(loop.next[k])) continue;
    next[k] = "next_" + std::to_string(loop.carried[k]);
    line("const " + std::string(c_type(dtypes_[loop.carried[k]])) + " " + next[k] + " = " + names_[loop.next[k]] + ";");
  }
  std::string condition = loop.continue_condition == kNoValue ? "" : names_[loop.continue_condition];
  if (loop.continue_condition != kNoValue && is_carried(loop.continue_condition)) {
    condition = "goes_on_" + std::to_string(i.result);
    line("const bool " + condition + " = " + names_[loop.continue_condition] + ";");
  }
  for (std::size_t k = 0; k < loop.next.size(); ++k)
    if (loop.next[k] != loop.carried[k]) line(names_[loop.carried[k]] + " = " + next[k] + ";");
  if (!condition.empty()) line("if (!" + condition + ") break;");
  --depth_;
  line("}");
}

void CBody::print_reduction(const Instruction& i) {
  const ir::Reduction& reduction = kernel_.reductions[i.index];
  const std::string number = std::to_string(i.result), count = "count_" + number;
  open_reduction(reduction, number);
  print_block(reduction.body);
  for (std::size_t f = 0; f < reduction.folds.size(); ++f)
    print_fold(reduction.folds[f], suffix_of(reduction, f, number), count);
  line("++" + count + ";");
  for (std::size_t k = 0; k < reduction.extents.size(); ++k) {
    --depth_;
    line("}");
  }
  if (reduction.extents.empty()) {
    --depth_;
    line("}");
  }
  close_reduction(i, number);
}

void CBody::open_reduction(const ir::Reduction& reduction, const std::string& number) {
  for (std::size_t f = 0; f < reduction.folds.size(); ++f) {
    const ir::Fold& fold = reduction.folds[f];
    const std::string suffix = suffix_of(reduction, f, number), type(c_type(fold.dtype));
    if (finds_index(fold.combine)) {
      line(type + " best_" + suffix + " = " + CFunctions::identity(fold) + ";");
      line("int64_t at_" + suffix + " = 0;");
    } else {
      line(type + " lanes_" + suffix + "[" + std::to_string(ir::kReduceLanes) + "];");
    }
  }
  line("int64_t count_" + number + " = 0;");
  for (std::size_t k = 0; k < reduction.extents.size(); ++k) {
    const ValueId value = reduction.indices[k];
    name(value, DType::Int64, "j_" + std::to_string(value));
    const std::string& j = names_[value];
    line("for (int64_t " + j + " = 0; " + j + " < " + names_[reduction.extents[k]] + "; ++" + j + ") {");
    ++depth_;
  }
  if (reduction.extents.empty()) {
    line("{");
    ++depth_;
  }
}

/// Takes one element: into the lane of its number, or as the best so far.
void CBody::print_fold(const ir::Fold& fold, const std::string& suffix, const std::string& count) {
  const std::string& element = names_[fold.element];
  if (!finds_index(fold.combine)) {
    const std::string lane = "lanes_" + suffix + "[" + count + " % " + std::to_string(ir::kReduceLanes) + "]";
    const std::string pair[] = {lane, element};
    line(lane + " = " + count + " < " + std::to_string(ir::kReduceLanes) + " ? " + element + " : " +
         functions_.apply(ir::combining_primitive(fold.combine), fold.dtype, fold.dtype, pair) + ";");
    return;
  }
  const std::string best = "best_" + suffix;
  std::string is_better = count + " == 0 || " + element + (fold.combine == ir::Combine::ArgMin ? " < " : " > ") + best;
  if (is_float(fold.dtype)) is_better += " || (" + element + " != " + element + " && " + best + " == " + best + ")";
  line("if (" + is_better + ") {");
  ++depth_;
  line(best + " = " + element + ";");
  line("at_" + suffix + " = " + count + ";");
  --depth_;
  line("}");
}

/// Names the results; of lanes they are combined now.
void CBody::close_reduction(const Instruction& i, const std::string& number) {
  constexpr const char* kNames[] = {"sum_", "product_", "min_", "max_", "all_", "any_"};
  const ir::Reduction& reduction = kernel_.reductions[i.index];
  for (std::size_t f = 0; f < reduction.folds.size(); ++f) {
    const ir::Fold& fold = reduction.folds[f];
    const std::string suffix = suffix_of(reduction, f, number);
    if (finds_index(fold.combine)) {
      results_[i.result].push_back("best_" + suffix);
      results_[i.result].push_back("at_" + suffix);
      continue;
    }
    const std::string result = kNames[static_cast<int>(fold.combine)] + suffix;
    line("const " + std::string(c_type(fold.dtype)) + " " + result + " = " +
         functions_.combine_lanes(fold, "lanes_" + suffix, "count_" + number) + ";");
    results_[i.result].push_back(result);
  }
}

}  // namespace theano::codegen
