"""Training steps of softmax regression and of a 784-500-10 network, against the same steps written in NumPy by hand.

Prints seconds per step (the least of several rounds, ours and NumPy's in turn) and the ratio NumPy / ours.
"""
import os
import time

os.environ.setdefault("OPENBLAS_NUM_THREADS", "2")  # NumPy gets the two cores that our pool uses

import numpy as np

import theano
import theano.tensor as T

theano.config.floatX = "float32"
RATE, L2 = np.float32(0.1), np.float32(1e-4)


def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def data(batch):
    rng = np.random.RandomState(0)
    return rng.rand(batch, 784).astype("float32"), rng.randint(0, 10, batch).astype("int32")


def weights(*sizes):
    rng = np.random.RandomState(1)
    return [(rng.uniform(-0.05, 0.05, pair).astype("float32"), np.zeros(pair[1], "float32"))
            for pair in zip(sizes[:-1], sizes[1:])]


def our_step(layers):
    x, y = T.matrix("x"), T.ivector("y")
    parameters, h = [], x
    for i, (w, b) in enumerate(layers):
        w, b = theano.shared(w), theano.shared(b)
        parameters += [w, b]
        h = T.dot(h, w) + b
        h = T.tanh(h) if i + 1 < len(layers) else T.nnet.softmax(h)
    loss = -T.mean(T.log(h)[T.arange(y.shape[0]), y])
    if len(layers) > 1:
        loss = loss + L2 * sum((p ** 2).sum() for p in parameters[::2])
    gradients = T.grad(loss, parameters)
    return theano.function([x, y], loss, updates=[(p, p - RATE * g) for p, g in zip(parameters, gradients)])


def numpy_regression(layers):
    (w, b), = [(w.copy(), b.copy()) for w, b in layers]

    def step(x, y):
        p = softmax(x @ w + b)
        rows = np.arange(len(y))
        loss = -np.log(p[rows, y]).mean()
        p[rows, y] -= 1
        p /= np.float32(len(y))
        w[...] -= RATE * (x.T @ p)
        b[...] -= RATE * p.sum(axis=0)
        return loss

    return step


def numpy_network(layers):
    (w1, b1), (w2, b2) = [(w.copy(), b.copy()) for w, b in layers]

    def step(x, y):
        h = np.tanh(x @ w1 + b1)
        p = softmax(h @ w2 + b2)
        rows = np.arange(len(y))
        loss = -np.log(p[rows, y]).mean() + L2 * ((w1 ** 2).sum() + (w2 ** 2).sum())
        p[rows, y] -= 1
        p /= np.float32(len(y))
        back = (p @ w2.T) * (1 - h * h)
        w2[...] -= RATE * (h.T @ p + 2 * L2 * w2)
        b2[...] -= RATE * p.sum(axis=0)
        w1[...] -= RATE * (x.T @ back + 2 * L2 * w1)
        b1[...] -= RATE * back.sum(axis=0)
        return loss

    return step


def seconds_per_step(step, x, y, count):
    start = time.perf_counter()
    for _ in range(count):
        step(x, y)
    return (time.perf_counter() - start) / count


def main():
    print("%-28s %6s %12s %12s %8s" % ("step", "batch", "ours", "NumPy", "ratio"))
    for name, sizes, by_hand in (("softmax regression", (784, 10), numpy_regression),
                                 ("784-500-10 network", (784, 500, 10), numpy_network)):
        for batch in (20, 60, 600):
            x, y = data(batch)
            layers = weights(*sizes)
            ours, theirs = our_step(layers), by_hand(layers)
            first = abs(float(ours(x, y)) - float(theirs(x, y)))
            if first > 1e-4:
                raise SystemExit("the two steps disagree by %g" % first)
            rounds = [(seconds_per_step(ours, x, y, 20), seconds_per_step(theirs, x, y, 20)) for _ in range(7)]
            a, b = (min(column) for column in zip(*rounds))
            print("%-28s %6d %9.1f us %9.1f us %8.2f" % (name, batch, a * 1e6, b * 1e6, b / a))


if __name__ == "__main__":
    main()
