"""float16, bfloat16 and complex numbers: in and out of NumPy, every op that takes them, gradients, errors."""
import numpy as np
import pytest

import theano
import theano.tensor as T
from test_registry import ELEMENTWISE, TABLE, function_of, inputs_for

HALVES = ["float16", "bfloat16"]
COMPLEX = ["complex64", "complex128"]
# NumPy has no such function of complex numbers, or one with another meaning.
NO_COMPLEX_MEANING = {"deg2rad", "rad2deg", "switch", "sigmoid"}
# As in Theano the graph is built, and refused where numbers would be computed.
REFUSED_WHEN_COMPILED = {"int_div", "arctan2"}


def unit(dtype):
    return {"float16": 2.0**-10, "bfloat16": 2.0**-7, "complex64": 2.0**-23, "complex128": 2.0**-52}[dtype]


def as_bfloat16(x):
    """The values of x rounded to bfloat16, as float32."""
    bits = np.asarray(x, "float32").view("uint32").astype("uint64")
    bits = (bits + 0x7FFF + ((bits >> 16) & 1)) & 0xFFFF0000
    return bits.astype("uint32").view("float32")


def halves(x, dtype):
    return np.asarray(x, "float16") if dtype == "float16" else as_bfloat16(x)


def meaning(row, values):
    import functools
    import scipy
    import scipy.special
    names = dict(zip(row["parameters"], values), np=np, numpy=np, scipy=scipy, functools=functools)
    with np.errstate(all="ignore"):
        return np.asarray(eval(row["numpy"], names))


@pytest.mark.parametrize("dtype", HALVES)
@pytest.mark.parametrize("key", sorted(ELEMENTWISE), ids=lambda key: ".".join(key))
def test_elementwise_ops_of_halves_round_once(key, dtype):
    row = ELEMENTWISE[key]
    values = [halves(v, dtype) for v in inputs_for(row, "float64", (2, 23))]
    symbols = [T.TensorType(dtype, (False, False))() for _ in values]
    try:
        result = function_of(key)(*symbols)
    except TypeError:
        return
    found = theano.function(symbols, result, on_unused_input="ignore")(*values)
    exact = meaning(row, [v.astype("float64") for v in values])
    if found.dtype.kind == "c":
        np.testing.assert_allclose(found, exact, rtol=1e-6)
    elif result.dtype == dtype:
        assert found.dtype == ("float16" if dtype == "float16" else "float32")
        np.testing.assert_allclose(found.astype("float64"), exact, rtol=0.51 * unit(dtype), atol=1e-7)
    elif found.dtype.kind == "f":
        np.testing.assert_allclose(found, exact, rtol=1e-6)
    else:
        np.testing.assert_array_equal(found, exact)


@pytest.mark.parametrize("dtype", COMPLEX)
@pytest.mark.parametrize("key", sorted(ELEMENTWISE), ids=lambda key: ".".join(key))
def test_elementwise_ops_of_complex_numbers(key, dtype):
    row = ELEMENTWISE[key]
    real, imaginary = inputs_for(row, "float64", (2, 23)), inputs_for(row, "float64", (2, 23), seed=1)
    values = [(x + 1j * y).astype(dtype) for x, y in zip(real, imaginary)]
    symbols = [T.TensorType(dtype, (False, False))() for _ in values]
    try:
        result = function_of(key)(*symbols)
    except (TypeError, theano.scalar.ComplexError):
        return
    if row["name"] in REFUSED_WHEN_COMPILED:
        with pytest.raises(NotImplementedError, match="must be real, but they are complex"):
            theano.function(symbols, result)
        return
    found = theano.function(symbols, result, on_unused_input="ignore")(*values)
    assert found.dtype == result.dtype
    if row["name"] in NO_COMPLEX_MEANING:
        return
    exact = meaning(row, [v.astype("complex128") for v in values])
    if found.dtype.kind in "fc":
        np.testing.assert_allclose(found, exact, rtol=64 * unit(dtype), atol=64 * unit(dtype))
    else:
        np.testing.assert_array_equal(found, exact)


@pytest.mark.parametrize("name", ["mod", "floor", "sgn", "erf", "and_", "clip"])
def test_ops_that_refuse_complex_numbers(name):
    z = T.zvector("z")
    with pytest.raises((TypeError, theano.scalar.ComplexError), match="complex128"):
        getattr(T, name)(*[z] * len(TABLE[("tensor", name)]["parameters"]))


