"""Random programs and their gradients, and crossentropies however they are written: rewriting must not change results."""
import numpy as np
import pytest

import theano
import theano.tensor as T

PLAIN = theano.compile.mode.Mode(optimizer="None")

UNARY = [
    T.exp, T.tanh, T.sqr, T.neg, T.abs_, T.sin, T.cos, T.erf, T.nnet.sigmoid, T.nnet.softplus, T.nnet.relu, T.nnet.softmax,
    lambda x: T.log(T.sqr(x) + 1),
    lambda x: T.sqrt(T.sqr(x) + 0.5),
    lambda x: x / (1 + T.exp(-x)),
    lambda x: x**3,
    lambda x: 1 / (x * x + 1),
    lambda x: T.switch(x > 0, x, 0.1 * x),
    lambda x: T.clip(x, -1, 1),
    lambda x: T.maximum(x, 0.3),
    lambda x: T.log(T.nnet.softmax(x)),
    lambda x: T.exp(x) / T.exp(x).sum(axis=1, keepdims=True),
    lambda x: T.log(T.exp(x).sum(axis=1)).dimshuffle(0, "x") + x,
    lambda x: T.log(1 - T.nnet.sigmoid(x)),
    lambda x: x - x.mean(axis=0),
    lambda x: x * x.shape[0],
    lambda x: x.sum(axis=1, keepdims=True) * x,
    lambda x: T.max(x, axis=1).dimshuffle(0, "x") - x,
    lambda x: x.reshape((x.shape[1], x.shape[0])).T,
    lambda x: x[::-1],
    lambda x: T.set_subtensor(x[0], 0.5),
    lambda x: T.inc_subtensor(x[:, 1], x[:, 0]),
]
BINARY = [
    T.add, T.sub, T.mul, T.maximum,
    lambda a, b: a / (T.sqr(b) + 0.3),
    lambda a, b: T.dot(a, b.T).dot(a),
    lambda a, b: a * 2 - b * 2,
    lambda a, b: (a + b) * (a - b),
    lambda a, b: T.switch(a > b, a, b),
]


def random_program(rng, inputs):
    pool = list(inputs)
    for _ in range(rng.randint(3, 14)):
        pick = lambda: pool[rng.randint(len(pool))]  # noqa: E731
        if rng.rand() < 0.6:
            pool.append(UNARY[rng.randint(len(UNARY))](pick()))
        else:
            pool.append(BINARY[rng.randint(len(BINARY))](pick(), pick()))
    return pool[-1]


@pytest.mark.parametrize("seed", range(60))
def test_rewriting_keeps_values_and_gradients(seed):
    rng = np.random.RandomState(seed)
    inputs = [T.dmatrix("x"), T.dmatrix("w")]
    values = [rng.randn(4, 3), rng.randn(4, 3)]
    result = random_program(rng, inputs)
    cost = T.sqr(result).mean() + 0.1 * result.sum()
    outputs = [result] + T.grad(cost, inputs, disconnected_inputs="ignore")
    expected = theano.function(inputs, outputs, mode=PLAIN, on_unused_input="ignore")(*values)
    for mode in ("FAST_COMPILE", "FAST_RUN"):
        found = theano.function(inputs, outputs, mode=mode, on_unused_input="ignore")(*values)
        for e, f in zip(expected, found):
            assert f.shape == e.shape
            if np.isfinite(e).all():  # stable forms may be finite where the plain ones overflow
                np.testing.assert_allclose(f, e, rtol=1e-6, atol=1e-8 * max(1, np.abs(e).max()))


def crossentropies(x, b, y, classes):
    """The mean crossentropy of softmax(x + b) at the classes y, as programs have written it."""
    rows = T.arange(y.shape[0])
    p = T.nnet.softmax(x + b)
    e = T.exp(x + b)
    quotient = e / e.sum(axis=1, keepdims=True)
    onehot = T.eye(classes)[y]
    return {
        "classes": T.nnet.categorical_crossentropy(p, y).mean(),
        "distributions": T.nnet.categorical_crossentropy(p, onehot).mean(),
        "log of softmax": -T.mean(T.log(p)[rows, y]),
        "log of a part": -T.log(p[rows, y]).mean(),
        "sum of products": -(T.log(p) * onehot).sum() / y.shape[0],
        "logsoftmax": -T.nnet.logsoftmax(x + b)[rows, y].mean(),
        "quotient": T.nnet.categorical_crossentropy(quotient, y).mean(),
        "with bias": T.nnet.categorical_crossentropy(T.nnet.softmax_with_bias(x, b), y).mean(),
        "one op": T.nnet.crossentropy_softmax_argmax_1hot_with_bias(x, b, y)[0].mean(),
        "logits": T.nnet.crossentropy_softmax_1hot(x + b, y)[0].mean(),
    }


@pytest.mark.parametrize("mode", ["FAST_COMPILE", "FAST_RUN"])
@pytest.mark.parametrize("scale", [1, 1000])
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_crossentropies_are_stable_however_written(dtype, scale, mode):
    rng = np.random.RandomState(0)
    logits, bias = (rng.randn(5, 4) * scale).astype(dtype), rng.randn(4).astype(dtype)
    classes = np.array([0, 3, 1, 2, 2], "int32")
    z = logits.astype("float64") + bias
    shifted = z - z.max(axis=1, keepdims=True)
    s = np.exp(shifted) / np.exp(shifted).sum(axis=1, keepdims=True)
    loss = (np.log(np.exp(shifted).sum(axis=1)) - shifted[np.arange(5), classes]).mean()
    gradient = (s - np.eye(4)[classes]) / 5
    with theano.config.change_flags(floatX=dtype):
        x, b, y = T.matrix("x"), T.vector("b"), T.ivector("y")
        for name, cost in crossentropies(x, b, y, 4).items():
            found = theano.function([x, b, y], [cost] + T.grad(cost, [x, b]), mode=mode)(logits, bias, classes)
            np.testing.assert_allclose(found[0], loss, rtol=1e-4, err_msg=name)
            np.testing.assert_allclose(found[1], gradient, atol=1e-5, err_msg=name)
            np.testing.assert_allclose(found[2], gradient.sum(axis=0), atol=1e-5, err_msg=name)
            assert found[1].dtype == dtype, name


def test_a_constant_gradient_through_log_of_softmax_keeps_its_size():
    m = T.dmatrix("m")
    call = theano.function([m], T.grad(T.log(T.nnet.softmax(m)).sum(), m))
    value = np.array([[1.0, 2.0, -1.0]])
    s = np.exp(value) / np.exp(value).sum()
    np.testing.assert_allclose(call(value), 1 - 3 * s)
