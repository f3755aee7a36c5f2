// Functions show their kernels as text.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "theano/base/error.h"
#include "theano/compile/function.h"
#include "theano/ops/operators.h"
#include "theano/theano.h"

namespace theano {
namespace {

namespace T = theano::tensor;
using testing::HasSubstr;
using testing::Not;

Function rows() {
  const Variable x = T::fmatrix("x"), w = T::fvector("w");
  return function({x, w}, {T::sum(T::tanh(x * w), 1)});
}

TEST(KernelText, IsReadableC) {
  const std::string text = rows().kernel_text("c");
  EXPECT_THAT(text, HasSubstr("static inline float tanh_float32(float x) {"));
  EXPECT_THAT(text, HasSubstr("static inline double sum_of_lanes_float64(double *lanes, int64_t count) {"));
  EXPECT_THAT(text, HasSubstr("test_kernel_text.cpp:"));
  EXPECT_THAT(text, HasSubstr("\nvoid kernel_"));
  EXPECT_EQ(rows().kernel_text(), text);
}

TEST(KernelText, IsTheIr) {
  const std::string text = rows().kernel_text("ir");
  EXPECT_THAT(text, HasSubstr("sum float64 over"));
  EXPECT_THAT(text, Not(HasSubstr("void kernel_")));
}

TEST(KernelText, HoldsKernelsOfInnerPrograms) {
  const Variable x = T::dmatrix("x");
  const Function f = function({x}, map_rows(std::span(&x, 1), [](std::span<const Variable> row) {
                                return std::vector<Variable>{T::erf(row[0]) * 3.0};
                              })[0]);
  EXPECT_THAT(f.kernel_text("c"), HasSubstr("erf_float64("));
}

TEST(KernelText, RefusesOtherLanguages) {
  try {
    rows().kernel_text("fortran");
    FAIL() << "nothing was thrown";
  } catch (const ValueError& error) {
    EXPECT_STREQ(error.what(),
                 "[kernel_text] language must be \"c\", \"ir\", \"llvm\" or \"asm\", but is \"fortran\".\n"
                 "  Way out: kernel_text(\"c\") gives readable C.");
  }
}

}  // namespace
}  // namespace theano
