// Graphs and functions as bytes: what comes back computes the same, shares what was shared, and damage is told.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "theano/theano.h"

namespace theano {
namespace {

namespace T = tensor;
using testing::HasSubstr;

TEST(SavedGraph, KeepsStructureNamesTypesAndPlaces) {
  const Variable x = T::fmatrix("x"), y = T::row("y");
  Variable z = T::tanh(x * 2.0 + y);
  z.set_name("z");
  const std::vector<Variable> loaded = load_graph(save_graph(std::vector{z, x, y}));
  ASSERT_EQ(loaded.size(), 3u);
  EXPECT_TRUE(is_same_computation(std::vector{z}, std::vector{loaded[0]}, std::vector{x, y}, std::vector{loaded[1], loaded[2]}));
  EXPECT_EQ(debugprint(loaded[0]), debugprint(z));
  EXPECT_EQ(loaded[0].name(), "z");
  EXPECT_TRUE(loaded[2].is_broadcastable(0));
  EXPECT_EQ(loaded[0].provenance().to_string(), z.provenance().to_string());
  EXPECT_NE(loaded[1], x);
}

TEST(SavedGraph, KeepsWhatIsSharedAndDefaultUpdates) {
  Variable w = make_shared_variable(Array::of({1.0, 2.0}), "w");
  w.shared()->default_update = w + 1.0;
  const Variable again = w->clone();
  const std::vector<Variable> loaded = load_graph(save_graph(std::vector{w * 2.0, again, w}));
  SharedNode& node = *loaded[2].shared();
  EXPECT_EQ(loaded[0].owner()->input(0), loaded[2]);
  EXPECT_EQ(loaded[1].shared()->storage, node.storage);
  EXPECT_EQ(node.default_update.owner()->input(0), loaded[2]);
  node.set_value(Array::of({5.0, 5.0}));
  EXPECT_EQ(w.shared()->get_value().to_doubles(), (std::vector<double>{1, 2}));
  for (const Variable& v : {w, again, loaded[1], loaded[2]}) v.shared()->default_update = Variable();  // it holds what holds it
}

TEST(SavedGraph, KeepsDerivativesTypesAndTestValues) {
  const Variable x = T::dvector("x");
  x->test_value = std::make_unique<Value>(Value{Array::of({1.0, 2.0}), nullptr});
  const Variable g = grad(T::sum(T::sqr(gradient::disconnected_grad(x)) + x), x);
  const std::vector<Variable> loaded = load_graph(save_graph(std::vector{g, x}));
  EXPECT_EQ(eval(loaded[0], {{loaded[1], Array::of({3.0, 4.0})}}).to_doubles(), (std::vector<double>{1, 1}));
  EXPECT_EQ(loaded[1]->test_value->array.to_doubles(), (std::vector<double>{1, 2}));
}

TEST(SavedGraph, SurvivesAMillionNodes) {
  const Variable x = T::dscalar("x");
  Variable y = x;
  for (int i = 0; i < 1'000'000; ++i) y = y + x;
  const std::vector<Variable> loaded = load_graph(save_graph(std::vector{y, x}));
  EXPECT_EQ(toposort(std::span(&loaded[0], 1)).size(), 1'000'000u);
}

TEST(SavedGraph, TellsDamage) {
  const Variable x = T::dvector("x");
  const std::string bytes = save_graph(std::vector{T::exp(x) + Array::of({1.0, 2.0})});
  EXPECT_THROW(load_graph("something else"), ValueError);
  EXPECT_THROW(load_graph(bytes + "x"), ValueError);
  // Whatever is cut off or changed, the answer is an error or a graph, never a crash.
  for (std::size_t size = 0; size < bytes.size(); ++size) EXPECT_THROW(load_graph(bytes.substr(0, size)), ValueError) << size;
  for (std::size_t at = 15; at < bytes.size(); ++at)
    for (const char change : {'\x01', '\x10', '\x7f'}) {
      std::string damaged = bytes;
      damaged[at] = static_cast<char>(damaged[at] ^ change);
      try {
        load_graph(damaged);
      } catch (const Error&) {
      }
    }
}

TEST(SavedFunction, ComputesTheSame) {
  const Variable x = T::dvector("x"), rate = T::dscalar("rate"), given = T::dvector("given");
  const Variable w = make_shared_variable(Array::of({1.0, 2.0}), "w");
  In with_default(rate);
  with_default.value.array = Array::scalar(0.5);
  FunctionOptions options;
  options.name = "step";
  const Function f = function({x, with_default}, {T::dot(given, x), w * 1.0}, {{w, w - rate * x}}, {{given, w}}, options);
  const std::string bytes = save_function(f);
  const Function g = load_function(bytes);
  for (int i = 0; i < 3; ++i) {
    const Results a = f(Array::of({1.0, 1.0})), b = g(Array::of({1.0, 1.0}));
    EXPECT_TRUE(is_identical(a[0], b[0]));
    EXPECT_TRUE(is_identical(a[1], b[1]));
  }
  EXPECT_EQ(g.name(), "step");
  EXPECT_EQ(load_function(bytes)(Array::of({1.0, 1.0}))[0].item(), 3);  // the values of when it was saved
  EXPECT_THROW(load_function(bytes.substr(0, bytes.size() - 1)), ValueError);
  EXPECT_THROW(load_function("x"), ValueError);
}

}  // namespace
}  // namespace theano
