"""Logistic regression: two classes, a penalty on weights, and a test function beside the training function."""
import numpy
import theano
import theano.tensor as T

rng = numpy.random.RandomState(4)
# Points in five dimensions; the class is on which side of a plane a point lies.
data_x = rng.normal(0, 1, (400, 5))
plane = rng.uniform(-1, 1, (5,))
data_y = (numpy.dot(data_x, plane) + 0.3 > 0).astype("int32")

x = T.dmatrix("x")
y = T.ivector("y")
w = theano.shared(numpy.zeros(5), "w")
b = theano.shared(0.0, "b")
p = T.nnet.sigmoid(T.dot(x, w) + b)
guess = p > 0.5
loss = T.mean(T.nnet.binary_crossentropy(p, y)) + 0.001 * T.sum(T.sqr(w))
g_w, g_b = T.grad(loss, [w, b])
train = theano.function([x, y], loss, updates=[(w, w - 1.0 * g_w), (b, b - 1.0 * g_b)])
accuracy = theano.function([x, y], T.mean(T.eq(guess, y)))

for epoch in range(20):
    for i in range(6):
        cost = float(train(data_x[50 * i : 50 * (i + 1)], data_y[50 * i : 50 * (i + 1)]))
    if epoch % 5 == 4:
        print("epoch %2d  loss %.6f  accuracy on new points %.2f"
              % (epoch + 1, cost, accuracy(data_x[300:], data_y[300:])))
