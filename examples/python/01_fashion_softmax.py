"""Softmax regression learns Fashion-MNIST: one template per class, by mini-batch gradient descent."""
import argparse

import numpy
import theano
import theano.tensor as T
from support import CLASS_NAMES, ProgressBar, line_chart, load_fashion_mnist, tile_images, write_png


def save(path, parameters):
    numpy.savez(path, **{v.name: v.get_value() for v in parameters})


def load(path, parameters):
    with numpy.load(path) as values:
        for v in parameters:
            v.set_value(values[v.name])


parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--epochs", type=int, default=15, help="how often all images are seen")
parser.add_argument("--batch", type=int, default=20, help="images per step")
parser.add_argument("--seed", type=int, default=1, help="of the random order of the images")
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

# The model: the probability of each class is the softmax of the image's products with the templates.
x = T.matrix("x")
y = T.ivector("y")
W = theano.shared(numpy.zeros((784, 10), theano.config.floatX), "W")
b = theano.shared(numpy.zeros(10, theano.config.floatX), "b")
parameters = [W, b]
p = T.nnet.softmax(T.dot(x, W) + b)
guess = T.argmax(p, axis=1)
loss = T.mean(T.nnet.categorical_crossentropy(p, y))

rate = T.scalar("rate")
gradients = T.grad(loss, parameters)
updates = [(v, v - rate * g) for v, g in zip(parameters, gradients)]
train = theano.function([step, rate], loss, updates=updates, givens={x: images[rows], y: labels[rows]})
test = theano.function([x, y], T.mean(T.eq(guess, y)))
predict = theano.function([x], guess)

rng = numpy.random.RandomState(options.seed)
steps = image_count // options.batch
learning_rate = 0.05
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

write_png("softmax_templates.png", tile_images(W.get_value().T, 28, 28, columns=5))
write_png("softmax_loss.png", line_chart([curve]))

# Saved, forgotten, loaded: the model must say what it said before.
guesses = predict(data.test_images)
save("softmax.npz", parameters)
W.set_value(numpy.zeros((784, 10), theano.config.floatX))
load("softmax.npz", parameters)
is_same = numpy.array_equal(predict(data.test_images), guesses)
print("the loaded parameters predict", "the same" if is_same else "something else")
for i in range(5):
    print("test image %d: %s, predicted: %s" % (i, CLASS_NAMES[data.test_labels[i]], CLASS_NAMES[guesses[i]]))
raise SystemExit(0 if is_same else 1)
