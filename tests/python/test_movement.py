"""What moves, makes, sorts and contracts data: against NumPy for every dtype, with static and run-time shapes."""
import itertools

import numpy as np
import pytest

import theano
import theano.tensor as T
from theano.gradient import verify_grad
from theano.tensor import extra_ops, nlinalg

DTYPES = ["bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "float32", "float64"]
RNG = np.random.RandomState(7)


def sample(shape, dtype="float64"):
    if dtype == "bool":
        return RNG.randint(0, 2, shape).astype(bool)
    low = 0 if dtype.startswith("u") else -5
    return (RNG.randint(low, 6, shape) if "int" in dtype else RNG.uniform(-3, 3, shape)).astype(dtype)


def symbol(value):
    return T.TensorType(value.dtype.name, (False,) * value.ndim)()


def check(function, expected, *values, strict=True):
    """The value with sizes known only at the call, with constants (so with known sizes), and of reversed memory."""
    symbols = [symbol(v) for v in values]
    results = function(*symbols)
    results = results if isinstance(results, (list, tuple)) else [results]
    compiled = theano.function(symbols, list(results), on_unused_input="ignore")
    # C-contiguous copies of reversed views keep the numbers but not the memory.
    strided = [v[::-1].copy()[::-1] if v.ndim else v for v in values]
    for arguments in (values, strided):
        found = compiled(*arguments)
        wanted = expected(*arguments)
        wanted = wanted if isinstance(wanted, (list, tuple)) else [wanted]
        assert len(found) == len(wanted)
        for f, w, r in zip(found, wanted, results):
            assert f.dtype == r.dtype
            assert f.shape == np.shape(w)
            assert all(n == 1 for n, b in zip(f.shape, r.broadcastable) if b)
            if strict:
                np.testing.assert_array_equal(f, np.asarray(w).astype(f.dtype))
            else:
                np.testing.assert_allclose(f, w, rtol=1e-5)
    constants = function(*[T.constant(v) for v in values])
    constants = constants if isinstance(constants, (list, tuple)) else [constants]
    for c, w in zip(constants, wanted):
        assert c.eval().shape == np.shape(w)


def check_gradients(function, *values):
    """The gradient, and that of the gradient's square."""
    verify_grad(function, list(values), rng=np.random.RandomState(1))
    verify_grad(lambda *xs: T.grad(T.sqr(function(*xs)).sum(), xs[0]), list(values), rng=np.random.RandomState(2))


@pytest.mark.parametrize("dtype", DTYPES)
def test_every_dtype_moves(dtype):
    m, v, t = sample((3, 4), dtype), sample(5, dtype), sample((2, 3, 4), dtype)
    check(lambda x: T.split(x, [1, 0, 3], 3, axis=1), lambda x: [x[:, :1], x[:, 1:1], x[:, 1:]], m)
    check(lambda x: T.tile(x, (2, 3)), lambda x: np.tile(x, (2, 3)), m)
    check(lambda x: T.roll(x, 2), lambda x: np.roll(x, 2), m)
    check(lambda x: T.roll(x, -1, axis=1), lambda x: np.roll(x, -1, axis=1), t)
    check(lambda x: T.diag(x), np.diag, v)
    check(lambda x: T.diag(x, -1), lambda x: np.diag(x, -1), m)
    check(lambda x: T.diagonal(x, 1, 2, 0), lambda x: np.diagonal(x, 1, 2, 0), t)
    check(lambda x: T.tril(x, 1), lambda x: np.tril(x, 1), m)
    check(lambda x: T.triu(x, -1), lambda x: np.triu(x, -1), m)
    check(lambda x: T.identity_like(x), lambda x: np.eye(3, 4), m)
    check(lambda x: T.sort(x, axis=0), lambda x: np.sort(x, 0), m)
    check(lambda x: T.argsort(x), lambda x: np.argsort(x, kind="stable"), m)
    check(lambda x: T.sort(x, None), lambda x: np.sort(x, None), m)
    check(lambda x: T.topk(x, 2, axis=0), lambda x: np.sort(x, axis=0)[::-1][:2], m)
    check(lambda x: T.topk(x, -2), lambda x: np.sort(x, axis=1)[:, :2], m)
    check(lambda x: extra_ops.searchsorted(T.sort(x), x), lambda x: np.searchsorted(np.sort(x), x), v)
    check(lambda x: T.horizontal_stack(x, x), lambda x: np.hstack([x, x]), m)
    check(lambda x: T.vertical_stack(x, x, x), lambda x: np.vstack([x, x, x]), m)
    check(lambda x: extra_ops.diff(x), np.diff, m)
    check(lambda x: T.cumsum(x, axis=1), lambda x: np.cumsum(x, axis=1, dtype=x.dtype), m)
    check(lambda x: T.cumprod(x), lambda x: np.cumprod(x, dtype=x.dtype), v)
    check(lambda x: T.batched_tensordot(x, x, [[2], [2]]), lambda x: np.einsum("ijk,ilk->ijl", x, x), t, strict=False)
    check(lambda x: T.tensordot(x, x, [[0, 2], [0, 2]]), lambda x: np.tensordot(x, x, [[0, 2], [0, 2]]), t, strict=False)


@pytest.mark.parametrize("dtype", ["int32", "float32", "float64"])
def test_sort_of_ties_nan_and_zeros(dtype):
    x = np.array([3, 1, 2, 1, 3, 0, 2] * 40, dtype).reshape(8, 35)
    check(lambda x: [T.argsort(x, 1), T.argsort(x, 0)], lambda x: [np.argsort(x, 1, "stable"), np.argsort(x, 0, "stable")], x)
    if dtype.startswith("float"):
        x = np.array([np.nan, 1, -np.inf, 0.0, -0.0, np.inf, np.nan, -1], dtype)
        check(lambda x: [T.sort(x), T.argsort(x)], lambda x: [np.sort(x, kind="stable"), np.argsort(x, kind="stable")], x)
        found = theano.function([], T.sort(T.constant(x)))()
        np.testing.assert_array_equal(np.signbit(found), np.signbit(np.sort(x, kind="stable")))
        np.testing.assert_array_equal(T.argtopk(x, 3).eval(), [0, 6, 5])
    np.testing.assert_array_equal(T.argtopk(np.array([1, 2, 2, 0], dtype), 2).eval(), [1, 2])


def test_sort_with_symbolic_axis():
    x, axis = T.dmatrix(), T.scalar()
    f = theano.function([x, axis], [T.sort(x, axis), T.argsort(x, axis)])
    m = sample((5, 4))
    for a in (0, 1, -1):
        np.testing.assert_array_equal(f(m, a)[0], np.sort(m, a))
        np.testing.assert_array_equal(f(m, a)[1], np.argsort(m, a))
    with pytest.raises(IndexError):
        f(m, 2)


def test_sort_of_empty_and_large():
    x = T.dmatrix()
    f = theano.function([x], [T.sort(x), T.argsort(x, 0)])
    for shape in [(0, 3), (3, 0), (0, 0), (1, 1), (3, 50000), (50000, 3)]:
        m = RNG.uniform(size=shape)
        np.testing.assert_array_equal(f(m)[0], np.sort(m))
        np.testing.assert_array_equal(f(m)[1], np.argsort(m, 0))


def test_topk_of_symbolic_count():
    x, k = T.dmatrix(), T.iscalar()
    values, positions = T.topk_and_argtopk(x, k, idx_dtype="int32")
    assert positions.dtype == "int32"
    f = theano.function([x, k], [values, positions])
    m = sample((4, 6))
    for n in (1, 3, 6, -2):
        found, at = f(m, n)
        wanted = np.argsort(-np.sign(n) * m, axis=1)[:, :abs(n)]
        np.testing.assert_array_equal(at, wanted)
        np.testing.assert_array_equal(found, np.take_along_axis(m, wanted, 1))
    with pytest.raises(ValueError, match="kth cannot be zero"):
        f(m, 0)
    with pytest.raises(ValueError, match="kth cannot be larger than the size of the axis, but it asks for 7 of 6"):
        f(m, 7)
    with pytest.raises(ValueError, match="Cannot take scalar as input"):
        T.topk(T.scalar(), 1)


def test_searchsorted_sides_and_sorter():
    x = np.array([1.0, 2, 2, 3, np.nan])
    v = np.array([[0, 1, 2.5], [2, 4, np.nan]])
    for side in ("left", "right"):
        check(lambda x, v: x.searchsorted(v, side=side), lambda x, v: np.searchsorted(x, v, side), x, v)
    shuffled = np.array([3, 1, 2])
    check(lambda x, v: x.searchsorted(v, sorter=T.argsort(x)), lambda x, v: np.searchsorted(np.sort(x), v), shuffled, v)
    check(lambda x, v: x.searchsorted(v), np.searchsorted, np.zeros(0), np.zeros(3))
    assert extra_ops.searchsorted([1, 2, 3, 4, 5], 3, side="right").eval() == 3
    with pytest.raises(ValueError, match="side must be"):
        extra_ops.searchsorted([1, 2], 1, side="asdfa")
    with pytest.raises(TypeError, match="sorter must be an integer vector"):
        extra_ops.searchsorted([1, 2], 1, sorter=T.fvector())


def test_split():
    x, sizes = T.dmatrix(), T.lvector()
    pieces = T.split(x, sizes, 3, axis=0)
    f = theano.function([x, sizes], pieces + [T.grad(T.sqr(pieces[2]).sum() + pieces[0].sum(), x)])
    m = sample((6, 2))
    for s in ([3, 2, 1], [0, 6, 0], [1, 0, 5]):
        found = f(m, s)
        at = np.cumsum([0] + s)
        for i in range(3):
            np.testing.assert_array_equal(found[i], m[at[i]:at[i + 1]])
        wanted = np.zeros_like(m)
        wanted[:at[1]] = 1
        wanted[at[2]:] = 2 * m[at[2]:]
        np.testing.assert_array_equal(found[3], wanted)
    with pytest.raises(ValueError, match="The splits sum to 7, expected 6"):
        f(m, [3, 3, 1])
    with pytest.raises(ValueError, match="negative number of elements"):
        f(m, [7, -2, 1])
    with pytest.raises(ValueError):
        f(m, [3, 3])
    assert isinstance(T.split(x, [2], 1), T.TensorVariable)
    with pytest.raises(TypeError, match="splits_size must be an integer vector"):
        T.split(x, T.dvector(), 2)
    check_gradients(lambda x: T.concatenate(T.split(x, [2, 4], 2)[::-1]), m)


def test_tile_of_symbols():
    x, n, reps = T.dmatrix(), T.iscalar(), T.ivector()
    m = sample((2, 3))
    f = theano.function([x, n], [T.tile(x, n), T.tile(x, [n, 2]), T.tile(x, (2, n, 1)), T.tile(x, 2, ndim=3)])
    wanted = lambda n: [np.tile(m, n), np.tile(m, [n, 2]), np.tile(m, (2, n, 1)), np.tile(m, (1, 1, 2))]  # noqa: E731
    for k in (0, 1, 3):
        for found, w in zip(f(m, k), wanted(k)):
            np.testing.assert_array_equal(found, w)
    g = theano.function([x, reps], T.tile(x, reps, ndim=3))
    for r in ([2], [2, 3], [4, 1, 2]):
        np.testing.assert_array_equal(g(m, r), np.tile(m, [1] * (3 - len(r)) + r))
    with pytest.raises(IndexError):
        g(m, [1, 1, 1, 1])
    for arguments in [(reps,), (T.imatrix(), 3), ([1, 1, 1], 2), (2, 1), (T.vector(), 3), ([2.5],)]:
        with pytest.raises(ValueError):
            T.tile(x, *arguments)
    check_gradients(lambda x: T.tile(x, (2, 1, 3)), m)


def test_roll_beyond_the_size():
    x, shift = T.dvector(), T.lscalar()
    f = theano.function([x, shift], T.roll(x, shift))
    for n, k in itertools.product((0, 1, 5), (-12, -5, -1, 0, 3, 5, 11)):
        v = np.arange(n, dtype="float64")
        np.testing.assert_array_equal(f(v, k), np.roll(v, k))
    check_gradients(lambda x: T.roll(x, 2, axis=1), sample((2, 5)))


def test_grids():
    for found, wanted in [(T.mgrid[0:5, 0:3], np.mgrid[0:5, 0:3]), (T.mgrid[0:1:.1, 1:10:1., 10:100:10.],
                                                                   np.mgrid[0:1:.1, 1:10:1., 10:100:10.]),
                          (T.ogrid[2:5, :3], np.ogrid[2:5, :3])]:
        assert len(found) == len(wanted)
        for f, w in zip(found, wanted):
            np.testing.assert_allclose(f.eval(), w)
    n = T.iscalar()
    f = theano.function([n], T.mgrid[0:n, 1:n + 2:2])
    for found, wanted in zip(f(4), np.mgrid[0:4, 1:6:2]):
        np.testing.assert_array_equal(found, wanted)
    with pytest.raises(NotImplementedError):
        T.mgrid[0:1:10j, 0:1]


def test_diagonals_and_their_derivatives():
    check(lambda x: T.diag(x, 2), lambda x: np.diag(x, 2), sample(3))
    check(lambda x: T.diag(x, -2), lambda x: np.diag(x, -2), sample(3))
    check(lambda x: x.diagonal(7), lambda x: x.diagonal(7), sample((3, 4)))
    check(lambda x: x.trace(), np.trace, sample((3, 4)))
    check(lambda x: nlinalg.extract_diag(nlinalg.alloc_diag(x)), lambda x: x, sample(4))
    check_gradients(lambda x: T.diag(x, 1), sample(3))
    check_gradients(lambda x: T.diagonal(x, -1), sample((4, 3)))
    check_gradients(lambda x: T.diagonal(x, 1, 2, 0), sample((3, 2, 4)))
    check_gradients(lambda x: nlinalg.trace(T.dot(x, x)), sample((3, 3)))
    with pytest.raises(ValueError):
        T.diag(T.scalar())
    with pytest.raises(ValueError, match="2 or more dimensions"):
        T.diagonal(T.vector())


@pytest.mark.parametrize("axis", [None, 0, 1, -1])
def test_cumulative_derivatives(axis):
    m = sample((3, 4))
    zeros = m.copy()
    zeros[0, 1] = zeros[2, 1] = zeros[1, 3] = 0
    check(lambda x: T.cumsum(x, axis), lambda x: np.cumsum(x, axis), m)
    check(lambda x: x.cumprod(axis=axis), lambda x: np.cumprod(x, axis), zeros)
    check_gradients(lambda x: x.cumsum(axis=axis), m)
    for values in (m, zeros):
        check_gradients(lambda x: T.cumprod(x, axis=axis), values)


@pytest.mark.parametrize("axis", [None, 0, 1, (0, 2), [2, 1]])
def test_derivatives_of_products_at_zeros(axis):
    x = sample((2, 3, 2))
    for zeros in ([], [(0, 1, 0)], [(0, 1, 0), (0, 1, 1)], [(0, 0, 0), (1, 0, 0), (1, 2, 1)]):
        at = x.copy()
        for place in zeros:
            at[place] = 0
        check_gradients(lambda x: T.prod(x, axis=axis), at)
    v = T.dvector()
    y = T.prod(v)
    third = T.grad(T.grad(T.grad(y, v)[0], v)[1], v)
    np.testing.assert_array_equal(third.eval({v: [0, 0, 0, 5]}), [0, 0, 5, 0])
    hessian = [T.grad(T.grad(y, v)[i], v) for i in range(3)]
    np.testing.assert_array_equal(np.array([h.eval({v: [0, 0, 7]}) for h in hessian]), [[0, 7, 0], [7, 0, 0], [0, 0, 0]])


def test_order_derivatives():
    m = sample((3, 5))
    check_gradients(lambda x: T.sort(x), m)
    check_gradients(lambda x: T.sort(x, axis=0), m)
    check_gradients(lambda x: T.sort(x, axis=None), m)
    check_gradients(lambda x: T.topk(x, 2), m)
    check_gradients(lambda x: T.topk(x, -2, axis=0), m)
    check_gradients(lambda x: T.sort(x, axis=1), sample((2, 3, 2)))
    x = T.dvector()
    assert T.grad(T.cast(T.argsort(x), "float64").sum() + x.sum(), x).eval({x: [2.0, 1.0]}).tolist() == [1, 1]


def test_rop_of_what_moves():
    for function in [T.sort, lambda x: T.cumprod(x, 1), lambda x: T.tile(x, 2), lambda x: T.roll(x, 1, 0), T.diagonal,
                     lambda x: T.topk(x, 2), lambda x: T.split(x, [1, 2], 2)[1], lambda x: T.prod(x, axis=0)]:
        x, v = T.dmatrix(), T.dmatrix()
        y = function(x)
        a, b = sample((3, 4)), sample((3, 4))
        w = T.TensorType("float64", (False,) * y.ndim)()
        f = theano.function([x, v, w], [(T.Rop(y, x, v) * w).sum(), (T.Lop(y, x, w) * v).sum()])
        left, right = f(a, b, sample(y.eval({x: a}).shape))
        np.testing.assert_allclose(left, right)


def test_permutations():
    x, p = sample((2, 4)), np.array([[3, 0, 2, 1], [1, 2, 3, 0]])
    check(lambda x, p: T.permute_row_elements(x, p), lambda x, p: np.take_along_axis(x, p, 1), x, p)
    check(lambda x, p: T.permute_row_elements(x, p), lambda x, p: x[:, p], x, p[0])
    check(lambda x, p: T.permute_row_elements(x, p), lambda x, p: x[p], x[0], p)
    check(lambda x, p: T.permute_row_elements(x, p, inverse=True), lambda x, p: np.take_along_axis(x, np.argsort(p), 1), x, p)
    check(lambda x, p: T.permute_row_elements(x, p, True), lambda x, p: x[:, np.argsort(p)], x, p[0])
    check(lambda p: T.inverse_permutation(p), lambda p: np.argsort(p, -1), p.astype("int32"))
    assert T.inverse_permutation(T.ivector()).dtype == "int32"
    check_gradients(lambda x: T.permute_row_elements(x, p), x)
    check_gradients(lambda x: T.permute_row_elements(x, p, inverse=True), x[0])


def test_contractions():
    a, b = sample((2, 3, 4)), sample((4, 3, 5))
    for axes in (0, 1, [[1], [1]], [[2, 1], [0, 1]], (1, 1), ((1, -1), (1, 0)), [[], []], np.array([[2], [0]])):
        check(lambda a, b: T.tensordot(a, b, axes), lambda a, b: np.tensordot(a, b, np.asarray(axes) if isinstance(axes, np.ndarray) else axes),
              a, b, strict=False)
    for axes in ([[0, 1], [0]], [0, 1, 2], [[0, 1, 2], [0]], 4, [[3], [0]]):
        with pytest.raises(ValueError):
            T.tensordot(T.tensor3(), T.tensor3(), axes)
    x, y = sample((2, 3, 4, 5)), sample((2, 5, 4, 6))
    check(lambda x, y: T.batched_tensordot(x, y, 1), lambda x, y: np.einsum("abcd,adef->abcef", x, y), x, y, strict=False)
    check(lambda x, y: T.batched_tensordot(x, y, [[2, 3], [2, 1]]), lambda x, y: np.einsum("abcd,adce->abe", x, y), x, y,
          strict=False)
    check(lambda x, y: T.batched_dot(x, y), lambda x, y: np.einsum("abcd,aedf->abcef", x, y), x, sample((2, 3, 5, 6)),
          strict=False)
    with pytest.raises(ValueError, match="batch axis"):
        T.batched_tensordot(T.tensor3(), T.tensor3(), [[0, 1], [1, 2]])
    check_gradients(lambda a, b: T.tensordot(a, b, [[2, 1], [0, 1]]), a, b)
    check_gradients(lambda x, y: T.batched_tensordot(x, y, [[3], [1]]), x[:, :2, :2], y[..., :2])
    shapes = [(), (3,), (3, 3), (2, 3, 3), (2, 2, 3, 3)]
    for s, t in itertools.product(shapes, shapes):
        check(lambda a, b: T.dot(a, b), np.dot, sample(s), sample(t), strict=False)
        check(lambda a, b: a.dot(b), np.dot, sample(s), sample(t), strict=False)
    m, n = T.dmatrix(), T.dmatrix()
    np.testing.assert_allclose((m @ n).eval({m: a[0], n: b[:, :, 0]}), a[0] @ b[:, :, 0])
    check(lambda a, b: nlinalg.matrix_dot(a, b, b), lambda a, b: a @ b @ b, sample((2, 3)), sample((3, 3)), strict=False)
    check(lambda a, b: T.outer(a, b), np.outer, sample((2, 2)), sample(3))


def test_stacks():
    a, b = T.dmatrices("ab")
    m, n = sample((2, 3)), sample((2, 3))
    given = {a: m, b: n}
    for found, wanted in [(T.stack(a, b), np.stack([m, n])), (T.stack([a, b], axis=1), np.stack([m, n], 1)),
                          (T.stack((a, b), -1), np.stack([m, n], -1)), (T.stack(tensors=[a, b]), np.stack([m, n])),
                          (T.stacklists([[a, b], [b, a]]), np.array([[m, n], [n, m]])),
                          (T.concatenate((a, b), axis=1), np.concatenate([m, n], 1)), (T.join(0, a, b), np.vstack([m, n]))]:
        np.testing.assert_array_equal(found.eval(given), wanted)
    with pytest.raises(TypeError, match="either a tuple or a list"):
        T.concatenate(a, b)
    for wrong in [(a,), (a, T.vector())]:
        with pytest.raises((TypeError, AssertionError)):
            T.horizontal_stack(*wrong)


def test_one_hot_differences_and_triangles():
    y, n = T.ivector(), T.iscalar()
    hot = extra_ops.to_one_hot(y, n, dtype="int8")
    f = theano.function([y, n], hot)
    np.testing.assert_array_equal(f([2, 0, 1], 4), np.eye(4, dtype="int8")[[2, 0, 1]])
    with pytest.raises(IndexError):
        f([4], 4)
    for order in (0, 1, 2, 3):
        check(lambda x: extra_ops.diff(x, n=order, axis=0), lambda x: np.diff(x, order, 0), sample((5, 2)))
    check_gradients(lambda x: extra_ops.diff(x, 2), sample((2, 5)))
    for k in (-1, 0, 2):
        np.testing.assert_array_equal(T.tri(3, 5, k).eval(), np.tri(3, 5, k))
    np.testing.assert_array_equal(T.triu(np.array([[1, np.nan], [np.nan, 2]])).eval()[1, 0], 0)
    check_gradients(lambda x: T.tril(x, -1), sample((3, 4)))


@pytest.mark.parametrize("dtype", DTYPES)
def test_statistics_of_every_dtype(dtype):
    m = sample((3, 4), dtype)
    for axis in (None, 0, 1, (0, 1)):
        check(lambda x: x.sum(axis=axis), lambda x: x.sum(axis), m, strict=False)
        check(lambda x: x.mean(axis=axis), lambda x: x.mean(axis), m, strict=False)
        check(lambda x: x.var(axis=axis, ddof=1), lambda x: x.var(axis, ddof=1), m, strict=False)
        check(lambda x: x.std(axis=axis, corrected=True, keepdims=True), lambda x: x.std(axis, keepdims=True), m, strict=False)
        check(lambda x: [x.max(axis), x.min(axis), x.any(axis), x.all(axis)],
              lambda x: [x.max(axis), x.min(axis), x.any(axis), x.all(axis)], m)
    check(lambda x: [T.argmax(x, 1), T.argmin(x), T.max_and_argmax(x, 0)[1]],
          lambda x: [x.argmax(1), x.argmin(), x.argmax(0)], m)
    if dtype != "bool":
        check(lambda x: T.ptp(x, 1), lambda x: np.ptp(x, 1), m)
    check(lambda x: x.norm(2), lambda x: np.sqrt((np.abs(x.astype("float64")) ** 2).sum()), m.astype("float64"), strict=False)


def test_one_module_for_each_old_name():
    from theano.tensor.sort import argsort, sort, topk, topk_and_argtopk  # noqa: F401
    import theano.tensor.sort  # noqa: F401
    assert callable(T.sort)
    for module, names in [(T.basic, "split tile roll tri tril triu diag diagonal mgrid ogrid stacklists identity_like "
                                    "permute_row_elements inverse_permutation batched_tensordot horizontal_stack"),
                          (T.extra_ops, "cumsum cumprod diff searchsorted to_one_hot squeeze"),
                          (T.nlinalg, "trace diag alloc_diag extract_diag matrix_dot")]:
        for name in names.split():
            assert hasattr(module, name), name
