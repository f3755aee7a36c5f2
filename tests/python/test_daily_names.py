"""Names of daily use against NumPy: different elements, flat positions, covariances, windows, joins, Assert, op classes."""
import pickle

import numpy as np
import pytest
import scipy.special

import theano
import theano.tensor as T
from theano.tensor import extra_ops
from theano.tensor.sort import SortOp

DTYPES = ["bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "float16", "float32", "float64",
          "complex64", "complex128"]
FLAGS = [(), (True,), (False, True), (False, False, True), (True, True, True)]


def run(inputs, outputs, *values, mode=None):
    return theano.function(inputs, outputs, mode=mode)(*values)


def as_list(result):
    return list(result) if isinstance(result, (tuple, list)) else [result]


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("shape", [(7,), (3, 4), (0,), ()])
def test_unique_of_all_elements(dtype, shape):
    values = np.random.RandomState(1).randint(0, 3, shape).astype(dtype)
    x = T.TensorType(dtype, (False,) * len(shape))()
    for flags in FLAGS:
        found = run([x], as_list(extra_ops.unique(x, *flags)), values)
        for ours, numpys in zip(found, as_list(np.unique(values, *flags))):
            np.testing.assert_array_equal(ours, np.ravel(numpys))
            assert ours.dtype == numpys.dtype


@pytest.mark.parametrize("axis", [0, 1, -1])
@pytest.mark.parametrize("dtype", ["int8", "float64", "bool"])
def test_unique_parts(axis, dtype):
    values = np.random.RandomState(2).randint(0, 2, (5, 6, 2)).astype(dtype)
    x = T.TensorType(dtype, (False,) * 3)()
    for mode in ("FAST_RUN", "DebugMode"):
        found = run([x], extra_ops.unique(x, True, True, True, axis), values, mode=mode)
        for ours, numpys in zip(found, np.unique(values, True, True, True, axis)):
            np.testing.assert_array_equal(ours, numpys.reshape(ours.shape))


def test_nan_is_one_element_and_stands_last():
    x = T.vector()
    v = np.array([np.nan, 1, -np.inf, np.nan])
    for ours, numpys in zip(run([x], extra_ops.unique(x, True, True, True), v), np.unique(v, True, True, True)):
        np.testing.assert_array_equal(ours, numpys)


def test_the_gradient_of_unique_goes_to_where_elements_stand_first():
    x = T.vector()
    g = T.grad((extra_ops.unique(x) * np.array([1.0, 10, 100])).sum(), x)
    assert run([x], g, [3.0, 1, 3, 2]).tolist() == [100, 1, 0, 10]
    with pytest.raises(ValueError):
        extra_ops.unique(x, axis=1)


@pytest.mark.parametrize("order", "CF")
@pytest.mark.parametrize("shape", [(5,), (3, 4), (2, 3, 4)])
def test_flat_positions_there_and_back(shape, order):
    for flat in (np.arange(np.prod(shape)), np.arange(np.prod(shape))[:, None], np.array(3)):
        for dtype in ("int64", "uint8", "int16"):
            i = T.TensorType(dtype, (False,) * flat.ndim)()
            parts = T.unravel_index(i, shape, order=order)
            assert isinstance(parts, tuple) and {p.dtype for p in parts} == {"int64"}
            found = run([i], list(parts), flat.astype(dtype))
            for ours, numpys in zip(found, np.unravel_index(flat, shape, order=order)):
                np.testing.assert_array_equal(ours, numpys)
            np.testing.assert_array_equal(run([], T.ravel_multi_index(found, shape, order=order)), flat)
    dims = T.lvector()
    assert [int(p) for p in run([dims], list(T.unravel_index(4, dims, ndim=2)), [2, 3])] == [1, 1]


