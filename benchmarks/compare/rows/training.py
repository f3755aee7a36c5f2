"""Steps of training: softmax regression, the network of 784, 500 and 10 units, and a network of four layers of 1024."""
import numpy as np

from compare.row import Training

L2 = 1e-4


def start(batch, *sizes):
    """Inputs, labels, and the weights and biases of each layer."""
    rng = np.random.default_rng(1)
    layers = [a for m, n in zip(sizes[:-1], sizes[1:])
              for a in (rng.uniform(-1, 1, (m, n)).astype("float32") * np.float32(np.sqrt(3 / m)), np.zeros(n, "float32"))]
    return [rng.uniform(0, 1, (batch, sizes[0])).astype("float32"), rng.integers(0, sizes[-1], batch), *layers]


def pairs(parameters):
    return list(zip(parameters[::2], parameters[1::2]))


def network(crossentropy):
    """tanh layers, the crossentropy of the last one's softmax, and a little weight decay."""

    def formula(m):
        def cost(x, y, *parameters):
            *hidden, (w, b) = pairs(parameters)
            for v, a in hidden:
                x = m.tanh(m.dot(x, v) + a)
            return crossentropy(m, m.dot(x, w) + b, y) + L2 * sum(m.sum(p * p) for p in parameters[::2])

        return cost

    return formula


def ours(m, z, y):
    return m.mean(m.nnet.categorical_crossentropy(m.nnet.softmax(z), y))


def from_log_softmax(log_softmax):
    return lambda m, z, y: -m.mean(log_softmax(m)(z)[m.arange(y.shape[0]), y])


def by_hand(m):
    """Written for NumPy."""

    def cost_and_gradients(x, y, *parameters):
        layers, activations = pairs(parameters), [x]
        for w, b in layers[:-1]:
            activations.append(np.tanh(activations[-1] @ w + b))
        z = activations[-1] @ layers[-1][0] + layers[-1][1]
        z -= z.max(axis=1, keepdims=True)
        e = np.exp(z)
        total = e.sum(axis=1, keepdims=True)
        rows = np.arange(len(y))
        cost = (np.log(total)[:, 0] - z[rows, y]).mean() + L2 * sum((w * w).sum() for w, _ in layers)
        g = e / total
        g[rows, y] -= 1
        g /= len(y)
        gradients = []
        for (w, b), h in zip(reversed(layers), reversed(activations)):
            gradients = [h.T @ g + 2 * L2 * w, g.sum(axis=0)] + gradients
            if h is not x:
                g = (g @ w.T) * (1 - h * h)
        return (cost, *gradients)

    return cost_and_gradients


def numba_output_layer():
    import numba

    @numba.njit(fastmath=True)
    def output_layer(z, y):
        """The sum of crossentropies; z becomes its gradient."""
        cost = z[0, 0] * 0
        for i in range(z.shape[0]):
            greatest = z[i].max()
            at = z[i, y[i]] - greatest
            total = z[0, 0] * 0
            for j in range(z.shape[1]):
                z[i, j] = np.exp(z[i, j] - greatest)
                total += z[i, j]
            cost += np.log(total) - at
            for j in range(z.shape[1]):
                z[i, j] /= total * z.shape[0]
            z[i, y[i]] -= 1 / z.shape[0]
        return cost / z.shape[0]

    return output_layer


def numba_regression(m):
    output_layer, decay = numba_output_layer(), np.float32(L2)

    def step(x, y, w, b):
        z = np.dot(x, w) + b
        cost = output_layer(z, y) + decay * (w * w).sum()
        return cost, np.dot(x.T, z) + 2 * decay * w, z.sum(axis=0)

    return step


def numba_network(m):
    output_layer, decay, one = numba_output_layer(), np.float32(L2), np.float32(1)

    def step(x, y, v, a, w, b):
        h = np.tanh(np.dot(x, v) + a)
        z = np.dot(h, w) + b
        cost = output_layer(z, y) + decay * ((v * v).sum() + (w * w).sum())
        back = np.dot(z, w.T) * (one - h * h)
        return (cost, np.dot(x.T, back) + 2 * decay * v, back.sum(axis=0), np.dot(h.T, z) + 2 * decay * w, z.sum(axis=0))

    return step


def row(name, sizes, batches, **more):
    log_softmaxes = {"jax": lambda m: m.nn.log_softmax, "pytensor": lambda m: lambda z: m.special.log_softmax(z, axis=1)}
    variants = {"ours": network(ours), "torch": network(lambda m, z, y: m.cross_entropy(z, y)),
                **{system: network(from_log_softmax(words)) for system, words in log_softmaxes.items()},
                **more.pop("variants", {})}
    Training(name, cases={f"batch {n}": (n, *sizes) for n in batches}, data=start, by_hand=by_hand, native="train",
             sizes=lambda batch, *sizes: (batch, len(sizes) - 1, *sizes), formula=variants["jax"], variants=variants,
             tolerance=1e-4, **more)


row("softmax regression step", (784, 10), (20, 600), variants={"numba": numba_regression})
row("784-500-10 network step", (784, 500, 10), (20, 60, 600), variants={"numba": numba_network},
    quick=("batch 20", "batch 600"))
row("4-layer 1024 network step", (1024, 1024, 1024, 1024, 10), (128,), without={"numba": "written for one hidden layer alone"})
