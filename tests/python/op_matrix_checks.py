"""The checks behind the columns of docs/op_matrix.md: each runs for one function and says yes, or why not."""
import itertools

import numpy as np

import theano
import theano.tensor as T
from op_matrix_calls import NO_ARGUMENTS, Call, Hole, cases_of, compare, full_name, function_of, replace_tensors, tensors_of
from op_matrix_cases import BY_ELEMENT, INTEGER_MEANING_DIFFERS, MEANINGS, SPECIAL_DIFFERENCES, Any

DTYPES = ("bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "float16", "float32", "float64",
          "complex64", "complex128")
SPECIAL = np.array([0.0, -0.0, 1, -1, 0.5, 1e300, -1e-300, 5e-324, np.inf, -np.inf, np.nan])
CONSTANT = "its derivative is zero everywhere"
ONE_TENSOR, DISCRETE = "it takes one tensor alone", "its results are discrete"


def sentence(error):
    """The first sentence of an error, without what differs from run to run."""
    text = str(error).split("\n")[0]
    text = text[text.index("] ") + 2:] if text.startswith("ValueError: [") or "] " in text[:40] else text
    return text if len(text) < 100 else text[:97] + "..."


def natural_dtype(row):
    """A dtype that the function takes, floats first."""
    for dtype in ("float64", "int32", "bool"):
        try:
            Call(row, cases_of(row)[0], dtype)
            return dtype
        except TypeError as error:
            last = error
    raise last


def calls_of(row, dtype=None):
    cases = cases_of(row)
    if not cases:
        raise Hole(NO_ARGUMENTS)
    dtype = dtype or natural_dtype(row)
    return [Call(row, case, dtype, seed) for seed, case in enumerate(cases)]


def check_against_meaning(call, values=None, run=None):
    found = run(*values) if run else call.run(values)
    for result, array in zip(call.results, found):
        assert array.dtype == result.dtype, "the result is %s, not %s" % (array.dtype, result.dtype)
    for result, array, expected in zip(call.results, found, call.meaning(values, call.results[0].dtype)):
        compare(call.row, array, expected, call.dtype)
    return found


def check_value(row):
    for call in calls_of(row):
        check_against_meaning(call)


def check_dtype(row, dtype):
    """Refusing a dtype is no fault: the reason is the column's."""
    tensors = [t for case in cases_of(row) for t in tensors_of(case)]
    if not any(t.follows_dtype for t in tensors):
        raise Hole("no tensor of it has a free dtype")
    try:
        calls = calls_of(row, dtype)
    except theano._core.NotImplementedError as error:
        raise Hole("not computed yet: " + sentence(error)) from error
    except (TypeError, ValueError, theano._core.ComplexError) as error:
        raise Hole("refused") from error
    if np.dtype(dtype).kind in "biu" and full_name(row) in INTEGER_MEANING_DIFFERS:
        raise Hole("NumPy's expression computes integers in other steps")
    for call in calls:
        check_against_meaning(call)


def is_by_element(row):
    """Whether shapes may be chosen freely, as far as they broadcast."""
    return row["is_elementwise"] or full_name(row) in BY_ELEMENT


def with_shapes(row, shape_of):
    """Calls of the first case whose tensors have other shapes; what NumPy refuses too is no hole of ours."""
    case = cases_of(row)[0]
    tensors = tensors_of(case)
    if not tensors:
        raise Hole("it takes no tensor")
    return Call(row, replace_tensors(case, [t.reshaped(shape_of(t.shape)) for t in tensors]), natural_dtype(row))


def check_shape(row, shape_of):
    try:
        call = with_shapes(row, shape_of)
        found = call.run()
    except (TypeError, ValueError, IndexError, theano._core.AssertionError) as error:
        raise Hole(sentence(error)) from error
    try:
        expected = call.meaning(result_dtype=call.results[0].dtype)
    except Hole:
        raise
    except Exception as error:
        raise Hole("NumPy has no value for it") from error
    for array, value in zip(found, expected):
        compare(row, array, value)


def check_scalar(row):
    check_shape(row, lambda shape: ())


def check_empty(row):
    if is_by_element(row):
        for shape in ((0,), (3, 0)):
            check_shape(row, lambda _, shape=shape: shape)
    else:
        check_shape(row, lambda shape: tuple(0 if n == 3 else n for n in shape))