def test_positions_that_there_are_not():
    i, dims = T.lvector("i"), T.lvector("dims")
    for mode in ("wrap", "clip"):
        expected = np.ravel_multi_index(([-1, 5], [7, 1]), (3, 4), mode=mode)
        assert run([i], T.ravel_multi_index((i, i[::-1] + 2), (3, 4), mode=mode), [-1, 5]).tolist() == expected.tolist()
    with pytest.raises(ValueError, match="index 3 is out of bounds for a size of 3"):
        run([i], T.ravel_multi_index((i, i), (3, 4)), [0, 3])
    for bad in ([12], [-1]):
        with pytest.raises(ValueError, match="out of bounds for a size of 12"):
            run([i], T.unravel_index(i, (3, 4))[0], bad)
    with pytest.raises(ValueError, match="number of axes must be known"):
        T.unravel_index(i, dims)
    for wrong in (lambda: T.unravel_index(T.fvector(), (3, 4)), lambda: T.unravel_index(i, 3), lambda: T.unravel_index(i, (2.5,)),
                  lambda: T.ravel_multi_index((i, T.fvector()), (3, 4)), lambda: T.ravel_multi_index((i,), [[3]])):
        with pytest.raises(TypeError):
            wrong()


@pytest.mark.parametrize("dtype", ["int32", "float32", "float64", "complex128"])
def test_covariances(dtype):
    rng = np.random.RandomState(4)
    a, b = (rng.randint(-5, 5, (3, 4)).astype(dtype) for _ in range(2))
    m, y = T.matrix(dtype=dtype), T.matrix(dtype=dtype)
    times, weights = np.array([1, 2, 1, 3]), np.array([0.5, 1, 2, 0.1])
    for more in ({}, {"bias": True}, {"ddof": 0}, {"ddof": 2}, {"fweights": times}, {"aweights": weights},
                 {"fweights": times, "aweights": weights}, {"aweights": weights, "ddof": 0}):
        found = run([m], T.cov(m, **more), a)
        np.testing.assert_allclose(found, np.cov(a, **more), rtol=1e-5)
        assert found.dtype == ("float64" if dtype == "int32" else dtype)
    np.testing.assert_allclose(run([m], T.cov(m, rowvar=False), a), np.cov(a, rowvar=False), rtol=1e-5)
    np.testing.assert_allclose(run([m, y], T.cov(m, y), a, b), np.cov(a, b), rtol=1e-5)
    v = T.vector(dtype=dtype)
    assert T.cov(v).ndim == 0
    np.testing.assert_allclose(run([v], T.cov(v), a[0]), np.cov(a[0]), rtol=1e-5)
    with pytest.raises(ValueError, match="more than 2 dimensions"):
        T.cov(T.tensor3())


def test_the_gradient_of_a_covariance():
    T.verify_grad(T.cov, [np.random.RandomState(5).rand(3, 4)], rng=np.random.RandomState(6))
    T.verify_grad(lambda x: T.cov(x, aweights=np.array([1.0, 2, 3])), [np.random.RandomState(5).rand(2, 3)],
                  rng=np.random.RandomState(6))


@pytest.mark.parametrize("dtype", ["int8", "uint8", "int32", "int64"])
def test_bartlett(dtype):
    n = T.scalar(dtype=dtype)
    for size in (0, 1, 2, 3, 8, 17):
        found = run([n], T.bartlett(n), size)
        np.testing.assert_allclose(found, np.bartlett(size), atol=1e-15)
        assert found.dtype == "float64"
    assert run([], T.bartlett(-1)).shape == (0,)
    with pytest.raises(TypeError):
        T.bartlett(2.5)


