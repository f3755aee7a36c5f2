"""Newton's method: the Hessian of Rosenbrock's valley, and steps that solve a system of two equations."""
import numpy
import theano
import theano.tensor as T

x = theano.shared(numpy.array([-1.2, 1.0]), "x")
cost = 100 * T.sqr(x[1] - T.sqr(x[0])) + T.sqr(1 - x[0])
gradient = T.grad(cost, x)
hessian = theano.gradient.hessian(cost, x)
# The inverse of two rows and columns, by Cramer's rule.
determinant = hessian[0, 0] * hessian[1, 1] - hessian[0, 1] * hessian[1, 0]
step0 = (hessian[1, 1] * gradient[0] - hessian[0, 1] * gradient[1]) / determinant
step1 = (hessian[0, 0] * gradient[1] - hessian[1, 0] * gradient[0]) / determinant
newton = theano.function([], [cost, x], updates=[(x, x - T.stack([step0, step1]))])

for i in range(8):
    value, at = newton()
    print("step %d  cost %.3e  at %.6f %.6f" % (i, value, at[0], at[1]))
