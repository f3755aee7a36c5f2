"""Products of matrices: square, skinny, transposed, batched, and of a matrix with a vector."""
import numpy as np

from compare.row import Row


def normal(*shapes):
    rng = np.random.default_rng(2)
    return [rng.normal(0, 1, shape) for shape in shapes]


def square(n, dtype):
    return [a.astype(dtype) for a in normal((n, n), (n, n))]


def matrices(*shapes):
    return [a.astype("float32") for a in normal(*shapes)]


def loop_of_products(m):
    import numba

    def of(a, b):
        out = np.empty_like(a)
        for i in numba.prange(a.shape[0]):
            out[i] = np.dot(a[i], b[i])
        return out

    return of


SIZES = (32, 64, 128, 256, 512, 1024, 2048)
Row("dot", cases={f"{n} {t}": (n, t) for t in ("float32", "float64") for n in SIZES}, data=square, native="dot",
    sizes=lambda n, dtype: (n, n, n), formula=lambda m: lambda a, b: m.dot(a, b), tolerance=1e-5,
    quick=("32 float32", "128 float32", "512 float32"))

Row("dot skinny", cases={"20x784 784x500": ((20, 784), (784, 500)), "60x784 784x500": ((60, 784), (784, 500))}, data=matrices,
    native="dot", sizes=lambda a, b: (a[0], a[1], b[1]), formula=lambda m: lambda a, b: m.dot(a, b), tolerance=1e-5)

Row("dot transposed", cases={"(20x784).T 20x500": ((20, 784), (20, 500))}, data=matrices, native="dot_transposed",
    sizes=lambda a, b: (a[1], a[0], b[1]), formula=lambda m: lambda a, b: m.dot(a.T, b), tolerance=1e-5)

Row("dot vector", cases={"1000x1000": ((1000, 1000), (1000,))}, data=matrices, native="dot_vector",
    sizes=lambda a, b: a, formula=lambda m: lambda a, b: m.dot(a, b), tolerance=1e-5)

Row("dot batched", cases={"64x(64x64)": ((64, 64, 64), (64, 64, 64))}, data=matrices, native="dot_batched",
    sizes=lambda a, b: a, formula=lambda m: lambda a, b: m.matmul(a, b), tolerance=1e-5,
    variants={"ours": lambda m: m.batched_dot, "numba": loop_of_products})
