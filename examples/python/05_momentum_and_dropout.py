"""A network of three layers: momentum as shared variables of its own, and dropout by masks that are inputs."""
import numpy
import theano
import theano.tensor as T

rng = numpy.random.RandomState(5)
# Two spirals, one per class.
angle = rng.uniform(0.5, 3.0, (200,))
side = rng.randint(0, 2, (200,))
turn = 3 * angle + numpy.pi * side
data_x = T.stack([angle * T.cos(turn), angle * T.sin(turn)], axis=1).eval()


def layer(name, rows, columns):
    w = theano.shared(rng.normal(0, 1, (rows, columns)) * (2.0 / rows) ** 0.5, "W" + name)
    return w, theano.shared(numpy.zeros(columns), "b" + name)


x = T.dmatrix("x")
y = T.lvector("y")
mask1 = T.dmatrix("mask1")  # 0 drops a unit in one example; the kept ones weigh more
mask2 = T.dmatrix("mask2")
W1, b1 = layer("1", 2, 64)
W2, b2 = layer("2", 64, 32)
W3, b3 = layer("3", 32, 2)
parameters = [W1, b1, W2, b2, W3, b3]
h1 = T.nnet.relu(T.dot(x, W1) + b1) * mask1
h2 = T.nnet.relu(T.dot(h1, W2) + b2) * mask2
p = T.nnet.softmax(T.dot(h2, W3) + b3)
loss = T.mean(T.nnet.categorical_crossentropy(p, y))

updates = []
for v, g in zip(parameters, T.grad(loss, parameters)):
    speed = theano.shared(numpy.zeros_like(v.get_value()), v.name + "_speed")
    next_speed = 0.9 * speed - 0.05 * g
    updates += [(speed, next_speed), (v, v + next_speed)]
train = theano.function([x, y, mask1, mask2], loss, updates=updates)
errors = theano.function([x, y, mask1, mask2], T.sum(T.neq(T.argmax(p, axis=1), y)))


def mask(units):
    return numpy.floor(rng.uniform(0, 1, (200, units)) + 0.9) / 0.9


for i in range(301):
    cost = float(train(data_x, side, mask(64), mask(32)))
    if i % 100 == 0:
        wrong = int(errors(data_x, side, numpy.ones((200, 64)), numpy.ones((200, 32))))
        print("step %3d  loss %.4f  wrong %d of 200" % (i, cost, wrong))