def check_broadcasting(row):
    case = cases_of(row)[0]
    tensors = tensors_of(case)
    if len(tensors) < 2:
        raise Hole(ONE_TENSOR)
    if not is_by_element(row):
        raise Hole("its tensors play different parts")
    dtype = natural_dtype(row)
    for shapes in itertools.product([(3, 4), (1, 4), (3, 1), (4,), ()], repeat=min(2, len(tensors))):
        shapes = shapes + ((3, 4),) * (len(tensors) - len(shapes))
        patterns = [tuple(n == 1 for n in shape) for shape in shapes]
        call = Call(row, replace_tensors(case, [t.reshaped(s) for t, s in zip(tensors, shapes)]), dtype,
                    broadcastable=patterns)
        check_against_meaning(call)


def check_layout(row, change):
    for call in calls_of(row):
        if not call.values:
            raise Hole("it takes no tensor")
        values = [change(v) for v in call.values]
        found = call.run(values)
        for array, plain in zip(found, call.run([v.copy() for v in values])):
            np.testing.assert_array_equal(array, plain)
        check_against_meaning(call, values)


def strided(value):
    """The same numbers, every other element of a larger array in column-major order."""
    if value.ndim == 0:
        return value
    wide = np.zeros(tuple(2 * n for n in value.shape), value.dtype, order="F")
    part = wide[(slice(None, None, 2),) * value.ndim]
    part[...] = value
    return part


def reversed_(value):
    """The same numbers under negative strides."""
    every = (slice(None, None, -1),) * value.ndim
    return np.array(value[every])[every] if value.ndim else value


def agree(row, found, plain):
    """With and without rewriting: the same bits of one op; a stable form may find a number where there was none."""
    if row["is_elementwise"] or found.dtype.kind not in "fc":
        np.testing.assert_array_equal(found, plain, err_msg="rewriting changes the value")
        return
    is_number = np.isfinite(plain)
    np.testing.assert_allclose(found[is_number], plain[is_number], rtol=1e-13, atol=1e-300,
                               err_msg="rewriting changes the value")


def check_special(row):
    """NaN, infinities, zeros of both signs and a denormal: NumPy's results, and those of the unrewritten graph."""
    for call in calls_of(row):
        if call.dtype != "float64":
            raise Hole("it takes no floats")
        free = [k for k, t in enumerate(call.tensors) if type(t) is Any]
        if not free:
            raise Hole("no tensor of it has a free range")
        plain = call.compile(mode=theano.compile.mode.Mode(optimizer="None"))
        run = call.compile()
        for turn in range(len(SPECIAL) if len(free) > 1 else 1):
            values = list(call.values)
            for place, k in enumerate(free):
                count = values[k].size
                order = np.arange(count) * (1 if place == 0 else 3) + (turn if place else 0)
                values[k] = SPECIAL[order % len(SPECIAL)].reshape(values[k].shape)
            for a, b in zip(run(*values), plain(*values)):
                agree(row, a, b)
            try:
                check_against_meaning(call, values, run)
            except AssertionError as error:
                if full_name(row) not in SPECIAL_DIFFERENCES:
                    raise
                raise Hole(SPECIAL_DIFFERENCES[full_name(row)]) from error


def differentiable(row):
    """Calls that have a float result and float inputs."""
    if natural_dtype(row) != "float64":
        raise Hole("it takes no floats")
    calls = calls_of(row)
    if not any(v.dtype.kind == "f" for call in calls for v in call.values):
        raise Hole("no input of it is a float")
    if not any(r.dtype == "float64" for call in calls for r in call.results):
        raise Hole(DISCRETE)
    return calls


def is_step(row):
    return row["is_elementwise"] and not row["is_differentiable"]


def avoiding_kinks(row, values):
    """Away from whole numbers, where rounding and sign change."""
    if row["is_elementwise"] and not row["is_smooth"]:
        return [np.floor(v) + 0.25 + 0.5 * (v - np.floor(v)) if v.dtype.kind == "f" else v for v in values]
    return values


def parts_of(call):
    """Positions of float inputs and float results."""
    inputs = [k for k, v in enumerate(call.values) if v.dtype.kind == "f"]
    outputs = [k for k, r in enumerate(call.results) if r.dtype == "float64"]
    return inputs, outputs


def placed(call, values, inputs, xs):
    """Symbols for a call: xs at the float inputs, constants elsewhere."""
    full = [T.constant(v) for v in values]
    for k, x in zip(inputs, xs):
        full[k] = x
    return full


