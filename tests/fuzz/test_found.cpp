// What random graphs have found, reduced.
#include "fuzz/corpus.h"

namespace theano::fuzz {
namespace {

TEST(FuzzCorpus, TheShapeOfAScalar) {
  Recipe r;
  const int v0 = r.input(DType::Float64, {}, {1}, {}, Memory::Plain);
  const int v1 = r.call("tensor.shape", {value(v0)});
  r.outputs = {v1};
  expect_agreement(r);
}

}  // namespace
}  // namespace theano::fuzz
