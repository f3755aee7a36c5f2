"""One call of a function of the API: sampled values, symbols of their types, results, and NumPy's opinion of them."""
import ast
import functools
import importlib
import warnings

import numpy as np
import numpy
import scipy.special  # noqa: F401  (the meanings name it)

import theano
import theano.tensor as T
from theano import _core
from op_matrix_cases import CASES, COMPLEX_MEANINGS, MEANINGS, Any, Tensor

TENSOR_KINDS = {"Tensor", "OptionalTensor"}


NO_ARGUMENTS = "no arguments that fit are known: tests/python/op_matrix_cases.py wants a line"


class Hole(Exception):
    """A cell that is no check mark, with its reason."""


def full_name(row):
    return row["module"] + "." + row["name"]


def function_of(row):
    try:
        return getattr(importlib.import_module("theano." + row["module"]), row["name"])
    except (ImportError, AttributeError):
        return getattr(getattr(_core, "api_" + row["module"].replace(".", "_")), row["name"])


def defaults_of(row):
    """Values of the parameters that have one, read from the signature."""
    text = row["signature"]
    tree = ast.parse("def f" + text[text.index("("):].replace("*", "") + ": pass").body[0].args
    names = [a.arg for a in tree.args][len(tree.args) - len(tree.defaults):]
    return dict(zip(names, map(ast.literal_eval, tree.defaults)))


def cases_of(row):
    """The listed cases, or one that gives every required tensor three rows of four."""
    listed = CASES.get(full_name(row))
    if listed is not None:
        return listed
    defaults = defaults_of(row)
    case = {}
    for name, kind in zip(row["parameters"], row["kinds"]):
        if name in defaults:
            continue
        if kind == "Tensor":
            case[name] = Any(3, 4)
        elif kind == "Tensors":
            case[name] = [Any(3, 4), Any(3, 4)]
        else:
            raise Hole(NO_ARGUMENTS)
    return [case]


def tensors_of(case):
    """The tensor arguments of a case, flat."""
    found = []
    for value in case.values():
        found += [v for v in (value if isinstance(value, list) else [value]) if isinstance(v, Tensor)]
    return found


def replace_tensors(case, replacement):
    """The case with its tensors replaced by those of an iterator, in the order of tensors_of."""
    rest = iter(replacement)
    pick = lambda v: next(rest) if isinstance(v, Tensor) else v  # noqa: E731
    return {name: [pick(v) for v in value] if isinstance(value, list) else pick(value) for name, value in case.items()}


class Call:
    """A function on one case in one dtype. Graphs are built at once; the values may be exchanged afterwards."""

    def __init__(self, row, case, dtype, seed=0, broadcastable=None):
        self.row, self.case, self.dtype = row, case, dtype
        rng = np.random.RandomState(seed)
        self.tensors = tensors_of(case)
        low, high = (row["low"], row["high"]) if row["is_elementwise"] else (-3, 3)
        self.values = [t.sample(rng, dtype, low, high) for t in self.tensors]
        patterns = broadcastable or [(False,) * v.ndim for v in self.values]
        self.symbols = [T.TensorType(v.dtype.name, p)() for v, p in zip(self.values, patterns)]
        self.results = self.apply(self.symbols)

    def apply(self, symbols):
        arguments = [t.argument(s) for t, s in zip(self.tensors, symbols)]
        results = function_of(self.row)(**replace_tensors(self.case, arguments))
        return list(results) if isinstance(results, (list, tuple)) else [results]

    def compile(self, outputs=None, mode=None):
        return theano.function(self.symbols, self.results if outputs is None else outputs, mode=mode,
                               on_unused_input="ignore")

    def run(self, values=None, mode=None):
        return self.compile(mode=mode)(*(self.values if values is None else values))

    def meaning(self, values=None, result_dtype=None):
        """What NumPy gives, computed in double precision where the result is a float; a list."""
        name, is_complex = full_name(self.row), np.dtype(self.dtype).kind == "c"
        text = (COMPLEX_MEANINGS.get(name) if is_complex else None) or self.row["numpy"] or MEANINGS.get(name)
        if not text:
            raise Hole("its block states no NumPy meaning")
        values = self.values if values is None else values
        kind = np.dtype(result_dtype or "float64").kind
        if kind in "fc":
            values = [v.astype("complex128" if v.dtype.kind == "c" else "float64") if t.follows_dtype else v
                      for t, v in zip(self.tensors, values)]
        names = dict(defaults_of(self.row), **replace_tensors(self.case, values))
        names.update(np=np, numpy=numpy, scipy=scipy, functools=functools)
        with np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            result = eval(text, names)
        return list(result) if isinstance(result, (list, tuple)) else [result]


def ulps(found, expected):
    """Distances in units in the last place of the type of what was found."""
    same = (found == expected) | (np.isnan(found) & np.isnan(expected))
    with np.errstate(all="ignore"):
        unit = np.spacing(np.maximum(np.abs(expected), np.finfo(found.dtype).tiny)).astype("float64")
        wide = "complex128" if found.dtype.kind == "c" else "float64"
        distance = np.abs(found.astype(wide) - expected.astype(wide)) / unit
    return np.where(same, 0, distance)


def rounding_unit(found, dtype):
    """Of the coarsest type in which a function of several ops rounds: its result's, or that of the operands under test.

    expm1 of a float16 is one, although times a float32 it gives a float32.
    """
    return max(float(np.finfo(t).eps) for t in (found.dtype, np.dtype(dtype)) if t.kind in "fc")


def compare(row, found, expected, dtype=None):
    """Asserts that a result of operands of a dtype is the expected one within what the block promises."""
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        expected = np.asarray(expected).astype(found.dtype)
    assert found.shape == expected.shape, "the shape is %s, not %s" % (found.shape, expected.shape)
    if found.dtype.kind not in "fc":
        assert np.array_equal(found, expected), "values differ: %s, not %s" % (found.ravel()[:5], expected.ravel()[:5])
        return
    if found.size == 0:
        return
    if row["is_elementwise"] and "Tensors" not in row["kinds"] and found.dtype.kind == "f":
        worst = ulps(found, expected).max()
        assert worst <= row["max_ulp"] + 1, "a value is %g units in the last place away" % worst
        return
    finite = np.abs(expected[np.isfinite(expected)])
    eps = rounding_unit(found, dtype or found.dtype)
    # Halves are summed in float32 and rounded once: their errors are those of a few steps, and do not add up.
    steps = 2 if eps > 1e-4 else 64
    np.testing.assert_allclose(found, expected, rtol=4 * steps * eps, atol=steps * eps * (finite.max() if finite.size else 1))
