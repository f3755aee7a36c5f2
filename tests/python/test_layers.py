"""What stands between layers of a network: batch normalisation, rows, losses with several results, closeness."""
import numpy as np
import pytest
import scipy.special

import theano
import theano.tensor as T
from theano.tensor.nnet import bn

RNG = np.random.RandomState(5)


def run(outputs, *values):
    symbols = [T.TensorType(v.dtype.name, (False,) * v.ndim)() for v in values]
    return theano.function(symbols, outputs(*symbols), on_unused_input="ignore")(*values)


@pytest.mark.parametrize("axes, real", [("per-activation", (0,)), ("spatial", (0, 2)), ((0, 2), (0, 2)), ((1,), (1,))])
@pytest.mark.parametrize("is_full", [False, True])
def test_batch_normalization_train(axes, real, is_full):
    x = RNG.normal(size=(4, 3, 5))
    kept = tuple(n for k, n in enumerate(x.shape) if k not in real)
    full = tuple(1 if k in real else n for k, n in enumerate(x.shape))
    gamma, beta, mean, var = (RNG.uniform(0.5, 2, size=full if is_full else kept) for _ in range(4))
    found = run(lambda *a: bn.batch_normalization_train(*a[:3], axes=axes, epsilon=1e-3, running_average_factor=0.2,
                                                        running_mean=a[3], running_var=a[4]), x, gamma, beta, mean, var)
    m, v = x.mean(real, keepdims=True), x.var(real, keepdims=True)
    n = x.size / m.size
    inverse = 1 / np.sqrt(v + 1e-3)
    expected = [(x - m) * inverse * gamma.reshape(full) + beta.reshape(full), m, inverse,
                mean.reshape(full) * 0.8 + 0.2 * m, var.reshape(full) * 0.8 + 0.2 * v * n / (n - 1)]
    for k, (a, b) in enumerate(zip(found, expected)):
        np.testing.assert_allclose(a, b if k == 0 or is_full else b.reshape(kept), rtol=1e-12)
    again = run(lambda *a: bn.batch_normalization_test(*a, axes=axes, epsilon=1e-3), x, gamma, beta, mean, var)
    np.testing.assert_allclose(again, (x - mean.reshape(full)) * gamma.reshape(full) / np.sqrt(var.reshape(full) + 1e-3)
                               + beta.reshape(full), rtol=1e-12)


@pytest.mark.parametrize("which", [0, 1, 2])
def test_gradients_of_batch_normalization(which):
    x, gamma, beta = RNG.normal(size=(5, 3)), RNG.uniform(0.5, 2, 3), RNG.normal(size=3)
    output = lambda *a: bn.batch_normalization_train(*a)[which]  # noqa: E731
    if which == 0:
        theano.gradient.verify_grad(output, [x, gamma, beta], rng=np.random.RandomState(1))
    else:
        theano.gradient.verify_grad(lambda a: output(a, gamma, beta), [x], rng=np.random.RandomState(1))
    first = lambda a: T.grad(T.sqr(output(a, gamma, beta)).sum(), a)  # noqa: E731
    theano.gradient.verify_grad(first, [x], rng=np.random.RandomState(2))


def test_batch_normalization_refuses():
    x, v = T.matrix(), T.vector()
    with pytest.raises(ValueError, match="epsilon must be at least 1e-5"):
        bn.batch_normalization_train(x, v, v, epsilon=1e-6)
    with pytest.raises(ValueError, match="either both be given or both be None"):
        bn.batch_normalization_train(x, v, v, running_mean=v)
    with pytest.raises(ValueError, match="axes should be less than ndim"):
        bn.batch_normalization_train(x, v, v, axes=(2,))
    with pytest.raises(ValueError, match="invalid axes: rows"):
        bn.batch_normalization_train(x, v, v, axes="rows")
    with pytest.raises(ValueError, match="got 2 and 1 instead of 2"):
        bn.batch_normalization_train(x, x, v)
    with pytest.raises(ValueError, match="mode must be"):
        bn.batch_normalization(x, v, v, v, v, mode="other")


def test_batch_normalization_of_given_statistics():
    x, others = RNG.normal(size=(4, 3)), [RNG.uniform(1, 2, 3) for _ in range(4)]
    for mode in ("low_mem", "high_mem"):
        found = run(lambda *a: bn.batch_normalization(*a, mode=mode), x, *others)
        gamma, beta, mean, std = others
        np.testing.assert_allclose(found, (x - mean) * (gamma / std) + beta, rtol=1e-12)


