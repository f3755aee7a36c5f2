"""Every function of the registry against its own NumPy meaning: values, dtypes, broadcasting, layouts, gradients."""
import functools
import importlib
import itertools
import warnings

import numpy as np
import numpy
import pytest
import scipy.special  # noqa: F401  (the meanings name it)

import theano
import theano.tensor as T
from theano import _core

DTYPES = ["bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "float32", "float64"]
TABLE = {(row["module"], row["name"]): row for row in _core.api_table() if row["module"]}
ELEMENTWISE = {key: row for key, row in TABLE.items() if row["is_elementwise"] and row["numpy"] and key[1] not in ("add", "mul", "cast")}
# Where a small integer type overflows or wraps, NumPy computes in other steps than we promise.
INTEGER_MEANING_DIFFERS = {"inv", "deg2rad", "rad2deg", "sigmoid_binary_crossentropy"}


PLACE_OF_ORDER = {"jv": 0, "iv": 0, "gammainc": 0, "gammaincc": 0, "gammal": 0, "gammau": 0, "chi2sf": 1}


def function_of(key):
    module, name = key
    return getattr(importlib.import_module("theano." + module), name)


def inputs_for(row, dtype, shape, seed=0):
    """Numbers of the op's domain, cut to the range of the dtype."""
    rng = np.random.RandomState(seed)
    values = []
    for _ in row["parameters"]:
        x = rng.uniform(row["low"], row["high"], shape)
        if dtype == "bool":
            x = x > (row["low"] + row["high"]) / 2
        elif dtype.startswith("u"):
            x = np.abs(np.round(x))
        elif not dtype.startswith("float"):
            x = np.round(x)
        values.append(np.asarray(x).astype(dtype))
    if row["name"] == "clip":
        low, high = np.minimum(values[1], values[2]), np.maximum(values[1], values[2])
        values[1:] = [low, high]
    return values


def symbols_for(values):
    return [T.TensorType(v.dtype.name, (False,) * v.ndim)() for v in values]


def meaning(row, values, dtype):
    """The NumPy expression on the values, in the precision of the result."""
    work = values
    if np.dtype(dtype).kind == "f":
        work = [v.astype("float64") if v.dtype.kind != "b" or row["name"] not in ("switch",) else v for v in values]
    names = dict(zip(row["parameters"], work), np=np, numpy=numpy, scipy=scipy, functools=functools)
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return np.asarray(eval(row["numpy"], names))


def ulps(found, expected):
    """Distance in units in the last place of the type of what was found."""
    expected = expected.astype(found.dtype)
    same = (found == expected) | (np.isnan(found) & np.isnan(expected))
    with np.errstate(all="ignore"):
        distance = np.abs(found.astype("float64") - expected.astype("float64")) / np.spacing(np.abs(expected)).astype("float64")
    return np.where(same, 0, distance)


def build(key, values, mode=None):
    symbols = symbols_for(values)
    result = function_of(key)(*symbols)
    return result, theano.function(symbols, result, mode=mode, on_unused_input="ignore")


def check(row, found, values):
    expected = meaning(row, values, found.dtype)
    if found.dtype.kind == "f":
        assert found.shape == expected.shape
        distance = ulps(found, expected)
        assert distance.size == 0 or distance.max() <= row["max_ulp"] + 1, (
            "%s is %g ulp away" % (row["name"], distance.max()))
    elif found.dtype.kind == "c":
        np.testing.assert_allclose(found, expected, rtol=1e-6 if found.dtype == "complex64" else 1e-15)
    else:
        np.testing.assert_array_equal(found, expected.astype(found.dtype))


@pytest.mark.parametrize("key", sorted(ELEMENTWISE), ids=lambda key: ".".join(key))
def test_values_in_every_dtype(key):
    row = ELEMENTWISE[key]
    accepted = 0
    for dtype in DTYPES:
        values = inputs_for(row, dtype, (23,))
        if not dtype.startswith("float") and row["name"] in INTEGER_MEANING_DIFFERS:
            continue
        try:
            result, call = build(key, values)
        except TypeError:
            continue
        accepted += 1
        found = call(*values)
        assert found.dtype == result.dtype
        check(row, found, values)
    assert accepted >= 2


@pytest.mark.parametrize("key", sorted(ELEMENTWISE), ids=lambda key: ".".join(key))
def test_layouts_and_shapes(key):
    row = ELEMENTWISE[key]
    dtype = "int32" if row["name"] in ("and_", "or_", "xor", "invert") else "float64"
    for shape in [(), (0,), (3, 0), (1, 4), (5, 7), (2, 3, 4)]:
        values = inputs_for(row, dtype, shape)
        result, call = build(key, values)
        found = call(*values)
        assert found.shape == shape
        check(row, found, values)
        if len(shape) == 2:
            views = [np.asfortranarray(v)[::-1, ::2] for v in values]
            check(row, call(*views), views)


@pytest.mark.parametrize("key", sorted(key for key in ELEMENTWISE if len(ELEMENTWISE[key]["parameters"]) == 2),
                         ids=lambda key: ".".join(key))
def test_broadcasting(key):
    row = ELEMENTWISE[key]
    dtype = "int32" if row["name"] in ("and_", "or_", "xor") else "float64"
    a, b = inputs_for(row, dtype, (3, 4))
    for left, right in itertools.product([a, a[:1], a[:, :1], a[0], a[0, 0]], [b, b[:1], b[0]]):
        symbols = [T.TensorType(dtype, tuple(n == 1 for n in v.shape))() for v in (left, right)]
        call = theano.function(symbols, function_of(key)(*symbols), on_unused_input="ignore")
        check(row, call(left, right), [left, right])


@pytest.mark.parametrize("key", sorted(ELEMENTWISE), ids=lambda key: ".".join(key))
def test_rewriting_changes_no_bit(key):
    """Special values too, but for what the table finite_only lists, which no single op triggers."""
    row = ELEMENTWISE[key]
    special = np.array([0.0, -0.0, 1, -1, 0.5, 1e300, -1e-300, np.inf, -np.inf, np.nan])
    grids = np.meshgrid(*[special] * len(row["parameters"]), indexing="ij")
    values = [g.ravel().copy() for g in grids]
    if row["name"] in ("and_", "or_", "xor", "invert"):
        values = inputs_for(row, "int64", (40,))
    plain = theano.compile.mode.Mode(optimizer="None")
    _, run = build(key, values)
    _, oracle = build(key, values, mode=plain)
    np.testing.assert_array_equal(run(*values), oracle(*values))


@pytest.mark.parametrize("key", sorted(key for key, row in ELEMENTWISE.items() if row["is_differentiable"] and row["is_smooth"]),
                         ids=lambda key: ".".join(key))
def test_gradients(key):
    row = ELEMENTWISE[key]
    values = inputs_for(row, "float64", (2, 3))
    function = function_of(key)
    if row["name"] in PLACE_OF_ORDER:  # the derivative with respect to an order is not known
        place = PLACE_OF_ORDER[row["name"]]
        order = values.pop(place)
        inner, function = function, lambda x: inner(*((order, x) if place == 0 else (x, order)))
    theano.gradient.verify_grad(function, values, rng=np.random.RandomState(1))
    # The gradient of the gradient, through a sum that makes it a scalar again.
    if row["name"] in ("tri_gamma", "second"):  # its second derivative is not known; it does not depend on its first input
        return
    first = lambda *xs: T.grad(T.sqr(function(*xs)).sum(), xs[0])  # noqa: E731
    theano.gradient.verify_grad(first, values, rng=np.random.RandomState(2))


@pytest.mark.parametrize("key", sorted(TABLE), ids=lambda key: ".".join(key))
def test_every_function_is_documented_and_reachable(key):
    row = TABLE[key]
    assert row["summary"]
    function = function_of(key)
    assert callable(function)
    assert row["summary"] in function.__doc__
