"""Linear regression: a line through noisy points, by gradient descent, against the known solution."""
import numpy
import theano
import theano.tensor as T

rng = numpy.random.RandomState(3)
true_w = numpy.array([2.0, -1.0, 0.5])
data_x = rng.uniform(-1, 1, (100, 3))
data_y = numpy.dot(data_x, true_w) + 4.0 + rng.normal(0, 0.1, (100,))

x = T.dmatrix("x")
y = T.dvector("y")
w = theano.shared(numpy.zeros(3), "w")
b = theano.shared(0.0, "b")
error = T.dot(x, w) + b - y
loss = T.mean(T.sqr(error))
gradients = T.grad(loss, [w, b])
updates = [(v, v - 0.5 * g) for v, g in zip([w, b], gradients)]
train = theano.function([x, y], loss, updates=updates)

for i in range(60):
    cost = float(train(data_x, data_y))
    if i % 20 == 0 or i == 59:
        print("step %2d  loss %.6f" % (i, cost))

print("weights %.3f %.3f %.3f" % tuple(w.get_value()))
print("constant %.3f" % b.get_value())
