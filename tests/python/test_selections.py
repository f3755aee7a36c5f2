"""Selections whose size depends on the data, against NumPy: values in every mode, gradients, plans, errors."""

import numpy as np
import pytest

import theano
import theano.tensor as T
from theano.tensor import extra_ops

RNG = np.random.RandomState(3)
V = np.array([0.5, -2.0, 3.0, 1.0, -4.0, 6.0])
M = RNG.randn(4, 3)
X = RNG.randn(2, 3, 4)
MODES = ("FAST_RUN", "FAST_COMPILE", "DebugMode")


def symbol(array):
    return T.TensorType(str(np.asarray(array).dtype), (False,) * np.ndim(array))()


def compare(expression, reference, *arrays, gradient=True):
    """Builds expression on symbols and compares with reference on arrays, and its gradient where all are floats."""
    symbols = [symbol(a) for a in arrays]
    output = expression(*symbols)
    expected = np.asarray(reference(*arrays))
    for mode in MODES:
        found = theano.function(symbols, output, on_unused_input="ignore", mode=mode)(*arrays)
        assert found.shape == expected.shape
        assert str(found.dtype) == output.dtype
        np.testing.assert_allclose(found, expected, rtol=1e-6)
    assert output.broadcastable == (False,) * output.ndim or all(
        n == 1 for n, b in zip(expected.shape, output.broadcastable) if b
    )
    smooth = output.dtype.startswith("float") and all(np.asarray(a).dtype.kind == "f" for a in arrays)
    if gradient and smooth and expected.size:
        theano.gradient.verify_grad(expression, list(arrays), rng=RNG)


@pytest.mark.parametrize("array", [V, M, X, M[::-1, ::2], np.zeros((0, 3)), np.zeros(5), np.ones(300), M > 0, X.round().astype("int8")])
def test_nonzero(array):
    array = np.where(np.abs(array) < 0.7, 0, array).astype(array.dtype)
    x = symbol(array)
    positions = x.nonzero()
    assert isinstance(positions, tuple) and len(positions) == array.ndim
    assert all(p.dtype == "int64" and p.broadcastable == (False,) for p in positions)
    for axis in range(array.ndim):
        compare(lambda t: T.nonzero(t)[axis], lambda a: np.nonzero(a)[axis], array, gradient=False)
    compare(lambda t: t.nonzero(return_matrix=True), lambda a: np.stack(np.nonzero(a)), array, gradient=False)
    compare(T.flatnonzero, np.flatnonzero, array, gradient=False)
    if array.dtype.kind != "b":
        compare(lambda t: t.nonzero_values(), lambda a: a[np.nonzero(a)], array, gradient=False)
        compare(lambda t: t[(t > 0.3).nonzero()], lambda a: a[np.nonzero(a > 0.3)], array)


def test_nonzero_of_a_scalar():
    for function in (T.nonzero, T.flatnonzero, T.nonzero_values):
        with pytest.raises(ValueError, match="only tensors with axes have positions"):
            function(T.dscalar())


MASKED = [
    (lambda x: x[x > 0], lambda a: a[a > 0], X),
    (lambda x: x[x[:, 0, 0] > 0], lambda a: a[a[:, 0, 0] > 0], X),
    (lambda x: x[:, x[0, :, 0] > 0], lambda a: a[:, a[0, :, 0] > 0], X),
    (lambda x: x[..., x[0, 0] > 0], lambda a: a[..., a[0, 0] > 0], X),
    (lambda x: x[:, x[0] > 0], lambda a: a[:, a[0] > 0], X),
    (lambda x: x[x[:, :, 1] > 0, 2], lambda a: a[a[:, :, 1] > 0, 2], X),
    (lambda x: x[x[:, :, 1] > 0, ::2], lambda a: a[a[:, :, 1] > 0, ::2], X),
    (lambda x: x[1, x[0] > 0], lambda a: a[1, a[0] > 0], X),
    (lambda x: x[None, x[..., 0] > 0], lambda a: a[None, a[..., 0] > 0], X),
    (lambda x: x[x[:, 0, 0] > -9, :, [1, 3]], lambda a: a[a[:, 0, 0] > -9, :, [1, 3]], X),
    (lambda x: x[1:, x[0, :, 0] > 0, 1:3], lambda a: a[1:, a[0, :, 0] > 0, 1:3], X),
    (lambda x: x[[0, 1], :, [True, False, False, True]], None, X),
    (lambda x: x[x > 99], lambda a: a[a > 99], X),
]


