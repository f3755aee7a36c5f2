// Nodes of the graph: creation, the link between an Apply and its outputs, text of variables.
#include "theano/graph/variable.h"

#include <array>
#include <atomic>

#include "theano/base/error.h"
#include "theano/graph/op.h"
#include "theano/graph/test_values.h"

namespace theano {
namespace {

std::uint64_t next_id() {
  static std::atomic<std::uint64_t> last{0};
  return last.fetch_add(1, std::memory_order_relaxed) + 1;
}

// Guards the slots of Apply::outputs_: a node may be given back by one thread while another asks for it.
std::mutex& slot_mutex(const Apply* apply) {
  static std::array<std::mutex, 64> mutexes;
  return mutexes[(reinterpret_cast<std::uintptr_t>(apply) >> 6) % mutexes.size()];
}

constexpr std::source_location kNowhere{};

}  // namespace

const TypeRef& Variable::type() const noexcept { return node_->type; }

const TensorType& Variable::tensor_type() const {
  if (!is_tensor()) {
    throw TypeError(ErrorReport{
        .op = "",
        .sentence = is_null() ? "a tensor is wanted, but there is no variable here."
                              : "a tensor is wanted, but the variable has type " + type()->to_string() + ".",
        .operands =
            is_null() ? std::vector<ErrorOperand>{} : std::vector<ErrorOperand>{describe_operand("variable", *this)},
        .way_out = "pass a tensor variable, a number or an array."});
  }
  return static_cast<const TensorType&>(*node_->type);
}

bool Variable::is_tensor() const noexcept { return node_ && node_->type->is_tensor(); }
Apply* Variable::owner() const noexcept { return node_ ? node_->owner.get() : nullptr; }
int Variable::output_index() const noexcept { return node_->output_index; }
const std::string& Variable::name() const noexcept { return node_->name; }

Variable& Variable::set_name(std::string name) {
  node_->name = std::move(name);
  return *this;
}

Provenance Variable::provenance() const noexcept { return node_->provenance; }

const ConstantNode* Variable::constant() const noexcept {
  return node_ && node_->kind == VariableKind::Constant ? static_cast<const ConstantNode*>(node_.get()) : nullptr;
}

SharedNode* Variable::shared() const noexcept {
  return node_ && node_->kind == VariableKind::Shared ? static_cast<SharedNode*>(node_.get()) : nullptr;
}

VariableNode::VariableNode(TypeRef t, std::string n, VariableKind k)
    : type(std::move(t)), name(std::move(n)), kind(k), id(next_id()) {}

VariableNode::~VariableNode() {
  if (!owner) return;
  const std::lock_guard lock(slot_mutex(owner.get()));
  VariableNode*& slot = owner->outputs_[output_index];
  if (slot == this) slot = nullptr;
}

Variable VariableNode::clone() const {
  Ref<VariableNode> copy = make_ref<VariableNode>(type, name);
  copy->provenance = provenance;
  if (test_value) copy->test_value = std::make_unique<Value>(*test_value);
  return copy;
}

Apply::Apply(Op op, std::vector<Variable> inputs, std::vector<TypeRef> output_types)
    : op_(std::move(op)),
      inputs_(std::move(inputs)),
      output_types_(std::move(output_types)),
      outputs_(output_types_.size(), nullptr) {}

Apply::~Apply() = default;

Ref<Apply> Apply::make(Op op, std::vector<Variable> inputs, std::vector<TypeRef> output_types) {
  Ref<Apply> apply(new Apply(std::move(op), std::move(inputs), std::move(output_types)));
  apply->provenance = Provenance::current(kNowhere);
  return apply;
}

Variable Apply::output(int i) {
  const std::lock_guard lock(slot_mutex(this));
  VariableNode*& slot = outputs_[i];
  if (slot && slot->try_inc_ref()) {
    Variable held(slot);
    slot->dec_ref();
    return held;
  }
  Ref<VariableNode> node = make_ref<VariableNode>(output_types_[i]);
  node->owner = Ref<Apply>(this);
  node->output_index = i;
  node->provenance = provenance;
  slot = node.get();
  return node;
}

std::vector<Variable> Apply::outputs() {
  std::vector<Variable> all;
  all.reserve(outputs_.size());
  for (int i = 0; i < output_count(); ++i) all.push_back(output(i));
  return all;
}

Variable make_variable(TypeRef type, std::string name, const std::source_location& location) {
  Ref<VariableNode> node = make_ref<VariableNode>(std::move(type), std::move(name));
  node->provenance = Provenance::current(location);
  return node;
}

Variable apply_op(const Op& op, std::vector<Variable> inputs) {
  const Ref<Apply> apply = op->definition().make_apply(op, std::move(inputs));
  if (apply->output_count() != 1) {
    throw InternalError(std::string(op->name()),
                        "one output is wanted, but the op has " + std::to_string(apply->output_count()) + ".",
                        "use apply_op_all and choose an output.");
  }
  Variable output = apply->output(0);
  compute_test_values(*apply, std::span(&output, 1));
  return output;
}

std::vector<Variable> apply_op_all(const Op& op, std::vector<Variable> inputs) {
  const Ref<Apply> apply = op->definition().make_apply(op, std::move(inputs));
  std::vector<Variable> outputs = apply->outputs();
  compute_test_values(*apply, outputs);
  return outputs;
}

std::string Variable::to_string() const {
  if (is_null()) return "None";
  if (const ConstantNode* c = constant()) return c->to_string();
  if (!name().empty()) return name();
  if (const Apply* apply = owner()) return apply->op()->to_string() + "." + std::to_string(output_index());
  return "<" + type()->to_string() + ">";
}

ErrorOperand describe_operand(std::string role, const Variable& v) {
  ErrorOperand operand;
  operand.role = std::move(role);
  if (v.is_null()) {
    operand.type = "nothing";
    return operand;
  }
  operand.name = v.constant() ? v.to_string() : v.name();
  operand.type = v.is_tensor() ? v.tensor_type().describe() : v.type()->to_string();
  operand.place = v.provenance().to_string();
  return operand;
}

}  // namespace theano
