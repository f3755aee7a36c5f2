// The lists of all ops and API functions: complete, unique, documented, callable.
#include <gtest/gtest.h>

#include <set>
#include <sstream>

#include "theano/base/error.h"
#include "theano/ops/ops.h"

namespace theano {
namespace {

std::set<std::string> words(const char* text) {
  std::istringstream in(text);
  return {std::istream_iterator<std::string>(in), {}};
}

TEST(Registry, NamesAreUnique) {
  std::set<std::string_view> names;
  for (const OpDefinition* op : all_ops()) {
    EXPECT_TRUE(names.insert(op->name()).second) << op->name();
    EXPECT_EQ(find_op(op->name()), op);
  }
  EXPECT_GT(names.size(), 80U);
  EXPECT_EQ(find_op("no such op"), nullptr);
}

TEST(Registry, EveryOpIsDocumented) {
  for (const OpDefinition* op : all_ops()) {
    const OpDocs docs = op->docs();
    EXPECT_FALSE(docs.summary.empty()) << docs.name;
    EXPECT_TRUE(docs.summary.ends_with('.')) << docs.name;
    EXPECT_FALSE(docs.inputs.empty()) << docs.name;
    const std::set<std::string_view> names(docs.inputs.begin(), docs.inputs.end());
    EXPECT_EQ(names.size(), docs.inputs.size()) << docs.name;
  }
}

TEST(Registry, EveryElementwiseOpHasMeaningAndFormula) {
  int count = 0;
  for (const OpDefinition* op : all_ops()) {
    if (op->kind() != OpKind::Elementwise) continue;
    ++count;
    const ElementwiseSpec& spec = static_cast<const Elementwise*>(op)->spec();
    EXPECT_TRUE(spec.formula) << spec.name;
    EXPECT_TRUE(op == &ops::cast || *spec.numpy) << spec.name;
    EXPECT_LT(spec.domain.low, spec.domain.high) << spec.name;
    if (spec.domain.is_smooth && std::string_view(spec.name) != "invert" && spec.dtype != dtype_rules::bitwise &&
        spec.dtype != dtype_rules::bool_result) {
      EXPECT_TRUE(spec.vjp) << spec.name << " is said to be smooth but states no derivative";
    }
  }
  EXPECT_GT(count, 60);
}

TEST(Registry, ApiNamesAreUnique) {
  std::set<std::string> names, methods;
  for (const ApiFunction& function : api_functions()) {
    if (function.module) {
      std::set<std::string> all = words(function.aliases);
      all.insert(function.name);
      for (const std::string& name : all) {
        EXPECT_TRUE(names.insert(std::string(function.module) + "." + name).second) << name;
      }
    }
    for (const std::string& method : words(function.methods)) EXPECT_TRUE(methods.insert(method).second) << method;
  }
}

TEST(Registry, ApiEntriesAreDocumented) {
  for (const ApiFunction& function : api_functions()) {
    EXPECT_TRUE(function.call != nullptr) << function.name;
    EXPECT_FALSE(std::string_view(function.summary).empty()) << function.name;
    bool has_default = false;
    for (const Parameter& parameter : function.parameters) {
      EXPECT_FALSE(has_default && !parameter.default_value)
          << function.name << ": a parameter without default follows one with";
      has_default |= parameter.default_value != nullptr;
    }
  }
}

TEST(Registry, HasTheNamesOfTheOriginal) {
  std::set<std::string> names, methods;
  for (const ApiFunction& function : api_functions()) {
    if (!function.module) continue;
    for (const std::string& alias : words(function.aliases)) names.insert(function.module + ("." + alias));
    names.insert(function.module + std::string(".") + function.name);
    methods.merge(words(function.methods));
  }
  for (const char* name : {"tensor.add",
                           "tensor.abs_",
                           "tensor.switch",
                           "tensor.where",
                           "tensor.fill",
                           "tensor.xor",
                           "tensor.bitwise_and",
                           "tensor.square",
                           "tensor.power",
                           "tensor.floor_div",
                           "tensor.isnan",
                           "tensor.round",
                           "tensor.cast",
                           "tensor.clip",
                           "tensor.nnet.sigmoid",
                           "tensor.nnet.softmax",
                           "tensor.nnet.relu",
                           "tensor.nnet.categorical_crossentropy",
                           "tensor.nnet.binary_crossentropy",
                           "tensor.nnet.logsoftmax"}) {
    EXPECT_TRUE(names.contains(name)) << name;
  }
  for (const char* method : {"exp", "log1p", "tanh", "astype", "round", "fill", "floor"}) {
    EXPECT_TRUE(methods.contains(method)) << method;
  }
}

const ApiFunction& entry(std::string_view name) {
  for (const ApiFunction& function : api_functions()) {
    if (function.module && function.name == name) return function;
  }
  throw std::runtime_error("no such entry");
}

TEST(Registry, EntriesCall) {
  const Variable x = tensor::dvector("x"), y = tensor::dvector("y");
  EXPECT_EQ(entry("sub").call(Arguments({x, y}))[0].owner()->op()->to_string(), "Elemwise{sub,no_inplace}");
  const Variable sum = entry("add").call(Arguments({std::vector<Variable>{x, y, x}}))[0];
  EXPECT_EQ(sum.owner()->input(1), x);
  EXPECT_EQ(sum.owner()->input(0).owner()->input(1), y);
  EXPECT_EQ(entry("cast").call(Arguments({x, std::string("int8")}))[0].dtype(), DType::Int8);
  EXPECT_EQ(entry("round").call(Arguments({x, std::monostate{}}))[0].owner()->op()->name(), "round_half_to_even");
  EXPECT_EQ(entry("divmod").call(Arguments({x, y})).size(), 2U);
}

TEST(Registry, ArgumentsTellWhatTheyHold) {
  const Arguments a(
      {std::int64_t{3}, 0.5, true, std::string("float32"), std::vector<std::int64_t>{1, 2}, std::monostate{}});
  EXPECT_EQ(a.integer(0), 3);
  EXPECT_EQ(a.number(0), 3.0);
  EXPECT_EQ(a.number(1), 0.5);
  EXPECT_TRUE(a.boolean(2));
  EXPECT_EQ(a.dtype(3), DType::Float32);
  EXPECT_EQ(*a.axes(0), std::vector<std::int64_t>{3});
  EXPECT_EQ(a.axes(4)->size(), 2U);
  EXPECT_EQ(a.axes(5), std::nullopt);
  EXPECT_TRUE(a.tensor(5).is_null());
  EXPECT_THROW(a.text(0), InternalError);
}

}  // namespace
}  // namespace theano