@pytest.mark.parametrize("case", range(len(MASKED)))
def test_masks(case):
    expression, reference, array = MASKED[case]
    if reference is None:
        with pytest.raises(TypeError):
            expression(symbol(array))
        return
    compare(expression, reference, array)
    where = theano.function([x := symbol(array)], T.grad(expression(x).sum(), x))(array) != 0
    compare(lambda t: T.set_subtensor(expression(t), 7.0), lambda a: np.where(where, 7.0, a), array)
    compare(lambda t: T.inc_subtensor(expression(t), 7.0), lambda a: np.where(where, a + 7.0, a), array)
    compare(
        lambda t: T.inc_subtensor(expression(t), expression(t) * 2), lambda a: np.where(where, a * 3, a), array
    )


def test_a_mask_of_another_size():
    x, m = T.dvector("x"), T.bvector("m")
    with pytest.raises(IndexError, match="a boolean mask must have the sizes of the axes it indexes"):
        theano.function([x, m], x[m > 0])(V, np.ones(3, "int8"))
    with pytest.raises(IndexError):
        theano.function([x], x[np.array([True, False])])(V)
    with pytest.raises(IndexError, match="too many indices"):
        x[T.bmatrix() > 0]
    assert theano.function([x], x[np.array([True, False] * 3)])(V).tolist() == V[::2].tolist()


@pytest.mark.parametrize("axis", [None, 0, 1, -1])
def test_repeat(axis):
    for n in (0, 1, 3):
        compare(lambda t: T.repeat(t, n, axis), lambda a: np.repeat(a, n, axis), M)
        compare(lambda t: t.repeat(T.as_tensor_variable(n), axis=axis), lambda a: np.repeat(a, n, axis), M)
    size = M.size if axis is None else M.shape[axis]
    counts = RNG.randint(0, 4, size)
    compare(lambda t: extra_ops.repeat(t, counts, axis), lambda a: np.repeat(a, counts, axis), M)
    compare(lambda t, n: T.repeat(t, n, axis), lambda a, n: np.repeat(a, n, axis), M, counts.astype("int8"))
    compare(lambda t: T.repeat(t, [2], axis), lambda a: np.repeat(a, 2, axis), M)


def test_repeat_errors():
    x, n, f = T.dvector("x"), T.lvector("n"), theano.function
    with pytest.raises(ValueError, match="The dimension of repeats should not exceed 1"):
        T.repeat(x, T.lmatrix())
    with pytest.raises(TypeError, match="repeats must be integers"):
        T.repeat(x, T.dscalar())
    with pytest.raises(ValueError, match="Axis should not exceed x.ndim-1"):
        T.repeat(x, 2, axis=1)
    with pytest.raises(ValueError, match="must not be negative, but one is -1"):
        f([x, n], T.repeat(x, n))(V, np.full(6, -1))
    with pytest.raises(ValueError, match="there are 3 for 6 elements"):
        f([x, n], T.repeat(x, n))(V, np.ones(3, "int64"))


@pytest.mark.parametrize("dtype", ["int8", "int32", "int64", "uint8", "bool"])
def test_bincount(dtype):
    a = np.array([1, 0, 1, 5, 1, 5]).astype(dtype)
    compare(T.bincount, np.bincount, a)
    compare(lambda x: T.bincount(x, minlength=9), lambda x: np.bincount(x, minlength=9), a)
    compare(lambda x, w: T.bincount(x, weights=w), lambda x, w: np.bincount(x, w), a, V)
    compare(lambda x: T.bincount(x, minlength=2), lambda x: np.bincount(x, minlength=2), a[:0])
    w = T.dvector()
    gradient = theano.function([w], T.grad((T.bincount(a, w) ** 2).sum(), w))(V)
    np.testing.assert_allclose(gradient, 2 * np.bincount(a, V)[a.astype("int64")])


def test_bincount_errors():
    with pytest.raises(TypeError, match="x must be a vector of integers"):
        T.bincount(T.lmatrix())
    x = T.lvector()
    with pytest.raises(AssertionError, match="the input must have no negative numbers, but has -2"):
        theano.function([x], T.bincount(x, assert_nonneg=True))([3, -2])


@pytest.mark.parametrize("axis", [None, 0, 1])
def test_compress(axis):
    condition = np.array([1, 0, 1])
    compare(lambda t: extra_ops.compress(condition, t, axis), lambda a: np.compress(condition, a, axis), M)
    compare(lambda c, t: c.compress(t, axis=axis), lambda c, a: np.compress(c, a, axis), condition, M)