def test_prepend_columns():
    x = RNG.normal(size=(3, 2))
    for function, value in ((T.nnet.prepend_0_to_each_row, 0), (T.nnet.prepend_1_to_each_row, 1),
                            (lambda m: T.nnet.prepend_scalar_to_each_row(5.5, m), 5.5)):
        np.testing.assert_array_equal(run(function, x), np.hstack([np.full((3, 1), value), x]))
    with pytest.raises(TypeError, match="Expected a matrix"):
        T.nnet.prepend_1_to_each_row(T.vector())
    theano.gradient.verify_grad(T.nnet.prepend_1_to_each_row, [x], rng=np.random.RandomState(1))


def test_h_softmax():
    batch, features, classes, inside, outputs = 4, 5, 3, 4, 11
    x, w1, b1 = RNG.normal(size=(batch, features)), RNG.normal(size=(features, classes)), RNG.normal(size=classes)
    w2, b2 = RNG.normal(size=(classes, features, inside)), RNG.normal(size=(classes, inside))
    everything = run(lambda *a: T.nnet.h_softmax(a[0], batch, outputs, classes, inside, *a[1:]), x, w1, b1, w2, b2)
    by_class = scipy.special.softmax(x @ w1 + b1, axis=1)
    expected = by_class[:, :, None] * scipy.special.softmax(np.einsum("bf,cfo->bco", x, w2) + b2, axis=2)
    np.testing.assert_allclose(everything, expected.reshape(batch, -1)[:, :outputs], rtol=1e-12)
    target = np.array([0, 10, 5, 7])
    chosen = run(lambda *a: T.nnet.h_softmax(a[0], batch, outputs, classes, inside, *a[1:5], target=a[5]),
                 x, w1, b1, w2, b2, target)
    np.testing.assert_allclose(chosen, everything[np.arange(batch), target], rtol=1e-12)


def test_closeness():
    a = np.array([1, 1, np.inf, -np.inf, np.inf, 5, np.nan, np.nan, 0, 1e9])
    b = np.array([1, 1 + 1e-6, np.inf, np.inf, 1, np.inf, np.nan, 1, 1e-9, 1e9 + 1])
    for equal_nan in (False, True):
        found = run(lambda x, y: T.isclose(x, y, equal_nan=equal_nan), a, b)
        assert found.dtype == bool
        np.testing.assert_array_equal(found, np.isclose(a, b, equal_nan=equal_nan))
        assert not run(lambda x, y: T.allclose(x, y, equal_nan=equal_nan), a, b)
    assert run(lambda x, y: T.allclose(x, y, rtol=0.1), a[:2], b[:2])
    assert run(lambda x, y: T.isclose(x, y, 0.5, 0), np.array([3.0]), np.array([2.0]))[0]


def test_losses_with_several_results():
    x, y = RNG.normal(size=(4, 3)), np.array([0, 2, 1, 1], dtype="int32")
    loss, p, best, where = run(T.nnet.crossentropy_softmax_max_and_argmax_1hot, x, y)
    soft = scipy.special.softmax(x, axis=1)
    np.testing.assert_allclose(loss, -np.log(soft[np.arange(4), y]), rtol=1e-12)
    np.testing.assert_allclose(p, soft, rtol=1e-12)
    np.testing.assert_allclose(best, soft.max(axis=1), rtol=1e-12)
    np.testing.assert_array_equal(where, soft.argmax(axis=1))


def test_classes_of_ops():
    from theano.tensor.elemwise import CAReduce, DimShuffle, Elemwise, Sum
    from theano.tensor.nnet.nnet import Softmax
    x = T.dmatrix()
    assert isinstance(Softmax()(x).owner.op, Softmax) and not isinstance(T.exp(x).owner.op, Softmax)
    assert isinstance(T.exp(x).owner.op, Elemwise) and isinstance(x.T.owner.op, DimShuffle)
    values = RNG.normal(size=(2, 3))
    for result, expected in ((Elemwise(theano.scalar.mul)(x, x), values * values), (Sum(axis=0)(x), values.sum(0)),
                             (DimShuffle((False, False), (1, 0))(x), values.T),
                             (CAReduce(theano.scalar.maximum, axis=1)(x), values.max(1))):
        np.testing.assert_allclose(theano.function([x], result)(values), expected, rtol=1e-13)


def test_names_of_old_modules():
    from theano.scalar import basic, basic_scipy
    from theano.tensor import inplace, xlogx
    assert basic.add is T.add and basic_scipy.erf is T.erf and inplace.exp_inplace is T.exp
    assert theano.scalar.float32.dtype == "float32" and theano.scalar.upcast("int8", "float32") == "float32"
    x = T.dvector()
    np.testing.assert_array_equal(theano.function([x], xlogx.xlogx(x))([0, 1]), [0, 0])
