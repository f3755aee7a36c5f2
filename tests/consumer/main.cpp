// A program outside the project: with the installed library it builds a gradient, compiles it, calls it and catches an
// error.
#include <theano/theano.h>

#include <cstdio>

namespace T = theano::tensor;

int main() {
  theano::Variable x = T::dvector("x");
  theano::Variable slope = theano::grad(T::sum(x * x), x);
  theano::Function doubled = theano::function({x}, slope);
  const theano::Array result = doubled(theano::Array::of({1.0, 2.0, 3.0}));
  if (result.at({2}) != 6.0) {
    std::printf("the gradient is wrong: %g\n", result.at({2}));
    return 1;
  }
  try {
    doubled(theano::Array::of({1.0}).reshape({1, 1}));
    std::printf("a matrix was taken for a vector\n");
    return 1;
  } catch (const theano::Error& error) {
    std::printf("refused as it should be: %s\n", error.what());
  }
  std::printf("consumer: ok\n");
  return 0;
}
