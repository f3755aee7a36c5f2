// Errors: the text of a report, and the class that belongs to a kind.
#include "theano/base/error.h"

#include <gtest/gtest.h>

namespace theano {
namespace {

ErrorReport shape_report() {
  return {ErrorKind::Shape,
          Phase::Call,
          "dot",
          "the inner sizes must agree, but x.shape[1] is 5 and y.shape[0] is 7.",
          {{"x", "features", "float32 (3, 5)", "made in model.py:12"}, {"y", "w", "float32 (7, 5)", ""}},
          "dot(features, w.T) has agreeing sizes."};
}

TEST(ErrorReport, AlignsTheOperands) {
  EXPECT_EQ(shape_report().to_string(),
            "[dot] the inner sizes must agree, but x.shape[1] is 5 and y.shape[0] is 7.\n"
            "  x  features  float32 (3, 5)   made in model.py:12\n"
            "  y  w         float32 (7, 5)\n"
            "  Way out: dot(features, w.T) has agreeing sizes.");
}

TEST(ErrorReport, LeavesOutWhatIsEmpty) {
  ErrorReport report;
  report.sentence = "it is so.";
  EXPECT_EQ(report.to_string(), "it is so.");
}

TEST(Error, IsThrownAsTheClassOfItsKind) {
  try {
    throw_error(shape_report());
    FAIL();
  } catch (const ShapeError& e) {
    EXPECT_EQ(e.kind(), ErrorKind::Shape);
    EXPECT_EQ(e.phase(), Phase::Call);
    EXPECT_EQ(e.report().operands.size(), 2u);
    EXPECT_EQ(std::string(e.what()), shape_report().to_string());
  }
}

TEST(Error, ClassSetsTheKind) {
  const DTypeError error("cast", "a must hold.", "do b.");
  EXPECT_EQ(error.kind(), ErrorKind::DType);
  EXPECT_STREQ(error_class_name(error.kind()), "DTypeError");
  EXPECT_THROW(throw DTypeError("cast", "a must hold.", "do b."), Error);
  EXPECT_THROW(throw DTypeError("cast", "a must hold.", "do b."), std::runtime_error);
}

}  // namespace
}  // namespace theano
