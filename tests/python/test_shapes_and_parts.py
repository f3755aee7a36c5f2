"""Reductions, shapes, indexing and products against NumPy: values in both modes, and gradients against differences."""

import numpy as np
import pytest

import theano
import theano.tensor as T

RNG = np.random.RandomState(0)
V, W = RNG.rand(5) + 0.1, RNG.rand(4)
M, N = RNG.rand(3, 4) + 0.1, RNG.rand(4, 2)
X, U = RNG.rand(2, 3, 4) + 0.1, RNG.rand(2, 4, 3)
ROWS = np.array([2, 0, 2], "int32")


def symbol(array):
    return T.TensorType(str(np.asarray(array).dtype), (False,) * np.ndim(array))()


def compare(expression, reference, *arrays):
    """Builds expression on symbols and compares with reference on arrays, and its gradient where all are floats."""
    symbols = [symbol(a) for a in arrays]
    output = expression(*symbols)
    expected = np.asarray(reference(*arrays))
    for mode in ("FAST_RUN", "FAST_COMPILE"):
        found = theano.function(symbols, output, on_unused_input="ignore", mode=mode)(*arrays)
        assert found.shape == expected.shape
        np.testing.assert_allclose(found, expected, rtol=1e-6)
    smooth = output.dtype.startswith("float") and all(np.asarray(a).dtype.kind == "f" for a in arrays)
    if smooth and expected.size:
        theano.gradient.verify_grad(expression, list(arrays), rng=RNG)


@pytest.mark.parametrize("axis", [None, 0, 1, -1, [0, 2]])
@pytest.mark.parametrize("name", ["sum", "prod", "mean", "var", "std", "max", "min"])
def test_reductions(name, axis):
    numpy_axis = tuple(axis) if isinstance(axis, list) else axis
    compare(lambda t: getattr(T, name)(t, axis=axis), lambda a: getattr(np, name)(a, axis=numpy_axis), X)
    compare(
        lambda t: getattr(t, name)(axis=axis, keepdims=True),
        lambda a: getattr(np, name)(a, axis=numpy_axis, keepdims=True),
        X,
    )


@pytest.mark.parametrize("axis", [None, 0, -1])
@pytest.mark.parametrize("name", ["argmax", "argmin", "any", "all"])
def test_reductions_without_gradient(name, axis):
    compare(lambda t: getattr(T, name)(t, axis=axis), lambda a: getattr(np, name)(a, axis=axis), X.round(1).astype("int32"))


SHAPES = {
    "dimshuffle": (lambda t: t.dimshuffle(2, "x", 0, 1), lambda a: a.transpose(2, 0, 1)[:, None]),
    "T": (lambda t: t.T, lambda a: a.T),
    "reshape": (lambda t: t.reshape((4, -1)), lambda a: a.reshape(4, -1)),
    "reshape of a transposed": (lambda t: t.T.reshape((4, -1)), lambda a: a.T.reshape(4, -1)),
    "symbolic sizes": (lambda t: t.reshape((t.shape[0], t.shape[1] * t.shape[2])), lambda a: a.reshape(2, 12)),
    "a vector of sizes": (lambda t: T.reshape(t, t.shape[::-1]), lambda a: a.reshape(4, 3, 2)),
    "flatten": (lambda t: t.flatten(2), lambda a: a.reshape(2, 12)),
    "ravel": (lambda t: t.ravel(), np.ravel),
    "shape": (lambda t: t.shape, np.shape),
    "size": (lambda t: t.size, np.size),
    "stack": (lambda t: T.stack([t, t + 1], axis=1), lambda a: np.stack([a, a + 1], axis=1)),
    "concatenate": (
        lambda t: T.concatenate([t, t[:, ::-1], t * 2], axis=1),
        lambda a: np.concatenate([a, a[:, ::-1], a * 2], axis=1),
    ),
    "alloc": (lambda t: T.alloc(t[0, 0], 3, t.shape[2]), lambda a: np.broadcast_to(a[0, 0], (3, 4))),
    "take": (lambda t: t.take([1, 5]), lambda a: a.take([1, 5])),
    "take along an axis": (lambda t: T.take(t, [1, 0, 1], axis=1), lambda a: a.take([1, 0, 1], axis=1)),
    "norm": (lambda t: t.norm(2, axis=0), lambda a: np.sqrt((a * a).sum(axis=0))),
    "new axes": (lambda t: t[None, :, 0, ..., None], lambda a: a[None, :, 0, ..., None]),
}


@pytest.mark.parametrize("name", SHAPES)
def test_shapes(name):
    compare(*SHAPES[name], X)


@pytest.mark.parametrize(("start", "stop", "step"), [(0, 5, 1), (5, -5, -2), (3, 3, 1), (1, 9, 3)])
def test_arange(start, stop, step):
    compare(lambda a, b, c: T.arange(a, b, c), np.arange, np.int32(start), np.int32(stop), np.int32(step))


PARTS = [
    (M, 0), (M, -1), (M, slice(1, 3)), (M, slice(None, None, -1)), (M, slice(-2, None)), (M, (0, 1)),
    (M, (slice(None), 2)), (M, (slice(None, None, 2), slice(None, None, -2))), (M, (Ellipsis, 1)),
    (M, (None, slice(None), 0)), (M, [0, 0, 2]), (M, ([0, 1], [1, 1])), (M, (slice(None), [1, 1, 3])),
    (M, (slice(0, 2), [0, 3])), (M, (0, [1, 2])), (M, (np.array([[0], [1]]), np.array([2, 3]))), (M, slice(5, None)),
    (M, np.array([[True, False, True, False]] * 3)), (X, (0, slice(None), [1, 2])), (X, ([0, 1], slice(None), [1, 2])),
    (X, (slice(None), [0, 1], [1, 2])), (X, (None, [0, 1], slice(1, 2))), (X, (slice(0, 1), [0, 1], slice(1, 2))),
]  # fmt: skip


