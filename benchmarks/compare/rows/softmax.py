"""Softmax and its family over the rows of a matrix, and layer normalisation."""
import numpy as np

from compare.row import Gradient, Row

CASES = {"1000x1000": (1000, 1000), "64x50000": (64, 50_000)}
EPSILON = 1e-5


def scores(rows, columns):
    return [np.random.default_rng(3).normal(0, 2, (rows, columns)).astype("float32")]


def scores_and_labels(rows, columns):
    return scores(rows, columns) + [np.random.default_rng(4).integers(0, columns, rows)]


def with_gain(rows, columns):
    rng = np.random.default_rng(4)
    return scores(rows, columns) + [rng.normal(1, 0.1, columns).astype("float32") for _ in range(2)]


def softmax(m):
    def of(x):
        e = m.exp(x - m.max(x, axis=1, keepdims=True))
        return e / m.sum(e, axis=1, keepdims=True)

    return of


def log_softmax(m):
    def of(x):
        z = x - m.max(x, axis=1, keepdims=True)
        return z - m.log(m.sum(m.exp(z), axis=1, keepdims=True))

    return of


def crossentropy_by_hand(m):
    def of(x, y):
        z = log_softmax(m)(x)
        rows = np.arange(len(y))
        cost = -z[rows, y].mean()
        g = m.exp(z)
        g[rows, y] -= 1
        g /= len(y)
        return cost, g

    return of


def layer_norm(m):
    def of(x, gain, shift):
        centred = x - m.mean(x, axis=1, keepdims=True)
        width = m.sqrt(m.mean(centred * centred, axis=1, keepdims=True) + EPSILON)
        return centred / width * gain + shift

    return of


def layer_norm_by_hand(m):
    """The cost is half the sum of squares of the normalised rows, so that its gradient by them is themselves."""

    def of(x, gain, shift):
        centred = x - x.mean(axis=1, keepdims=True)
        width = np.sqrt((centred * centred).mean(axis=1, keepdims=True) + EPSILON)
        normal = centred / width
        y = normal * gain + shift
        g = y * gain
        back = (g - g.mean(axis=1, keepdims=True) - normal * (g * normal).mean(axis=1, keepdims=True)) / width
        return 0.5 * (y * y).sum(), back, (y * normal).sum(axis=0), y.sum(axis=0)

    return of


def numba_softmax(is_log):
    def formula(m):
        import numba

        def of(x):
            out = np.empty_like(x)
            for i in numba.prange(x.shape[0]):
                row, to = x[i], out[i]
                greatest = row[0]
                for j in range(row.size):
                    greatest = max(greatest, row[j])
                total = row[0] * 0
                for j in range(row.size):
                    to[j] = np.exp(row[j] - greatest)
                    total += to[j]
                if is_log:
                    shift = greatest + np.log(total)
                    for j in range(row.size):
                        to[j] = row[j] - shift
                else:
                    for j in range(row.size):
                        to[j] /= total
            return out

        return of

    return formula


def numba_crossentropy(m):
    import numba

    def of(x, y):
        out = np.empty_like(x)
        costs = np.empty(x.shape[0], x.dtype)
        for i in numba.prange(x.shape[0]):
            row, to = x[i], out[i]
            greatest = row[0]
            for j in range(row.size):
                greatest = max(greatest, row[j])
            total = row[0] * 0
            for j in range(row.size):
                to[j] = np.exp(row[j] - greatest)
                total += to[j]
            costs[i] = greatest + np.log(total) - row[y[i]]
            scale = 1 / (total * x.shape[0])
            for j in range(row.size):
                to[j] *= scale
            to[y[i]] -= 1 / x.shape[0]
        return costs.mean(), out

    return of


def numba_layer_norm(m):
    import numba

    def of(x, gain, shift):
        out = np.empty_like(x)
        for i in numba.prange(x.shape[0]):
            row, to = x[i], out[i]
            s = row[0] * 0
            for j in range(row.size):
                s += row[j]
            mean = s / np.float32(row.size)
            s = row[0] * 0
            for j in range(row.size):
                s += (row[j] - mean) * (row[j] - mean)
            scale = np.float32(1) / np.sqrt(s / np.float32(row.size) + np.float32(EPSILON))
            for j in range(row.size):
                to[j] = (row[j] - mean) * scale * gain[j] + shift[j]
        return out

    return of


def half_squares(m):
    return lambda x, gain, shift: 0.5 * m.sum(layer_norm(m)(x, gain, shift) ** 2)


Row("softmax", cases=CASES, data=scores, formula=softmax, native="softmax", quick=tuple(CASES),
    variants={"ours": lambda m: m.nnet.softmax, "jax": lambda m: m.nn.softmax, "torch": lambda m: lambda x: m.softmax(x, 1),
              "pytensor": lambda m: lambda x: m.special.softmax(x, axis=1), "numba": numba_softmax(False)})

Row("log-softmax", cases=CASES, data=scores, formula=log_softmax, native="log_softmax",
    variants={"ours": lambda m: m.nnet.logsoftmax, "jax": lambda m: m.nn.log_softmax,
              "torch": lambda m: lambda x: m.log_softmax(x, 1), "pytensor": lambda m: lambda x: m.special.log_softmax(x, axis=1), "numba": numba_softmax(True)})

Gradient("softmax crossentropy, gradient", cases=CASES, data=scores_and_labels, wrt=(0,), by_hand=crossentropy_by_hand,
         native="crossentropy", formula=lambda m: lambda x, y: -m.mean(log_softmax(m)(x)[m.arange(y.shape[0]), y]),
         variants={"ours": lambda m: lambda x, y: m.mean(m.nnet.categorical_crossentropy(m.nnet.softmax(x), y)),
                   "jax": lambda m: lambda x, y: -m.mean(m.nn.log_softmax(x)[m.arange(y.shape[0]), y]),
                   "pytensor": lambda m: lambda x, y: -m.mean(m.special.log_softmax(x, axis=1)[m.arange(y.shape[0]), y]),
                   "torch": lambda m: m.cross_entropy, "numba": numba_crossentropy})

Row("layer norm", cases=CASES, data=with_gain, formula=layer_norm, native="layer_norm",
    variants={"torch": lambda m: lambda x, gain, shift: m.layer_norm(x, x.shape[1:], gain, shift, EPSILON),
              "numba": numba_layer_norm})

Gradient("layer norm, gradient", cases=CASES, data=with_gain, wrt=(0, 1, 2), by_hand=layer_norm_by_hand,
         formula=half_squares, native="layer_norm_gradient", without={"numba": "not written for it"}, tolerance=1e-4,
         variants={"torch": lambda m: lambda x, gain, shift:
                   0.5 * m.sum(m.layer_norm(x, x.shape[1:], gain, shift, EPSILON) ** 2)})
