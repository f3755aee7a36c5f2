// debugprint: the indented tree of a graph, in Theano's format, and Graphviz documents.
#include <unordered_map>

#include "theano/graph/op.h"
#include "theano/graph/node_letters.h"
#include "theano/graph/printing.h"

namespace theano {
namespace {

class TreePrinter {
 public:
  TreePrinter(const DebugPrintOptions& options, std::span<Apply* const> order) : options_(options) {
    for (std::size_t i = 0; i < order.size(); ++i) positions_.emplace(order[i], i);
  }

  void print(const Variable& root) {
    if (options_.depth == 0) return;
    stack_.push_back({root, -1, false, 1});
    prefix_.clear();
    while (!stack_.empty()) {
      if (stack_.back().next_input < 0) {
        print_line(stack_.back());
        if (!start_children(stack_.back())) pop();
      } else {
        step_into_next_input();
      }
    }
  }

  std::string take() {
    if (left_out_ > 0) text_ += "(" + std::to_string(left_out_) + " more lines left out)\n";
    return std::move(text_);
  }

 private:
  /// A variable whose line is to be printed (next_input < 0) or whose inputs are being printed.
  struct Frame {
    Variable variable;
    int next_input;
    bool is_last_child;
    int level;
  };

  void print_line(const Frame& frame) {
    const Variable& v = frame.variable;
    Apply* const owner = v.owner();
    const void* const key = owner ? static_cast<const void*>(owner) : v.node();
    const auto [id, is_first] = ids_.try_emplace(key, ids_.size());
    is_repeated_ = owner && !is_first;
    if (lines_ >= options_.max_lines || text_.size() > options_.max_chars) {
      ++left_out_;
      return;
    }
    ++lines_;
    // The line of a last child carries the bar; only what hangs below it does not.
    text_ += prefix_;
    if (frame.level > 1) text_ += " |";
    text_ += owner ? owner->op()->to_string() : v.to_string();
    if (owner && owner->output_count() > 1) text_ += "." + std::to_string(v.output_index());
    text_ += ' ';
    if (options_.ids == NodeIds::Letters) text_ += "[id " + node_letters(id->second) + "]";
    if (options_.ids == NodeIds::Numbers) text_ += "[id " + std::to_string(id->second) + "]";
    if (options_.ids == NodeIds::Addresses) text_ += "[id " + std::to_string(reinterpret_cast<std::uintptr_t>(key)) + "]";
    if (options_.print_type) text_ += " <" + v.type()->to_string() + ">";
    if (owner) {
      text_ += " '" + v.name() + "'   ";
      if (const auto at = positions_.find(owner); at != positions_.end()) text_ += std::to_string(at->second);
    }
    if (options_.print_provenance) {
      if (const std::string place = v.provenance().to_string(); !place.empty()) text_ += "  # " + place;
    }
    text_ += '\n';
  }

  bool start_children(Frame& frame) {
    const Variable& v = frame.variable;
    if (!v.owner() || is_repeated_) return false;
    if (options_.depth >= 0 && frame.level >= options_.depth) return false;
    if (options_.stop_on_name && !v.name().empty()) return false;
    frame.next_input = 0;
    if (frame.level > 1) prefix_ += frame.is_last_child ? "  " : " |";
    return true;
  }

  void step_into_next_input() {
    Frame& frame = stack_.back();
    Apply* const owner = frame.variable.owner();
    if (frame.next_input == owner->input_count()) {
      if (frame.level > 1) prefix_.resize(prefix_.size() - 2);
      pop();
      return;
    }
    const int i = frame.next_input++;
    const int level = frame.level + 1;
    stack_.push_back({owner->input(i), -1, i + 1 == owner->input_count(), level});
  }

  void pop() { stack_.pop_back(); }

  const DebugPrintOptions& options_;
  std::unordered_map<const Apply*, std::size_t> positions_;
  std::unordered_map<const void*, std::size_t> ids_;
  std::vector<Frame> stack_;
  std::string prefix_;  // of the children of the frames that have been opened
  std::string text_;
  bool is_repeated_ = false;
  std::int64_t lines_ = 0;
  std::int64_t left_out_ = 0;
};

std::string print_all(std::span<const Variable> outputs, const DebugPrintOptions& options,
                      std::span<Apply* const> order) {
  TreePrinter printer(options, order);
  for (const Variable& output : outputs) printer.print(output);
  return printer.take();
}

std::string quoted(const std::string& text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    if (c == '\n') {
      result += "\\n";
    } else {
      result += c;
    }
  }
  return result + "\"";
}

const char* style_of(const Variable& v) {
  if (v.constant()) return "shape=box, style=filled, fillcolor=\"#f3e2c7\"";
  if (v.shared()) return "shape=box, style=filled, fillcolor=\"#cfe3f5\"";
  return "shape=box, style=filled, fillcolor=\"#d5efd2\"";
}

}  // namespace

std::string debugprint(std::span<const Variable> outputs, const DebugPrintOptions& options) {
  return print_all(outputs, options, {});
}

std::string debugprint(const Variable& v, const DebugPrintOptions& options) { return debugprint({&v, 1}, options); }

std::string debugprint(const FunctionGraph& graph, const DebugPrintOptions& options) {
  return print_all(graph.outputs(), options, graph.toposort());
}

std::string to_dot(std::span<const Variable> outputs) {
  std::string text = "digraph theano {\n  rankdir=TB;\n";
  std::unordered_map<const void*, std::string> names;
  std::size_t variables = 0;
  const auto leaf_name = [&](const Variable& v) -> const std::string& {
    const auto [it, is_new] = names.try_emplace(v.node());
    if (is_new) {
      it->second = "v" + std::to_string(variables++);
      text += "  " + it->second + " [label=" + quoted(v.to_string() + "\n" + v.type()->to_string()) + ", " +
              style_of(v) + "];\n";
    }
    return it->second;
  };
  const auto source_name = [&](const Variable& v) -> const std::string& {
    return v.owner() ? names.at(v.owner()) : leaf_name(v);
  };
  std::size_t nodes = 0;
  for (Apply* node : toposort(outputs)) {
    const std::string name = names[node] = "n" + std::to_string(nodes++);
    text += "  " + name + " [label=" + quoted(node->op()->to_string()) + ", shape=ellipse];\n";
    for (int i = 0; i < node->input_count(); ++i) {
      const Variable& input = node->input(i);
      const std::string label = (node->input_count() > 1 ? std::to_string(i) + " " : "") + input.type()->to_string();
      const std::string source = source_name(input);
      text += "  " + source + " -> " + name + " [label=" + quoted(label) + "];\n";
    }
  }
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    const std::string source = source_name(outputs[i]), name = "o" + std::to_string(i);
    const std::string label = outputs[i].name().empty() ? "output " + std::to_string(i) : outputs[i].name();
    text += "  " + name + " [label=" + quoted(label) + ", shape=box, style=filled, fillcolor=\"#e3d7f0\"];\n";
    text += "  " + source + " -> " + name + " [label=" + quoted(outputs[i].type()->to_string()) + "];\n";
  }
  return text + "}\n";
}

}  // namespace theano