@pytest.mark.parametrize("mode", ["FAST_RUN", "DebugMode"])
def test_join_along_a_symbolic_axis(mode):
    axis, x, y = T.iscalar("axis"), T.matrix("x"), T.imatrix("y")
    joined = T.join(axis, x, y)
    assert joined.dtype == "float64" and joined.broadcastable == (False, False)
    f = theano.function([axis, x, y], [joined, *T.grad((joined * joined).sum(), [x])], mode=mode)
    a, b = np.arange(6.0).reshape(2, 3), np.arange(6, dtype="int32").reshape(2, 3)
    for k in (0, 1, -1, -2):
        whole, gradient = f(k, a, b)
        np.testing.assert_array_equal(whole, np.concatenate([a, b], k))
        np.testing.assert_array_equal(gradient, 2 * a)
    np.testing.assert_array_equal(f(0, a, b[:1])[0], np.concatenate([a, b[:1]]))
    with pytest.raises(ValueError):
        f(1, a, b[:1])
    for bad in (2, -3):
        with pytest.raises(IndexError):
            f(bad, a, b)
    row = T.row()
    np.testing.assert_array_equal(run([axis, row], T.concatenate([row, row], axis=axis), 0, a[:1]), np.repeat(a[:1], 2, 0))
    with pytest.raises(TypeError, match="integer scalar"):
        T.join(T.dscalar(), x, y)


def test_what_is_contiguous_lies_without_gaps():
    x, step = T.fmatrix(), T.iscalar()
    f = theano.function([x, step], extra_ops.cpu_contiguous(x[::step]))
    a = np.random.RandomState(7).rand(6, 4).astype("float32")
    for k in (1, 2, -1):
        found = f(a, k)
        assert found.flags["C_CONTIGUOUS"]
        np.testing.assert_array_equal(found, a[::k])
    T.verify_grad(extra_ops.cpu_contiguous, [np.random.RandomState(7).rand(2, 3)], rng=np.random.RandomState(8))


def test_confusions():
    actual, pred = T.ivectors("actual", "pred")
    counts, classes = run([actual, pred], T.nnet.confusion_matrix(actual, pred), [2, 0, 5, 2, 2, 0], [0, 0, 5, 2, 2, 2])
    assert counts.tolist() == [[1, 1, 0], [1, 2, 0], [0, 0, 1]] and classes.tolist() == [0, 2, 5]
    assert counts.dtype == "int64" and classes.dtype == "int32"
    with pytest.raises(ValueError, match="must be vectors"):
        T.nnet.confusion_matrix(T.imatrix(), pred)


def test_tri_gamma_has_a_derivative():
    x = T.vector()
    v = np.array([0.1, 0.5, 1, 3, 9.5, 40, -0.5, -2.25])
    expected = scipy.special.polygamma(2, np.where(v > 0, v, np.nan))
    found = run([x], T.grad(T.tri_gamma(x).sum(), x), v)
    np.testing.assert_allclose(found[:6], expected[:6], rtol=1e-13)
    steps = [-0.5], [-2.25, -1.25, -0.25]  # up to a positive number by the recurrence
    expected = [scipy.special.polygamma(2, s[-1] + 1) - sum(2 / x ** 3 for x in s) for s in steps]
    np.testing.assert_allclose(found[6:], expected, rtol=1e-12)
    T.verify_grad(T.psi, [np.array([1.5, 3.0])], rng=np.random.RandomState(9))
    T.verify_grad(lambda a: T.grad(T.psi(a).sum(), a), [np.array([1.5, 3.0])], rng=np.random.RandomState(9))


def test_assert_holds_at_every_call():
    x = T.vector("x")
    checked = T.opt.Assert("must be positive")(x * 2, T.all(x > 0), x.shape[0] > 1)
    assert isinstance(checked.owner.op, T.opt.Assert)
    f = theano.function([x], checked)
    assert f([1, 2]).tolist() == [2, 4]
    for bad in ([-1, 2], [1.0], []):
        with pytest.raises(AssertionError, match="must be positive"):
            f(bad)
    with pytest.raises(AssertionError, match="Theano Assert failed!"):
        run([x], T.opt.assert_op(x, x.sum()), [0.0])
    assert T.opt.assert_op(x, np.True_, 1) is x
    np.testing.assert_array_equal(run([x], T.grad(T.opt.Assert()(x, x[0]).sum(), x), [3.0, 4]), [1, 1])
    with pytest.raises(ValueError, match="must be scalars"):
        T.opt.assert_op(x, x > 0)


