// Kernels as readable text, one instruction a line.
#include <charconv>
#include <string>

#include "theano/ir/kernel.h"

namespace theano::ir {
namespace {

const char* combine_name(Combine combine) {
  constexpr const char* names[] = {"sum", "prod", "min", "max", "and", "or", "argmin", "argmax"};
  return names[static_cast<int>(combine)];
}

class KernelText {
 public:
  explicit KernelText(const Kernel& kernel) : kernel_(kernel) {}

  std::string run() {
    text_ = "kernel " + kernel_.name + "(map " + std::to_string(kernel_.map_rank) + "d";
    for (std::size_t b = 0; b < kernel_.buffers.size(); ++b) {
      constexpr const char* roles[] = {"in", "out", "inout"};
      const BufferParam& buffer = kernel_.buffers[b];
      text_ += ", " + std::string(roles[static_cast<int>(buffer.role)]) + " b" + std::to_string(b) + ": " +
               std::string(dtype_name(buffer.dtype)) + "[" + std::to_string(buffer.rank) + "d]";
    }
    for (int p = 0; p < kernel_.param_count; ++p) text_ += ", p" + std::to_string(p);
    text_ += kernel_.is_serial ? ") serial {\n" : ") {\n";
    print_block(kernel_.body);
    return text_ + "}\n";
  }

 private:
  static std::string value(ValueId v) { return "%" + std::to_string(v); }

  void start_line() { text_.append(2 * depth_, ' '); }

  std::string access(int index) const {
    if (index < 0 || index >= static_cast<int>(kernel_.accesses.size())) return "?";
    const Access& access = kernel_.accesses[index];
    std::string text = "b" + std::to_string(access.buffer) + "[";
    for (std::size_t k = 0; k < access.axes.size(); ++k) {
      const AxisIndex& axis = access.axes[k];
      if (k > 0) text += ", ";
      if (axis.kind == AxisIndex::Kind::Zero)
        text += "0";
      else if (axis.kind == AxisIndex::Kind::Map)
        text += "i" + std::to_string(axis.map_dim);
      else
        text += value(axis.value);
    }
    return text + "]";
  }

  void print_block(const Block& block) {
    ++depth_;
    for (const Instruction& i : block.instructions) print(i);
    --depth_;
  }

  void print(const Instruction& i) {
    start_line();
    if (i.result != kNoValue && i.opcode != Opcode::Loop && i.opcode != Opcode::Reduce) {
      text_ += value(i.result) + " = ";
    }
    switch (i.opcode) {
      case Opcode::ConstInt:
        text_ += std::string(dtype_name(i.dtype)) + " " + std::to_string(i.int_value);
        break;
      case Opcode::ConstFloat:
        text_ += std::string(dtype_name(i.dtype)) + " " + number(i.float_value);
        break;
      case Opcode::Param:
        text_ += "p" + std::to_string(i.index);
        break;
      case Opcode::MapIndex:
        text_ += "i" + std::to_string(i.index);
        break;
      case Opcode::Primitive:
        print_primitive(i);
        break;
      case Opcode::Load:
        text_ += "load " + access(i.index);
        break;
      case Opcode::Store:
        text_ += "store " + access(i.index) + ", " + value(i.args[0]);
        break;
      case Opcode::Check:
        text_ += "check " + value(i.args[0]) + " else \"" +
                 (i.index >= 0 && i.index < static_cast<int>(kernel_.checks.size()) ? kernel_.checks[i.index].message
                                                                                    : "?") +
                 "\" of " + value(i.args[1]) + (i.args[2] == kNoValue ? "" : ", " + value(i.args[2]));
        break;
      case Opcode::Loop:
        return print_loop(i);
      case Opcode::Reduce:
        return print_reduction(i);
      case Opcode::Result:
        text_ += "result " + std::to_string(i.index) + " of " + value(i.args[0]);
        break;
    }
    text_ += "\n";
  }

  static std::string number(double x) {
    char digits[40];
    const auto end = std::to_chars(digits, digits + sizeof(digits), x).ptr;
    return std::string(digits, end);
  }

  void print_primitive(const Instruction& i) {
    const PrimInfo& info = prim_info(i.prim);
    text_ += std::string(info.name);
    if (i.prim == Prim::Cast) text_ += " " + std::string(dtype_name(i.dtype));
    for (int k = 0; k < info.arity; ++k) text_ += (k == 0 ? " " : ", ") + value(i.args[k]);
  }

  void print_loop(const Instruction& i) {
    const Loop& loop = kernel_.loops[i.index];
    text_ += value(i.result) + " = " + (loop.is_parallel ? "for_each " : "loop ") + value(loop.index) + " < " +
             value(loop.extent);
    for (std::size_t k = 0; k < loop.carried.size(); ++k) {
      text_ += (k == 0 ? " carrying " : ", ") + value(loop.carried[k]) + " = " + value(loop.initial[k]);
    }
    text_ += " {\n";
    print_block(loop.body);
    if (!loop.next.empty()) {
      ++depth_;
      start_line();
      --depth_;
      text_ += "next";
      for (std::size_t k = 0; k < loop.next.size(); ++k) text_ += (k == 0 ? " " : ", ") + value(loop.next[k]);
      text_ += "\n";
    }
    start_line();
    text_ += loop.continue_condition == kNoValue ? "}\n" : "} while " + value(loop.continue_condition) + "\n";
  }

  void print_reduction(const Instruction& i) {
    const Reduction& reduction = kernel_.reductions[i.index];
    text_ += value(i.result) + " =";
    for (const Fold& fold : reduction.folds) {
      text_ += (&fold == &reduction.folds.front() ? " " : ", ") + std::string(combine_name(fold.combine)) + " " +
               std::string(dtype_name(fold.dtype));
    }
    text_ += " over";
    for (std::size_t k = 0; k < reduction.extents.size(); ++k) {
      text_ += (k == 0 ? " " : ", ") + value(reduction.indices[k]) + " < " + value(reduction.extents[k]);
    }
    text_ += " {\n";
    print_block(reduction.body);
    start_line();
    text_ += "} of";
    for (const Fold& fold : reduction.folds) {
      text_ += (&fold == &reduction.folds.front() ? " " : ", ") + value(fold.element);
    }
    text_ += "\n";
  }

  const Kernel& kernel_;
  std::string text_;
  int depth_ = 0;
};

}  // namespace

std::string Kernel::to_string() const { return KernelText(*this).run(); }

}  // namespace theano::ir
