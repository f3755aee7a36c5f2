"""The workflow of Theano: symbols, shared parameters, gradients, a compiled training step, predictions."""
import numpy
import theano
import theano.tensor as T

rng = numpy.random.RandomState(0)
# 200 examples of three numbers; to be learned: which of them is the greatest.
x = rng.uniform(-1, 1, (200, 3)).astype(theano.config.floatX)
y = T.eq(T.argmax(x, axis=1, keepdims=True), T.arange(3)).eval()
w = rng.uniform(-0.1, 0.1, (3, 3)).astype(theano.config.floatX)
b = numpy.zeros(3, theano.config.floatX)
lr = 2.0

X = T.matrix("X")
Y = T.matrix("Y")
W = theano.shared(w, "W")
B = theano.shared(b, "B")
y_out = T.nnet.softmax(T.dot(X, W) + B)
loss = -T.mean(Y * T.log(y_out) + (1 - Y) * T.log(1 - y_out))
g_w = T.grad(loss, W)
g_b = T.grad(loss, B)
updt = [(W, W - lr * g_w), (B, B - lr * g_b)]  # gradient descent updates
model_train = theano.function(inputs=[X, Y], outputs=loss, updates=updt)
model_pred = theano.function(inputs=[X], outputs=y_out)

for i in range(100):
    cost = model_train(x, y)
    if i % 20 == 0 or i == 99:
        print("step %2d  cost %.6f" % (i, cost))

test_x = numpy.array([[0.9, 0.1, -0.5], [-0.2, 0.7, 0.3], [-0.8, -0.6, 0.4]], theano.config.floatX)
predictions = model_pred(test_x)
for row in predictions:
    print("prediction %.4f %.4f %.4f" % tuple(row))
