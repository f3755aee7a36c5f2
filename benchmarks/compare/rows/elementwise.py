"""Element-wise work: the memory's bandwidth, a short expression and a chain of transcendentals."""
import numpy as np

from compare.row import Row, Update

SIZES = (1_000, 1_000_000, 10_000_000)
CASES = {f"{n:.0e} {t}".replace("e+0", "e"): (n, t) for t in ("float32", "float64") for n in SIZES}
QUICK = ("1e3 float32", "1e6 float32", "1e6 float64")


def vectors(count):
    def data(n, dtype):
        rng = np.random.default_rng(7)
        return [rng.uniform(0.1, 1.0, n).astype(dtype) for _ in range(count)]

    return data


def shrinking(n, dtype):
    """b < 1 and a small c: a state that stays finite over any number of steps."""
    a, b, c = vectors(3)(n, dtype)
    return [a * 1e-3, b, c]


def numba_triad(m):
    import numba

    def write(b, c, a):
        for i in numba.prange(a.size):
            a[i] = b[i] + 3 * c[i]

    return write


def numba_multiply_add(m):
    import numba

    def write(a, b, c):
        for i in numba.prange(c.size):
            c[i] = a[i] * b[i] + c[i]

    return write


Update("STREAM triad", cases={"1e7 float32": (10_000_000, "float32")}, data=vectors(3), native="triad",
       formula=lambda m: lambda b, c, a: b + 3 * c, variants={"numba": numba_triad})

Update("c = a*b + c", cases={"1e7 float32": (10_000_000, "float32")}, data=shrinking, native="multiply_add",
       formula=lambda m: lambda a, b, c: a * b + c, variants={"numba": numba_multiply_add})

Row("tanh(a*b+c)*exp(-d)+e", cases=CASES, quick=QUICK, data=vectors(5), native="short_expression", times_numpy=5,
    formula=lambda m: lambda a, b, c, d, e: m.tanh(a * b + c) * m.exp(-d) + e)

Row("six transcendentals", cases=CASES, quick=QUICK, data=vectors(1), native="six_transcendentals", times_numpy=5,
    formula=lambda m: lambda x: m.exp(m.sin(m.log(m.exp(m.tanh(m.cos(x))) + x))))
