// Instances of ops, and what an op's definition does unless it says otherwise.
#include "theano/graph/op.h"

#include <cstdio>

namespace theano {
namespace {

struct TextOf {
  std::string operator()(std::int64_t v) const { return std::to_string(v); }
  std::string operator()(double v) const {
    char text[32];
    std::snprintf(text, sizeof text, "%.17g", v);
    return text;
  }
  std::string operator()(bool v) const { return v ? "True" : "False"; }
  std::string operator()(const std::string& v) const { return v; }
  std::string operator()(DType v) const { return std::string(dtype_name(v)); }
  std::string operator()(const std::vector<std::int64_t>& v) const {
    std::string text = "[";
    for (std::size_t i = 0; i < v.size(); ++i) text += (i > 0 ? ", " : "") + std::to_string(v[i]);
    return text + "]";
  }
  std::string operator()(const Ref<Object>& v) const { return v ? v->to_string() : "None"; }
};

}  // namespace

std::vector<Variable> OpDefinition::jvp(const Apply&, std::span<const Variable>) const { return {}; }

std::vector<std::vector<bool>> OpDefinition::connection_pattern(const Apply& node) const {
  const std::vector<bool> row(static_cast<std::size_t>(node.output_count()), true);
  return std::vector<std::vector<bool>>(static_cast<std::size_t>(node.input_count()), row);
}

std::string OpDefinition::print_name(const OpInstance& self) const {
  std::string text(name());
  if (self.attributes().empty()) return text;
  const char* separator = "{";
  for (const Attributes::Entry& entry : self.attributes().entries()) {
    text += separator + entry.name + "=" + std::visit(TextOf{}, entry.value);
    separator = ", ";
  }
  return text + "}";
}

OpInstance::OpInstance(const OpDefinition& definition, Attributes attributes)
    : definition_(&definition),
      attributes_(std::move(attributes)),
      hash_(std::hash<const void*>()(definition_) * 0x9e3779b97f4a7c15ULL ^ attributes_.hash()) {}

bool OpInstance::equals(const OpInstance& other) const {
  return this == &other ||
         (definition_ == other.definition_ && hash_ == other.hash_ && attributes_ == other.attributes_);
}

Op make_op(const OpDefinition& definition, Attributes attributes) {
  return make_ref<const OpInstance>(definition, std::move(attributes));
}

}  // namespace theano
