"""A network with 500 hidden units learns Fashion-MNIST: tanh, softmax, and a penalty on large weights."""
import argparse

import numpy
import theano
import theano.tensor as T
from support import CLASS_NAMES, ProgressBar, line_chart, load_fashion_mnist, tile_images, write_png


def weights(rng, name, rows, columns):
    # Small, so that what is learned stands out in the pictures.
    return theano.shared(rng.uniform(-0.01, 0.01, (rows, columns)).astype(theano.config.floatX), name)


def biases(name, count):
    return theano.shared(numpy.zeros(count, theano.config.floatX), name)


def save(path, parameters):
    numpy.savez(path, **{v.name: v.get_value() for v in parameters})


def load(path, parameters):
    with numpy.load(path) as values:
        for v in parameters:
            v.set_value(values[v.name])


parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--epochs", type=int, default=12, help="how often all images are seen")
parser.add_argument("--batch", type=int, default=50, help="images per step")
parser.add_argument("--seed", type=int, default=1, help="of the first weights and the order of the images")
parser.add_argument("--short", action="store_true", help="a small part of the work, for tests")
options = parser.parse_args()
theano.config.floatX = "float32"

# The images lie in shared variables; a step needs no more than its number, the givens take its rows.
data = load_fashion_mnist(theano.config.floatX)
image_count = 2000 if options.short else len(data.train_images)
epochs = min(options.epochs, 2) if options.short else options.epochs
images = theano.shared(data.train_images, "images")
labels = theano.shared(data.train_labels, "labels")
order = theano.shared(numpy.arange(image_count), "order")
step = T.lscalar("step")
rows = order[step * options.batch : (step + 1) * options.batch]

# The model: 784 pixels, brought to mean 0 and deviation 1; 500 hidden units; ten classes.
rng = numpy.random.RandomState(options.seed)
x = T.matrix("x")
y = T.ivector("y")
W1 = weights(rng, "W1", 784, 500)
b1 = biases("b1", 500)
W2 = weights(rng, "W2", 500, 10)
b2 = biases("b2", 10)
parameters = [W1, b1, W2, b2]
hidden = T.tanh(T.dot((x - 0.286) / 0.353, W1) + b1)
p = T.nnet.softmax(T.dot(hidden, W2) + b2)
guess = T.argmax(p, axis=1)
L2 = T.sum(T.sqr(W1)) + T.sum(T.sqr(W2))
loss = T.mean(T.nnet.categorical_crossentropy(p, y)) + 0.00001 * L2

rate = T.scalar("rate")
gradients = T.grad(loss, parameters)
updates = [(v, v - rate * g) for v, g in zip(parameters, gradients)]
train = theano.function([step, rate], loss, updates=updates, givens={x: images[rows], y: labels[rows]})
test = theano.function([x, y], T.mean(T.eq(guess, y)))
predict = theano.function([x], guess)

steps = image_count // options.batch
learning_rate = 0.1
curve = []
for epoch in range(1, epochs + 1):
    order.set_value(rng.permutation(image_count))
    total = 0.0
    with ProgressBar("epoch %d" % epoch, steps) as bar:
        for i in range(steps):
            cost = float(train(i, learning_rate))
            total += cost
            bar.update(i + 1, cost)
    learning_rate *= 0.85
    curve.append(total / steps)
    accuracy = float(test(data.test_images, data.test_labels))
    print("epoch %2d  loss %.6f  test accuracy %.4f" % (epoch, total / steps, accuracy), flush=True)

write_png("network_features.png", tile_images(W1.get_value().T[:50], 28, 28, columns=10))
write_png("network_loss.png", line_chart([curve]))

# Saved, forgotten, loaded: the model must say what it said before.
guesses = predict(data.test_images)
save("network.npz", parameters)
W1.set_value(numpy.zeros((784, 500), theano.config.floatX))
load("network.npz", parameters)
is_same = numpy.array_equal(predict(data.test_images), guesses)
print("the loaded parameters predict", "the same" if is_same else "something else")
for i in range(5):
    print("test image %d: %s, predicted: %s" % (i, CLASS_NAMES[data.test_labels[i]], CLASS_NAMES[guesses[i]]))
raise SystemExit(0 if is_same else 1)
