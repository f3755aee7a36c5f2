"""A Gaussian mixture fitted by the gradient of its likelihood, with parameters that may take any value."""
import numpy
import theano
import theano.tensor as T

rng = numpy.random.RandomState(7)
data = numpy.concatenate([rng.normal(-2, 0.5, (150,)), rng.normal(1, 1.0, (350,))])

x = T.dvector("x")
logit = theano.shared(numpy.zeros(2), "logit")  # of the weights
mean = theano.shared(numpy.array([-1.0, 0.5]), "mean")
log_std = theano.shared(numpy.zeros(2), "log_std")
# One row per point, one column per component; the logarithm of the sum of exponentials cannot overflow.
z = (x.dimshuffle(0, "x") - mean) / T.exp(log_std)
log_weight = logit - T.log(T.sum(T.exp(logit)))
log_joint = log_weight - 0.5 * T.sqr(z) - log_std - 0.5 * numpy.log(2 * numpy.pi)
highest = T.max(log_joint, axis=1, keepdims=True)
log_likelihood = T.mean(highest[:, 0] + T.log(T.sum(T.exp(log_joint - highest), axis=1)))

parameters = [logit, mean, log_std]
gradients = T.grad(log_likelihood, parameters)
train = theano.function([x], log_likelihood, updates=[(v, v + 0.5 * g) for v, g in zip(parameters, gradients)])
describe = theano.function([], [T.exp(log_weight), mean, T.exp(log_std)])

for i in range(201):
    value = float(train(data))
    if i % 50 == 0:
        print("step %3d  log likelihood %.5f" % (i, value))
for name, values in zip(["weight", "mean", "deviation"], describe()):
    print("%-9s %6.3f %6.3f" % (name, values[0], values[1]))