def test_classes_of_ops_make_the_functions():
    x, v = np.arange(12.0).reshape(3, 4), np.array([2.0, 1, 3, 2])
    m = T.matrix()
    for op, expected in ((extra_ops.CumOp(), np.cumsum(x)), (extra_ops.CumOp(axis=1, mode="mul"), np.cumprod(x, 1)),
                         (extra_ops.DiffOp(n=2, axis=0), np.diff(x, 2, 0)), (T.elemwise.Sum(axis=0), x.sum(0)),
                         (T.CAReduce(T.add), x.sum()), (T.CAReduce(theano.scalar.maximum, axis=1), x.max(1)),
                         (T.Elemwise(theano.scalar.exp), np.exp(x)), (T.DimShuffle([False, False], (1, "x", 0)), x.T[:, None]),
                         (SortOp("mergesort"), np.sort(x)), (T.Flatten(), x.ravel()), (T.Argmax(1), x.argmax(1))):
        np.testing.assert_allclose(run([m], op(m), x), expected)
    np.testing.assert_allclose(run([m], T.Reshape(1)(m, (12,)), x), x.ravel())
    np.testing.assert_array_equal(run([], extra_ops.RepeatOp(axis=0)(v, 2)), np.repeat(v, 2))
    np.testing.assert_array_equal(run([], extra_ops.SearchsortedOp(side="right")(np.arange(3.0), v)), [3, 2, 3, 3])
    assert [p.tolist() for p in run([], T.Split(2)(v, 0, [1, 3]))] == [[2], [1, 3, 2]]
    assert [int(p) for p in run([], extra_ops.UnravelIndex(ndim=2)(5, (3, 4)))] == [1, 1]
    assert int(run([], extra_ops.RavelMultiIndex()(1, 1, (3, 4)))) == 5
    one, = extra_ops.Unique()(T.constant(v), return_list=True)
    assert one.eval().tolist() == [1, 2, 3]


def test_a_plain_careduce_keeps_the_dtype():
    for dtype in ("int8", "bool", "float32"):
        x = T.vector(dtype=dtype)
        for op in (theano.scalar.add, theano.scalar.mul, theano.scalar.maximum):
            assert T.CAReduce(op)(x).dtype == dtype
    assert run([x], T.CAReduce(theano.scalar.add)(x), np.ones(3, "float32")) == 3
    b = T.vector(dtype="bool")
    assert run([b], T.CAReduce(theano.scalar.and_)(b), [True, False]) == np.False_
    assert run([b], T.CAReduce(theano.scalar.maximum, axis=())(b), [True, False]).tolist() == [True, False]
    i = T.bmatrix()
    a = np.array([[1, 2, 7], [4, 2, -3]], "int8")
    for op, reference in ((theano.scalar.or_, np.bitwise_or), (theano.scalar.and_, np.bitwise_and),
                          (theano.scalar.xor, np.bitwise_xor)):
        for axis, numpy_axis in ((None, None), (0, 0), ((1,), 1), ((0, 1), None), (-1, -1)):
            found = run([i], T.CAReduce(op, axis=axis)(i), a)
            np.testing.assert_array_equal(found, reference.reduce(a, axis=numpy_axis))
            assert found.dtype == "int8"
        assert run([i], T.CAReduce(op)(i), a[:0]) == reference.identity
        assert run([i], T.CAReduce(op, axis=())(i), a).tolist() == a.tolist()
        assert (run([i], T.grad(T.cast(T.CAReduce(op)(i), "float64") * 2.0, i), a) == 0).all()
    with pytest.raises(TypeError, match="only integers have bits"):
        T.CAReduce(theano.scalar.or_)(x)
    with pytest.raises(NotImplementedError, match="no reduction by"):
        T.CAReduce(theano.scalar.sub)(x)


def test_a_product_that_skips_zeros_has_no_gradient():
    x = T.matrix()
    a = np.array([[1.0, 2, 0], [0, 0, 3]])
    p = T.elemwise.ProdWithoutZeros(axis=1)(x)
    assert run([x], p, a).tolist() == [2, 3] and run([x], T.elemwise.ProdWithoutZeros()(x), a * 0) == 1
    with pytest.raises(theano.gradient.NullTypeGradError):
        T.grad(p.sum(), x)


