// Newton's method: the Hessian of Rosenbrock's valley, and steps that solve a system of two equations.
#include <cstdio>

#include <theano/theano.h>

namespace T = theano::tensor;
using theano::Array, theano::Variable;

int main() {
  Variable x = theano::shared(Array::of({-1.2, 1.0}), "x");
  Variable cost = 100 * T::sqr(x[1] - T::sqr(x[0])) + T::sqr(1 - x[0]);
  Variable gradient = theano::grad(cost, x);
  Variable hessian = theano::hessian(cost, x);
  // The inverse of two rows and columns, by Cramer's rule.
  Variable determinant = hessian[{0, 0}] * hessian[{1, 1}] - hessian[{0, 1}] * hessian[{1, 0}];
  Variable step0 = (hessian[{1, 1}] * gradient[0] - hessian[{0, 1}] * gradient[1]) / determinant;
  Variable step1 = (hessian[{0, 0}] * gradient[1] - hessian[{1, 0}] * gradient[0]) / determinant;
  theano::Function newton = theano::function({}, {cost, x}, {{x, x - T::stack({step0, step1})}});

  for (int i = 0; i < 8; ++i) {
    const theano::Results found = newton();
    std::printf("step %d  cost %.3e  at %.6f %.6f\n", i, found[0].item(), found[1].at({0}), found[1].at({1}));
  }
}