def check_gradient(row):
    for call in differentiable(row):
        inputs, outputs = parts_of(call)
        values = avoiding_kinks(row, call.values)
        undefined = []
        for o in outputs:
            for k in inputs:
                only = lambda x, k=k, o=o: call.apply(placed(call, values, [k], [x]))[o]  # noqa: E731
                try:
                    if is_step(row):
                        x = call.symbols[k]
                        zero = theano.function([x], T.grad(only(x).sum(), x, disconnected_inputs="ignore"))(values[k])
                        assert not zero.any(), "the derivative of a step is not zero"
                    else:
                        theano.gradient.verify_grad(only, [values[k]], rng=np.random.RandomState(1))
                except theano._core.NullTypeGradError as error:
                    undefined.append(str(error))
                except theano._core.DisconnectedInputError:
                    pass
        if undefined:
            known = [line for line in undefined[0].split("\n") if "derivative" in line]
            raise Hole((known or undefined)[0].split(": ")[-1].strip().rstrip("."))


def check_second_gradient(row):
    reason, checked = CONSTANT, 0
    if is_step(row):
        raise Hole(CONSTANT)
    for call in differentiable(row):
        inputs, outputs = parts_of(call)
        if not outputs:
            continue
        values = avoiding_kinks(row, call.values)
        for k in inputs:
            def first(x, k=k):
                y = call.apply(placed(call, values, [k], [x]))[outputs[0]]
                return T.grad(T.sqr(y).sum(), x)
            try:
                theano.gradient.verify_grad(first, [values[k]], rng=np.random.RandomState(2))
                checked += 1
            except theano._core.DisconnectedInputError:
                pass
            except theano._core.NullTypeGradError as error:
                reason = str(error).split("\n")[0].split(": ")[-1].strip().rstrip(".")
    if not checked:
        raise Hole(reason)


def check_forward(row):
    """<v, Rop(u)> = <Lop(v), u>"""
    reason, checked = CONSTANT, 0
    for call in differentiable(row):
        inputs, outputs = parts_of(call)
        if not outputs:
            continue
        values = avoiding_kinks(row, call.values)
        rng = np.random.RandomState(4)
        for k in inputs:
            x = call.symbols[k]
            y = call.apply(placed(call, values, [k], [x]))[outputs[0]]
            u, v = x.type("u"), y.type("v")
            try:
                backward = T.Lop(y, x, v)
                forward = T.Rop(y, x, u)
            except theano._core.DisconnectedInputError:
                continue
            except theano._core.NullTypeGradError as error:
                reason = str(error).split("\n")[0].split(": ")[-1].strip().rstrip(".")
                continue
            call_both = theano.function([x, u, v], [(v * forward).sum(), (u * backward).sum()], on_unused_input="ignore")
            shape = theano.function([x], y)(values[k]).shape
            a, b = call_both(values[k], rng.normal(size=values[k].shape), rng.normal(size=shape))
            np.testing.assert_allclose(a, b, rtol=1e-9, atol=1e-9)
            checked += 1
    if not checked:
        raise Hole(reason)


def check_shapes(row):
    """The type's rank and sizes of 1, and the symbolic shape, are those of the values."""
    for call in calls_of(row):
        found = call.run()
        sizes = call.compile([T.shape(r) for r in call.results])(*call.values)
        for result, array, size in zip(call.results, found, sizes):
            assert result.ndim == array.ndim
            assert tuple(size) == array.shape, "the symbolic shape is %s, not %s" % (tuple(size), array.shape)
            for n, is_one in zip(array.shape, result.broadcastable):
                assert n == 1 or not is_one


def check_oracle(row):
    """DebugMode compares every call with the graph run node by node; without rewriting not even rounding differs."""
    plain = theano.compile.mode.Mode(optimizer="None")
    for call in calls_of(row):
        for array, expected in zip(call.run(), call.run(mode=plain)):
            agree(row, array, expected)
        call.run(mode="DebugMode")


def check_docs(row):
    assert row["summary"].endswith("."), "the summary is no sentence"
    assert row["summary"] in function_of(row).__doc__
    if not (row["numpy"] or full_name(row) in MEANINGS):
        raise Hole("its block states no NumPy meaning")


COLUMNS = [("value", check_value)]
COLUMNS += [(dtype, lambda row, dtype=dtype: check_dtype(row, dtype)) for dtype in DTYPES]
COLUMNS += [("broadcast", check_broadcasting), ("0-d", check_scalar), ("empty", check_empty),
            ("strided", lambda row: check_layout(row, strided)), ("reversed", lambda row: check_layout(row, reversed_)),
            ("special", check_special), ("gradient", check_gradient), ("2nd", check_second_gradient),
            ("R = L", check_forward), ("shape", check_shapes), ("oracle", check_oracle), ("docs", check_docs)]