def changed(array, index, add):
    result = array.copy()
    if add:
        np.add.at(result, index, 7.0)
    else:
        result[index] = 7.0
    return result


@pytest.mark.parametrize(("array", "index"), PARTS, ids=lambda v: "" if getattr(v, "ndim", 0) > 1 else str(v))
def test_parts(array, index):
    compare(lambda x: x[index], lambda a: a[index], array)
    compare(lambda x: T.set_subtensor(x[index], 7.0), lambda a: changed(a, index, False), array)
    compare(lambda x: T.inc_subtensor(x[index], 7.0), lambda a: changed(a, index, True), array)


def test_parts_by_symbols():
    compare(lambda m, j: m[j], lambda m, j: m[j], M, ROWS)
    compare(lambda m, i: m[i : i + 1], lambda m, i: m[i : i + 1], M, np.int32(1))
    picked = lambda m, j: T.log(m)[T.arange(j.shape[0]), j]
    compare(picked, lambda m, j: np.log(m)[np.arange(3), j], M, ROWS)
    compare(lambda m, j: T.grad(picked(m, j).sum(), m), lambda m, j: np.eye(4)[j] / m, M, ROWS)


PRODUCTS = [
    (T.dot, np.dot, M, N), (T.dot, np.dot, M, W), (T.dot, np.dot, W, N), (T.dot, np.dot, V, V + 1),
    (T.dot, np.dot, X, N), (T.outer, np.outer, W, V), (T.batched_dot, np.matmul, X, U),
    (lambda a, b: T.tensordot(a, b, 2), lambda a, b: np.tensordot(a, b, 2), X, M),
    (lambda a, b: T.tensordot(a, b, [[2, 1], [1, 0]]), lambda a, b: np.tensordot(a, b, [[2, 1], [1, 0]]), X, M),
]  # fmt: skip


@pytest.mark.parametrize(("expression", "reference", "a", "b"), PRODUCTS)
def test_products(expression, reference, a, b):
    compare(expression, reference, a, b)


@pytest.mark.parametrize("dtype", ["bool", "int8", "int32", "uint8", "float32"])
def test_dtypes(dtype):
    a = (RNG.rand(3, 3) * 5).astype(dtype)
    if dtype != "float32":
        compare(T.dot, np.dot, a, a)
    compare(lambda x: T.argmax(x, axis=0), lambda v: v.argmax(axis=0), a)
    assert theano.function([x := symbol(a)], x.max(axis=0))(a).tolist() == a.max(axis=0).tolist()
    # Ours adds floats up in float64, so the last bits are not NumPy's.
    np.testing.assert_allclose(theano.function([x := symbol(a)], x.sum(axis=0))(a), a.sum(axis=0), rtol=1e-6)


@pytest.mark.parametrize("shape", [(0, 3), (3, 0), (0, 0), (1, 1)])
def test_nothing_at_all(shape):
    a = np.zeros(shape)
    compare(lambda m: m.sum(axis=0), lambda v: v.sum(axis=0), a)
    compare(lambda m: T.dot(m, m.T), lambda v: v.dot(v.T), a)
    compare(lambda m: T.concatenate([m, m], axis=1), lambda v: np.concatenate([v, v], axis=1), a)
    compare(lambda m: m[::-1, 1:], lambda v: v[::-1, 1:], a)
    compare(lambda m: m.flatten(), np.ravel, a)
    compare(lambda m: m[np.zeros(0, "int64")], lambda v: v[np.zeros(0, "int64")], a)


@pytest.mark.parametrize(
    ("expression", "arrays", "kind", "text"),
    [
        (lambda x, i: x[i], ([1.0, 2.0], 5), IndexError, "index 5 is out of bounds for axis 0 with size 2"),
        (lambda x: x[[5]], ([1.0, 2.0],), IndexError, "index 5 is out of bounds for axis 0 with size 2"),
        (lambda x: T.max(x), ([],), ValueError, "must be an element to take the maximum of"),
        (lambda m: T.addbroadcast(m, 0), (np.zeros((2, 3)),), ValueError, "was supposed to be 1 (got 2 instead)"),
        (T.dot, (np.zeros((2, 3)), np.zeros(2)), ValueError, "x.shape[1] is 3 and y.shape[0] is 2"),
        (lambda m: m.reshape((4, -1)), (np.zeros((2, 3)),), ValueError, "the number of elements must stay the same"),
        (lambda m, x: T.set_subtensor(m[0], x), (np.zeros((2, 3)), np.zeros(2)), ValueError, "has size 3 and the value 2"),
        (lambda x, i: x[::i], (np.zeros(2), 0), ValueError, "slice step cannot be zero"),
    ],
)  # fmt: skip
def test_errors_of_a_call(expression, arrays, kind, text):
    arrays = [np.asarray(a) for a in arrays]
    symbols = [symbol(a) for a in arrays]
    function = theano.function(symbols, expression(*symbols))
    with pytest.raises(kind) as caught:
        function(*arrays)
    assert text in str(caught.value)