def test_order_is_that_of_numpy():
    z, w = T.zmatrix("z"), T.zmatrix("w")
    rng = np.random.RandomState(0)
    a, b = (rng.randint(0, 3, (6, 7)) + 1j * rng.randint(0, 3, (6, 7)) for _ in range(2))
    pairs = [(z < w, a < b), (z <= w, a <= b), (z > w, a > b), (z >= w, a >= b), (T.maximum(z, w), np.maximum(a, b)),
             (T.minimum(z, w), np.minimum(a, b)), (z.max(), a.max()), (z.min(axis=0), a.min(0)), (z.max(axis=1), a.max(1)),
             (z.argmax(axis=1), a.argmax(1)), (z.argmin(), a.argmin()), (T.any(z), True), (T.all(z), (a != 0).all())]
    for found, (symbol, exact) in zip(theano.function([z, w], [symbol for symbol, _ in pairs])(a, b), pairs):
        np.testing.assert_array_equal(found, exact, err_msg=str(symbol))


def test_error_text():
    z = T.zvector("z")
    with pytest.raises(TypeError) as error:
        T.floor(z)
    assert "[floor] the elements must be real numbers, but they are complex128." in str(error.value)
    assert "z" in str(error.value)
    with pytest.raises(NotImplementedError) as error:
        theano.function([z], z // z)
    assert "[int_div] the operands of floor_div must be real, but they are complex." in str(error.value)
    with pytest.raises(TypeError, match="ambiguous"):
        T.cast(z, "float64")
    with pytest.raises(AssertionError, match="must be a real number"):
        T.grad(z.sum(), z)
    x = T.dvector("x")
    f = theano.function([x], x + 1)
    with pytest.raises(TypeError, match="holds real numbers"):
        f(np.array([1j]))


def test_parts():
    z, m = T.zmatrix("z"), T.fmatrix("m")
    value = np.arange(6).reshape(2, 3) * (1 - 2j) + 0.5j
    parts = theano.function([z], [T.real(z), T.imag(z), T.conj(z), T.angle(z), abs(z), z.real, z.imag, z.conj(), z.conjugate()])
    for found, exact in zip(parts(value), [value.real, value.imag, value.conj(), np.angle(value), abs(value), value.real,
                                           value.imag, value.conj(), value.conj()]):
        np.testing.assert_allclose(found, exact, rtol=1e-15)
        assert found.dtype == exact.dtype
    for layout in (value.T, value[::-1, ::2], value[:0]):
        np.testing.assert_array_equal(parts(layout)[1], layout.imag)
    assert T.complex(m, m).dtype == "complex64"
    assert T.complex(T.iscalar(), T.bscalar()).dtype == "complex128"
    polar = theano.function([m], T.complex_from_polar(m, 2 * m))(np.ones((2, 2), "float32"))
    np.testing.assert_allclose(polar, np.exp(2j), rtol=1e-6)
    assert T.real(m).dtype == "float32" and T.imag(T.ivector()).dtype == "int32"
    assert T.angle(T.cscalar()).dtype == "float64"


@pytest.mark.parametrize("dtype", COMPLEX)
def test_reductions_and_products(dtype):
    x, y = T.TensorType(dtype, (False,) * 2)("x"), T.TensorType(dtype, (False,) * 2)("y")
    rng = np.random.RandomState(0)
    a, b = ((rng.randn(*s) + 1j * rng.randn(*s)).astype(dtype) for s in [(4, 5), (5, 3)])
    pairs = [(x.sum(), a.sum()), (x.sum(axis=0), a.sum(0)), (x.mean(axis=1), a.mean(1)), (x.prod(axis=1), a.prod(1)),
             (x.prod(), a.prod()), (T.dot(x, y), a.dot(b)), (T.dot(x[0], y), a[0].dot(b)), (T.dot(x[0], y[:, 0]), a[0].dot(b[:, 0])),
             (T.tensordot(x, y, [[1], [0]]), a.dot(b)), (x[:0].sum(), 0), (x[:0].prod(), 1),
             (T.dot(x[:, ::2], y[::2]), a[:, ::2].dot(b[::2])), (T.dot(x, x.T), a.dot(a.T))]
    found = theano.function([x, y], [symbol for symbol, _ in pairs])(a, b)
    for value, (symbol, exact) in zip(found, pairs):
        assert value.dtype == dtype
        np.testing.assert_allclose(value, exact, rtol=32 * unit(dtype), atol=32 * unit(dtype), err_msg=str(symbol))


@pytest.mark.parametrize("dtype", HALVES + COMPLEX)
def test_data_movement(dtype):
    x, i = T.TensorType(dtype, (False,) * 2)("x"), T.lvector("i")
    values = np.arange(12).reshape(3, 4) / 4 + (0.5j if dtype in COMPLEX else 0)
    a = values.astype(dtype) if dtype != "bfloat16" else values.astype("float32")
    row = np.full(4, 2, a.dtype)

    def changed(how):
        b = a.copy()
        how(b)
        return b

    def inc_rows(b):
        np.add.at(b, [2, 0, 2], row)

    pairs = [(x[1], a[1]), (x[::-1, 1:], a[::-1, 1:]), (x[i], a[[2, 0, 2]]), (x[i, i], a[[2, 0, 2], [2, 0, 2]]),
             (T.join(0, x, x), np.concatenate([a, a])), (T.stack([x[0], x[1]]), a[:2]), (x.reshape((2, 6)), a.reshape(2, 6)),
             (x.dimshuffle(1, "x", 0), a.T[:, None]), (T.alloc(x[0, 1], 2, 3), np.full((2, 3), a[0, 1])), (T.zeros_like(x), a * 0),
             (T.set_subtensor(x[1], T.ones_like(x[1]) * 2), changed(lambda b: b.__setitem__(1, 2))),
             (T.inc_subtensor(x[:, 1], x[:, 0]), changed(lambda b: b.__setitem__((slice(None), 1), b[:, 1] + b[:, 0]))),
             (T.inc_subtensor(x[i], T.ones_like(x[0]) * 2), changed(inc_rows)),
             (T.switch(T.eq(x, x[0]), x, 2), np.where(a == a[0], a, 2)), (x.T.copy(), a.T), (T.fill(x, 3), np.full_like(a, 3)),
             (x.astype("complex128"), a.astype("complex128"))]
    found = theano.function([x, i], [symbol for symbol, _ in pairs])(a, [2, 0, 2])
    for value, (symbol, exact) in zip(found, pairs):
        np.testing.assert_array_equal(value, exact, err_msg=str(symbol))


@pytest.mark.parametrize("dtype", HALVES)
def test_reductions_of_halves(dtype):
    x = T.TensorType(dtype, (False,) * 2)("x")
    a = halves(np.random.RandomState(0).uniform(-2, 2, (6, 70)), dtype)
    wide = a.astype("float64")
    pairs = [(x.sum(), wide.sum()), (x.sum(axis=0), wide.sum(0)), (x.mean(axis=1), wide.mean(1)), (x.max(axis=0), wide.max(0)),
             (x.min(), wide.min()), (x.prod(axis=0), wide.prod(0)), (x.std(axis=1), wide.std(1)), (T.dot(x, x.T), wide.dot(wide.T))]
    found = theano.function([x], [symbol for symbol, _ in pairs])(a)
    for value, (symbol, exact) in zip(found, pairs):
        assert symbol.dtype == dtype
        np.testing.assert_allclose(value, exact, rtol=2 * unit(dtype), atol=2 * unit(dtype), err_msg=str(symbol))
    assert theano.function([x], x.argmax(axis=1))(a).tolist() == wide.argmax(1).tolist()


def test_fused_and_unfused_halves_have_equal_bits():
    x = T.TensorType("float16", (False,))("x")
    y = T.exp(x) * x + T.tanh(x) / 3 - x
    steps, value = x, np.linspace(-3, 3, 1000).astype("float16")
    step = [theano.function([x], T.exp(x)), theano.function([x], T.tanh(x))]
    three = np.float16(3)
    unfused = ((step[0](value) * value).astype("float16") + (step[1](value) / three).astype("float16")).astype("float16") - value
    for mode in ("FAST_COMPILE", "FAST_RUN", "DebugMode"):
        np.testing.assert_array_equal(theano.function([x], y, mode=mode)(value), unfused.astype("float16"))


def test_bfloat16_goes_in_and_out_as_float32():
    x = T.TensorType("bfloat16", (False,))("x")
    f = theano.function([x], x * 3)
    found = f(np.array([0.5, 1.0078125], "float32"))
    assert found.dtype == "float32"
    assert found.tolist() == [1.5, 3.03125]
    assert f(found).tolist() == [4.5, 9.125], "what comes out goes in again"
    with pytest.raises(TypeError, match="bfloat16"):
        f(np.array([0.1], "float32"))
    rounded = theano.function([x], x, allow_input_downcast=True)(np.array([0.1], "float32"))
    assert rounded[0] == as_bfloat16(0.1)


def test_float16_as_floatX():
    saved, theano.config.floatX = theano.config.floatX, "float16"
    try:
        x = T.matrix("x")
        assert x.dtype == "float16"
        w = theano.shared(np.ones((3, 2), "float16"))
        cost = T.tanh(T.dot(x, w)).sum()
        assert cost.dtype == "float16"
        step = theano.function([x], cost, updates=[(w, w - 0.125 * T.grad(cost, w))])
        value = np.full((4, 3), 0.25, "float16")
        exact = np.tanh(value.astype("float64").dot(np.ones((3, 2))))
        np.testing.assert_allclose(step(value), exact.sum(), rtol=1e-2)
        np.testing.assert_allclose(w.get_value(), 1 - 0.125 * value.T.astype("float64").dot(1 - exact**2), rtol=2e-3)
        assert w.get_value().dtype == "float16"
    finally:
        theano.config.floatX = saved


def test_complex_literals_constants_and_shared_variables():
    z = T.cscalar("z")
    assert (z * 1j).dtype == "complex128"
    assert (z * 2).dtype == "complex64"
    assert float(theano.function([z], abs(z * (3 + 4j)))(1)) == 5
    s = theano.shared(np.array([1 + 1j, 2]))
    theano.function([], updates=[(s, s * 1j)])()
    assert s.get_value().tolist() == [-1 + 1j, 2j]
    assert str(T.constant(1 + 2j)) == "TensorConstant{(1+2j)}"


def numeric_gradient(cost, value, step=1e-6):
    """d cost / d real + i d cost / d imaginary, by differences."""
    gradient = np.zeros(value.shape, value.dtype)
    for at in np.ndindex(value.shape):
        for direction in (1, 1j) if value.dtype.kind == "c" else (1,):
            above, below = value.copy(), value.copy()
            above[at] += step * direction
            below[at] -= step * direction
            gradient[at] += direction * (cost(above) - cost(below)) / (2 * step)
    return gradient


def holomorphic(f):
    return lambda z, w: T.real(f(z) * w)


COSTS = {
    "add": lambda z, w: abs(z + w) ** 2,
    "sub": lambda z, w: T.real((z - w) * (w - z)),
    "mul": lambda z, w: T.imag(z * z * w),
    "div": lambda z, w: T.real(w / z + z / w),
    "pow": holomorphic(lambda z: z**3),
    "neg_sqr": holomorphic(lambda z: -T.sqr(z)),
    "sqrt": holomorphic(T.sqrt),
    "exp": holomorphic(T.exp),
    "log": holomorphic(T.log),
    "sin": holomorphic(T.sin),
    "cos": holomorphic(T.cos),
    "tan": holomorphic(T.tan),
    "sinh": holomorphic(T.sinh),
    "cosh": holomorphic(T.cosh),
    "tanh": holomorphic(T.tanh),
    "abs": lambda z, w: abs(z * w),
    "angle": lambda z, w: T.angle(z * w),
    "conj": lambda z, w: T.real(T.conj(z) * w * z),
    "rebuilt": lambda z, w: abs(T.complex(z.real, z.imag * 2) * w),
    "switch": lambda z, w: abs(T.switch(T.gt(z.real, 0.9), z * w, z)),
    "sum": lambda z, w: abs(z.sum() * w),
    "prod": lambda z, w: T.real(z.prod() * w),
    "mean": lambda z, w: abs(z.mean(axis=0) - w) ** 2,
    "dot": lambda z, w: abs(T.dot(z, w)),
    "outer": lambda z, w: abs(T.outer(z, w)) ** 2,
    "subtensor": lambda z, w: abs(T.set_subtensor(z[1:], w[1:] * z[:-1])),
    "join": lambda z, w: abs(T.join(0, z, w * z)),
}


@pytest.mark.parametrize("name", sorted(COSTS))
def test_complex_gradients_against_differences(name):
    z, w = T.zvector("z"), T.zvector("w")
    a, b = np.array([1 + 0.5j, 0.7 - 1.2j, 1.6 + 0.3j]), np.array([0.4 - 0.2j, 1.1 + 0.9j, -0.8 + 0.6j])
    cost = COSTS[name](z, w).sum()
    gradients = theano.function([z, w], T.grad(cost, [z, w], disconnected_inputs="ignore"))(a, b)
    value = theano.function([z, w], cost)
    np.testing.assert_allclose(gradients[0], numeric_gradient(lambda v: value(v, b), a), rtol=1e-6, atol=1e-7)
    np.testing.assert_allclose(gradients[1], numeric_gradient(lambda v: value(a, v), b), rtol=1e-6, atol=1e-7)


def test_gradients_of_real_inputs_of_complex_expressions():
    x, y, z = T.dvector("x"), T.dvector("y"), T.zvector("z")
    costs = [abs(T.complex(x, y) ** 2 * z).sum(), T.real(T.complex_from_polar(x, y) * z).sum(), abs(x * z + y).sum(),
             abs(T.dot(T.outer(x, y), z)).sum(), T.angle(x + 1j * y).sum(), (T.real(x) * T.conj(y)).sum()]
    a, b, c = np.array([0.6, 1.4]), np.array([-0.9, 0.3]), np.array([1 - 0.5j, 0.2 + 1j])
    for cost in costs:
        value = theano.function([x, y, z], cost, on_unused_input="ignore")
        gradients = theano.function([x, y, z], T.grad(cost, [x, y]), on_unused_input="ignore")(a, b, c)
        assert all(g.dtype == "float64" for g in gradients)
        np.testing.assert_allclose(gradients[0], numeric_gradient(lambda v: value(v, b, c), a), rtol=1e-6, atol=1e-7)
        np.testing.assert_allclose(gradients[1], numeric_gradient(lambda v: value(a, v, c), b), rtol=1e-6, atol=1e-7)


def test_gradient_of_a_complex_gradient():
    z = T.zvector("z")
    first = T.grad((abs(z) ** 4).sum(), z)
    second = theano.function([z], T.grad(T.imag(first * T.conj(z) * z).sum(), z))
    value = theano.function([z], T.imag(first * T.conj(z) * z).sum())
    a = np.array([1 + 0.5j, 0.7 - 1.2j])
    np.testing.assert_allclose(second(a), numeric_gradient(value, a), rtol=1e-5, atol=1e-6)


def test_forward_mode_agrees_with_reverse_mode():
    z, v = T.zvector("z"), T.zvector("v")
    cost = abs(T.exp(z) * z) + T.real(T.sqr(z))
    a, b = np.array([1 + 0.5j, 0.7 - 1.2j]), np.array([0.3 - 1j, 2 + 0.1j])
    forward, gradient = theano.function([z, v], [T.Rop(cost, z, v), T.grad(cost.sum(), z)], on_unused_input="ignore")(a, b)
    assert forward.dtype == "float64"
    np.testing.assert_allclose(forward, (gradient.conj() * b).real, rtol=1e-12)


def test_descent_along_a_complex_gradient():
    target = np.array([1 - 2j, 0.5j])
    z = theano.shared(np.zeros(2, "complex128"))
    cost = (abs(z - target) ** 2).sum()
    step = theano.function([], cost, updates=[(z, z - 0.25 * T.grad(cost, z))])
    costs = [float(step()) for _ in range(30)]
    assert costs == sorted(costs, reverse=True)
    np.testing.assert_allclose(z.get_value(), target, atol=1e-6)


@pytest.mark.parametrize("reduction", [T.sum, T.prod, T.mean])
def test_totals_of_complex_numbers_stay_complex(reduction):
    z = T.zmatrix("z")
    for dtype in ("int32", "float64"):
        for axis in (None, 0, ()):
            with pytest.raises(TypeError, match="the result of complex numbers is complex, but dtype is"):
                reduction(z, axis=axis, dtype=dtype)
    assert reduction(z, dtype="complex64").dtype == "complex64"