def test_classes_of_ops_are_values():
    a, b = extra_ops.CumOp(axis=1), extra_ops.CumOp(1, "add")
    assert a == b and hash(a) == hash(b) and a != extra_ops.CumOp() and repr(a) == "CumOp{axis=1, mode='add'}"
    assert a.axis == 1 and a.mode == "add" and isinstance(a, extra_ops.CumOp) and not isinstance(a, T.Elemwise)
    assert pickle.loads(pickle.dumps(a)) == a and pickle.loads(pickle.dumps(extra_ops.CumOp)) is extra_ops.CumOp
    x = T.vector()
    assert isinstance(x.cumsum().owner.op, extra_ops.CumOp) and isinstance(T.exp(x).owner.op, (T.DimShuffle, T.Elemwise))
    assert extra_ops.CumOp().make_node(x).op == x.cumsum().owner.op
    assert extra_ops.CumOp.__name__ == "CumOp" and extra_ops.CumOp.__module__ == "theano.tensor.extra_ops"
    with pytest.raises(TypeError):
        extra_ops.CumOp(1, 2, 3)
    with pytest.raises(ValueError, match="Unknown mode"):
        extra_ops.CumOp(mode="other")
    with pytest.raises(AttributeError):
        a.side
    with pytest.raises(ValueError, match="drop a non-broadcastable"):
        T.DimShuffle([False, True], [1])
    with pytest.raises(ValueError, match="twice"):
        T.DimShuffle([False, True], [0, 0])


def test_parameters_of_ops_can_be_read():
    x = T.imatrix()
    op = x.sum(axis=1).owner.op
    assert op.axis == (1,) and op.dtype == "int64" and op.acc_dtype == "int64" and x.max().owner.op.axis is None
    copied = T.tensor_copy(x).owner.op
    assert isinstance(copied.scalar_op, theano.scalar.Identity) and not hasattr(op, "scalar_op")
    assert isinstance(T.cast(x, "float32").owner.op, theano.scalar.Cast)
    assert theano.scalar.Cast(theano.scalar.float32)(x).dtype == "float32"
    assert not hasattr(op, "side") and T.sort(x).owner.op.axis == 1


def test_axes_may_be_arrays_without_axes():
    x = T.matrix()
    a = np.arange(6.0).reshape(2, 3)
    for axis in (np.array(1), [np.array(0), np.array(1)], np.int8(0)):
        plain = tuple(int(i) for i in axis) if isinstance(axis, list) else int(axis)
        for name in ("sum", "mean", "var", "max", "min", "argmax"):
            if name == "argmax" and isinstance(plain, tuple):
                continue
            np.testing.assert_allclose(run([x], getattr(x, name)(axis), a), getattr(a, name)(plain))


def test_accumulators_lose_no_precision():
    x, i = T.matrix(), T.imatrix()
    for name in ("sum", "prod"):
        assert getattr(i, name)(acc_dtype="float32").owner.op.acc_dtype == "float32"
        for wrong, dtype in ((x, "float32"), (x, "int64"), (i, "int16"), (i, "uint64")):
            with pytest.raises(TypeError, match="acc_dtype must hold the elements"):
                getattr(wrong, name)(acc_dtype=dtype)


def test_a_mean_has_the_dtype_asked_for():
    x = T.fmatrix()
    for dtype in ("float16", "float32", "float64"):
        found = run([x], x.mean(dtype=dtype), np.full((2, 2), 40000, "float32"))
        assert found.dtype == dtype and found == 40000


def test_searchsorted_wants_vectors():
    x = T.vector()
    with pytest.raises(ValueError, match="x must be a vector"):
        extra_ops.searchsorted(T.matrix(), x)
    with pytest.raises(ValueError, match="sorter must be an integer vector"):
        extra_ops.searchsorted(x, x, sorter=T.imatrix())
    with pytest.raises(TypeError, match="sorter must be an integer vector"):
        extra_ops.searchsorted(x, x, sorter=T.vector())
