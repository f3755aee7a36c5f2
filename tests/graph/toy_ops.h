// Small ops from which the tests of graphs build their graphs.
#pragma once

#include <string>
#include <vector>

#include "theano/base/error.h"
#include "theano/graph/op.h"
#include "theano/graph/operand.h"
#include "theano/graph/type.h"

namespace theano::toy {

/// An op without meaning: its outputs have the type of input 0.
class ToyOp : public OpDefinition {
 public:
  ToyOp(const char* name, int outputs, const char* infix = "", bool is_commutative = false,
        OpKind kind = OpKind::Elementwise)
      : name_(name), outputs_(outputs), infix_(infix), is_commutative_(is_commutative), kind_(kind) {}

  OpKind kind() const noexcept override { return kind_; }
  OpDocs docs() const noexcept override {
    OpDocs docs{};
    docs.name = name_;
    return docs;
  }
  Ref<Apply> make_apply(const Op& self, std::vector<Variable> inputs) const override {
    std::vector<TypeRef> types(static_cast<std::size_t>(outputs_), inputs.at(0).type());
    return Apply::make(self, std::move(inputs), std::move(types));
  }
  std::vector<SymbolicShape> infer_shape(const Apply&, std::span<const SymbolicShape>) const override { return {}; }
  std::vector<Variable> vjp(const Apply&, std::span<const Variable>) const override { return {}; }
  std::string print_name(const OpInstance& self) const override {
    if (kind_ != OpKind::Elementwise || !self.attributes().empty()) return OpDefinition::print_name(self);
    return "Elemwise{" + std::string(name_) + ",no_inplace}";
  }
  std::string_view infix() const noexcept override { return infix_; }
  bool is_commutative() const noexcept override { return is_commutative_; }

 private:
  const char* name_;
  int outputs_;
  const char* infix_;
  bool is_commutative_;
  OpKind kind_;
};

/// Gives its input the type that stands in the attributes ("dtype", "pattern": 1 broadcastable, 0 not).
class ToyRetype final : public ToyOp {
 public:
  ToyRetype(const char* name, const char* text) : ToyOp(name, 1, "", false, OpKind::View), text_(text) {}
  Ref<Apply> make_apply(const Op& self, std::vector<Variable> inputs) const override {
    std::vector<bool> pattern;
    for (const std::int64_t i : self->attributes().get_ints("pattern")) pattern.push_back(i != 0);
    return Apply::make(self, std::move(inputs), {TensorType::of(self->attributes().get_dtype("dtype"), pattern)});
  }
  std::string print_name(const OpInstance& self) const override {
    return self.attributes().has("text") ? self.attributes().get_string("text") : text_;
  }

 private:
  const char* text_;
};

inline const ToyOp add("add", 1, "+", true);
inline const ToyOp sub("sub", 1, "-");
inline const ToyOp mul("mul", 1, "*", true);
inline const ToyOp neg("neg", 1, "-");
inline const ToyOp tanh("tanh", 1);
inline const ToyOp second("second", 1);
inline const ToyOp split("split", 2, "", false, OpKind::Loop);
inline const ToyOp sum("sum", 1, "", false, OpKind::Loop);
inline const ToyRetype dimshuffle("dimshuffle", "InplaceDimShuffle{x}");
inline const ToyRetype cast("cast", "Elemwise{Cast{int32}}");
inline const ToyRetype alloc("alloc", "Alloc");
inline const ToyRetype subtensor("subtensor", "Subtensor{int64}");

inline Variable call(const ToyOp& op, std::vector<Variable> inputs, Attributes attributes = {}) {
  return apply_op(make_op(op, std::move(attributes)), std::move(inputs));
}
inline Variable retype(const ToyRetype& op, Variable v, DType dtype, std::vector<std::int64_t> pattern,
                       std::string text = "") {
  Attributes attributes{{"dtype", dtype}, {"pattern", std::move(pattern)}};
  if (!text.empty()) attributes.set("text", std::move(text));
  return apply_op(make_op(op, std::move(attributes)), {std::move(v)});
}
inline Variable scalar(const char* name = "") { return make_variable(TensorType::of_rank(DType::Float64, 0), name); }
inline Variable vector(const char* name = "") { return make_variable(TensorType::of_rank(DType::Float64, 1), name); }
inline Variable matrix(const char* name = "") { return make_variable(TensorType::of_rank(DType::Float64, 2), name); }
inline Variable number(double value) { return make_constant(Array::scalar(value)); }

/// x with tanh applied `length` times.
inline Variable chain(Variable x, int length) {
  const Op op = make_op(tanh);
  for (int i = 0; i < length; ++i) x = apply_op(op, {std::move(x)});
  return x;
}

}  // namespace theano::toy