@pytest.mark.parametrize("mode", ["raise", "wrap", "clip"])
def test_choose(mode):
    choices = RNG.randn(3, 2, 4)
    a = RNG.randint(0, 3, (2, 4)) if mode == "raise" else RNG.randint(-5, 9, (2, 4))
    cases = [(a, choices), (a[0], choices), (a, choices[:, 0]), (a[0, 0], choices[:, 0, 0]), (a, choices[:, 0, 0])]
    for index, table in cases:
        compare(lambda i, c: T.choose(i, c, mode=mode), lambda i, c: np.choose(i, c, mode=mode), index, table)
        theano.gradient.verify_grad(lambda c: T.choose(index, c, mode=mode), [table], rng=RNG)
    compare(
        lambda i, x, y: i.choose([x, y], mode="wrap"), lambda i, x, y: np.choose(i, [x, y], mode="wrap"), a, choices[0], choices[1]
    )


def test_choose_errors():
    i, c = T.lvector(), T.dmatrix()
    with pytest.raises(ValueError, match="invalid entry in choice array: there is no choice 3"):
        theano.function([i, c], T.choose(i, c))([0, 3], np.zeros((3, 2)))
    with pytest.raises(ValueError, match="there must be a choice, but choices has 0 of them"):
        theano.function([i, c], T.choose(i, c, mode="wrap"))([0, 0], np.zeros((0, 2)))
    with pytest.raises(TypeError, match="a must be integers"):
        T.choose(T.dvector(), c)
    with pytest.raises(ValueError, match="the mode must be raise, wrap or clip"):
        T.choose(i, c, mode="odd")


def filled(a, value, offset=0):
    i, j = np.indices(a.shape)
    return np.where(j - i == offset, value, a)


@pytest.mark.parametrize("shape", [(3, 3), (2, 5), (5, 2), (0, 2), (1, 1)])
def test_fill_diagonal(shape):
    a = RNG.randn(*shape)
    compare(T.fill_diagonal, filled, a, np.float64(8))
    for offset in (-6, -1, 0, 2, 6):
        compare(lambda x, v: T.fill_diagonal_offset(x, v, offset), lambda x, v: filled(x, v, offset), a, np.float64(8))
        compare(extra_ops.fill_diagonal_offset, filled, a, np.float64(8), np.int32(offset))


def test_fill_diagonal_of_a_cube():
    def filled_cube(a, v):
        a = a.copy()
        np.fill_diagonal(a, v)
        return a

    compare(T.fill_diagonal, filled_cube, RNG.randn(3, 3, 3), np.float64(2))
    x, v = T.dtensor3(), T.dscalar()
    with pytest.raises(ValueError, match="All dimensions of input must be of equal length"):
        theano.function([x, v], T.fill_diagonal(x, v))(X, 1.0)
    with pytest.raises(TypeError, match="at least two dimensions"):
        T.fill_diagonal(T.dvector(), 1)
    with pytest.raises(TypeError, match="float64 does not fit into float32"):
        T.fill_diagonal(T.fmatrix(), T.dscalar())
    with pytest.raises(TypeError, match="must be an integer scalar"):
        T.fill_diagonal_offset(T.fmatrix(), 1, T.dscalar())


def test_arange_with_computed_bounds():
    compare(lambda x: T.arange(x[0], x[5], x[3] / 4), lambda a: np.arange(a[0], a[5], a[3] / 4), V, gradient=False)
    compare(lambda x: T.arange(T.sum(x > 0)), lambda a: np.arange(np.sum(a > 0)), V)


def test_chains_of_selections_and_changing_sizes():
    x = T.dvector("x")
    positive = x[x > 0]
    output = T.repeat(positive[positive < 5], 2) + 1
    f = theano.function([x], [output, positive.shape[0], positive.sum()])
    for n in (0, 1, 5, 200, 1000, 5, 0, 1000):
        a = RNG.randn(n) * 4
        p = a[a > 0]
        found = f(a)
        np.testing.assert_allclose(found[0], np.repeat(p[p < 5], 2) + 1)
        assert found[1] == p.size
        np.testing.assert_allclose(found[2], p.sum())


def test_gradient_of_gradient():
    x = T.dvector("x")
    cost = (x[x > 0] ** 3).sum()
    gradient = T.grad(cost, x)
    second = theano.function([x], T.grad((gradient**2).sum(), x))(V)
    np.testing.assert_allclose(second, np.where(V > 0, 36 * V**3, 0))


def test_many_elements():
    a = RNG.randn(200_003)
    f = theano.function([x := T.dvector()], [x[x > 0], T.flatnonzero(x > 1), T.repeat(x, T.cast(x > 0, "int8") * 2)])
    found = f(a)
    assert np.array_equal(found[0], a[a > 0])
    assert np.array_equal(found[1], np.flatnonzero(a > 1))
    assert np.array_equal(found[2], np.repeat(a, (a > 0) * 2))
