"""Reductions over every choice of axes of a matrix and of a box of numbers."""
import numpy as np

from compare.row import Row

# Each choice of axes, seen as (a, n, b, k): the result has a x b elements, each of n x k numbers.
CHOICES = {
    (1000, 1000): {None: (1, 1, 1, 1_000_000), 0: (1, 1000, 1000, 1), 1: (1, 1, 1000, 1000)},
    (64, 32, 1000): {None: (1, 1, 1, 2_048_000), 0: (1, 64, 32_000, 1), 1: (64, 32, 1000, 1), 2: (1, 1, 2048, 1000),
                     (0, 1): (1, 2048, 1000, 1), (0, 2): (1, 64, 32, 1000), (1, 2): (1, 1, 64, 32_000)},
}
FORMULAS = {
    "sum": lambda axis: lambda m: lambda x: m.sum(x, axis=axis),
    "mean": lambda axis: lambda m: lambda x: m.mean(x, axis=axis),
    "var": lambda axis: lambda m: lambda x: m.var(x, axis=axis),
    "max": lambda axis: lambda m: lambda x: m.max(x, axis=axis),
    "argmax": lambda axis: lambda m: lambda x: m.argmax(x, axis=axis),
    "any": lambda axis: lambda m: lambda x: m.any(x > 1, axis=axis),  # of which none is
}


def data(shape, dtype):
    return [np.random.default_rng(5).uniform(0, 1, shape).astype(dtype)]



def numba_rows(op, shape, outputs):
    """Loops for numbers that lie together: sums and maxima of (n, b, k) for each of b results."""
    import numba
    n, b, k = shape

    def of_rows(x):
        y = x.reshape((n, b, k))
        out = np.empty(b, x.dtype)
        for j in numba.prange(b):
            s = y[0, j, 0] * (op == "max")
            for i in range(n):
                if op == "max":
                    for l in range(k):
                        s = max(s, y[i, j, l])
                else:
                    for l in range(k):
                        s += y[i, j, l]
            out[j] = s / (n * k) if op == "mean" else s
        return out.reshape(outputs)

    def of_all(x):
        y = x.reshape(n * b * k)
        s = y[0] * (op == "max")
        if op == "max":
            for i in range(y.size):
                s = max(s, y[i])
        else:
            for i in numba.prange(y.size):
                s += y[i]
        return s / y.size if op == "mean" else s

    return of_rows if outputs else of_all


def numba_columns(op, shape, outputs):
    """Loops for numbers that lie apart: blocks of columns, row after row."""
    import numba
    a, n, b = shape
    width = 500

    def of_columns(x):
        y = x.reshape((a, n, b))
        out = np.empty((a, b), x.dtype)
        blocks = b // width
        for job in numba.prange(a * blocks):
            h, left = job // blocks, job % blocks * width
            for j in range(left, left + width):
                out[h, j] = y[h, 0, j]
            for i in range(1, n):
                if op == "max":
                    for j in range(left, left + width):
                        out[h, j] = max(out[h, j], y[h, i, j])
                else:
                    for j in range(left, left + width):
                        out[h, j] += y[h, i, j]
            if op == "mean":
                for j in range(left, left + width):
                    out[h, j] /= n
        return out.reshape(outputs)

    return of_columns


def numba_loops(op, axes, shape, sizes):
    a, n, b, k = sizes
    reduced = range(len(shape)) if axes is None else (axes,) if isinstance(axes, int) else axes
    outputs = tuple(size for axis, size in enumerate(shape) if axis not in reduced)
    if k == 1:
        return lambda m: numba_columns(op, (a, n, b), outputs)
    return lambda m: numba_rows(op, (n, b, k), outputs)


for op, formula in FORMULAS.items():
    for shape, choices in CHOICES.items():
        for axes, sizes in choices.items():
            if op == "argmax" and isinstance(axes, tuple):
                continue
            by_hand = op in ("sum", "mean", "max")
            Row("%s %s axis %s" % (op, "x".join(map(str, shape)), "all" if axes is None else str(axes).replace(" ", "")),
                cases={dtype: (shape, dtype) for dtype in ("float32", "float64")}, data=data, formula=formula(axes),
                native=op, sizes=lambda shape, dtype, sizes=sizes: sizes,
                variants={"numba": numba_loops(op, axes, shape, sizes)} if by_hand else {},
                without={} if by_hand else {"numba": "loops are written for sum, mean and max alone"},
                quick=("float32",) if len(shape) == 2 else ("none",), tolerance=2e-6, times_numpy=1)
