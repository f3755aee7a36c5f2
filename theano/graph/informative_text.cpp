// min_informative_str and var_descriptor: what a variable is, said with letters for its nodes.
#include <unordered_map>
#include <utility>

#include "theano/graph/node_letters.h"
#include "theano/graph/op.h"
#include "theano/graph/printing.h"

namespace theano {
namespace {

/// Letters in the order in which nodes are met.
class Letters {
 public:
  /// The node's letter, and whether it is met for the first time.
  std::pair<std::string, bool> of(const Variable& v) {
    const auto [it, is_new] = numbers_.try_emplace(v.node(), numbers_.size());
    return {node_letters(it->second), is_new};
  }

 private:
  std::unordered_map<const VariableNode*, std::size_t> numbers_;
};

}  // namespace

std::string min_informative_str(const Variable& v, int indent) {
  Letters letters;
  std::string text;
  std::vector<std::pair<Variable, int>> stack{{v, indent}};
  while (!stack.empty()) {
    const auto [variable, depth] = stack.back();
    stack.pop_back();
    if (!text.empty()) text += '\n';
    text.append(static_cast<std::size_t>(depth), ' ');
    const auto [letter, is_new] = letters.of(variable);
    if (!is_new) {
      text += "<" + letter + ">";
      continue;
    }
    Apply* const owner = variable.owner();
    const bool is_opened = owner && variable.name().empty();
    text += letter + ". " + (is_opened ? owner->op()->to_string() : variable.to_string());
    if (!is_opened) continue;
    for (int i = owner->input_count() - 1; i >= 0; --i) stack.emplace_back(owner->input(i), depth + 1);
  }
  return text;
}

std::string var_descriptor(const Variable& v) {
  struct Frame {
    Variable variable;
    int next_input;
  };
  Letters letters;
  std::string text;
  std::vector<Frame> stack;
  const auto open = [&](const Variable& variable) {
    const auto [letter, is_new] = letters.of(variable);
    if (!is_new) {
      text += "<" + letter + ">";
    } else if (Apply* owner = variable.owner()) {
      text += letter + "=" + owner->op()->to_string() + "(";
      stack.push_back({variable, 0});
    } else if (!variable.name().empty() || variable.constant()) {
      text += letter + "=" + variable.to_string();
    } else {
      text += letter + "=theano_var{type=" + variable.type()->to_string() + "}";
    }
  };
  open(v);
  while (!stack.empty()) {
    Frame& frame = stack.back();
    Apply* const owner = frame.variable.owner();
    if (frame.next_input == owner->input_count()) {
      text += ")";
      stack.pop_back();
      continue;
    }
    if (frame.next_input > 0) text += ",";
    const Variable input = owner->input(frame.next_input++);
    open(input);
  }
  return text;
}

}  // namespace theano
