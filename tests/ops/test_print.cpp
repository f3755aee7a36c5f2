// The op that prints: its lines, its place among other ops, its gradient.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "theano/theano.h"

namespace theano {
namespace {

namespace T = tensor;

std::string printed(const Function& f, const Array& argument) {
  testing::internal::CaptureStdout();
  f(argument);
  return testing::internal::GetCapturedStdout();
}

TEST(Print, WritesALinePerAttribute) {
  const Variable x = T::dvector("x");
  const Function f = function({x}, T::print(x * 2.0, "twice", {"__str__", "shape", "mean", "min", "dtype"}) + 1.0);
  EXPECT_EQ(printed(f, Array::of({1.0, 2.0})),
            "twice __str__ = [2. 4.]\ntwice shape = (2,)\ntwice mean = 3.0\ntwice min = 2.0\ntwice dtype = float64\n");
  EXPECT_EQ(Array(f(Array::of({1.0, 2.0}))).to_doubles(), (std::vector<double>{3, 5}));
}

TEST(Print, WorksBetweenFusedOpsReductionsAndViews) {
  const Variable x = T::dmatrix("x");
  const Variable seen = T::print(T::exp(x) - 1.0, "e", {"shape"});
  const Function f = function({x}, {T::sum(seen, 0), T::dot(T::transpose(seen), seen)});
  testing::internal::CaptureStdout();
  const Results r = f(Array::zeros(DType::Float64, {3, 2}));
  EXPECT_EQ(testing::internal::GetCapturedStdout(), "e shape = (3, 2)\n");
  EXPECT_EQ(r[0].to_doubles(), (std::vector<double>{0, 0}));
  EXPECT_EQ(r[1].shape(), (Shape{2, 2}));
}

TEST(Print, IntegersThatSizesDependOnArePrintedFirst) {
  const Variable n = T::lscalar("n");
  const Function f = function({n}, T::arange(T::print(n + 1, "n")));
  testing::internal::CaptureStdout();
  EXPECT_EQ(Array(f(2)).to_doubles(), (std::vector<double>{0, 1, 2}));
  EXPECT_EQ(testing::internal::GetCapturedStdout(), "n __str__ = 3\n");
}

TEST(Print, GradientsPassUnprinted) {
  const Variable x = T::dvector("x");
  const Variable cost = T::sum(T::sqr(T::print(x, "x")));
  const Function f = function({x}, grad(cost, x));
  EXPECT_EQ(Array(f(Array::of({3.0}))).to_doubles(), (std::vector<double>{6}));
  const Variable v = T::dvector("v");
  const Function forward = function({x, v}, Rop(std::vector{cost}, std::vector{x}, std::vector{v}).at(0));
  EXPECT_EQ(forward(Array::of({3.0}), Array::of({1.0})).item(), 6);
}

TEST(Print, NamesWhatThereIsToPrint) {
  const Variable x = T::dvector("x");
  EXPECT_THROW(function({x}, T::print(x, "x", {"nothing"}))(Array::of({1.0})), ValueError);
  EXPECT_EQ(T::print(x, "hello").owner()->op()->to_string(),
            "Print{message='hello', attrs=('__str__',), global_fn=<function _print_fn>}");
}

}  // namespace
}  // namespace theano
