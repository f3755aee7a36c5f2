"""What programs read and set on a compiled function: containers, copies, the maker, modes that watch, the profile."""
import copy
import gc
import io
import weakref

import numpy as np
import pytest

import theano
import theano.tensor as T
from theano import In

f = theano.function


def test_defaults_are_read_and_set_by_variable_name_and_number():
    x, a, s = T.dscalar("x"), T.dscalar(), T.dscalar("s")
    g = f([x, In(a, value=1.0, name="a"), In(s, value=0.0, update=s + a * x)], s + a * x)
    assert g[a] == 1 and g["s"] == 0 and g[1] == 1 and g.value[s] == 0
    assert g(3) == 3 and g[s] == 3 and g(3, a=2) == 9 and g[a] == 1
    g[a] = 5
    assert g.container[a].value == 5 and g(2) == 19
    g.value["s"] = 100
    assert g(1) == 105
    assert a in g and "s" in g and x in g.container and T.dscalar() not in g
    with pytest.raises(KeyError, match="nothing"):
        g["nothing"]
    with pytest.raises(TypeError):
        g[a] = [1, 2]
    assert [required for required, _, _ in g.defaults] == [True, False, False]


def test_shared_variables_have_a_container():
    w = theano.shared(np.ones(2), "w")
    assert w.container.value.tolist() == [1, 1]
    w.container.data = np.zeros(2)
    assert w.get_value().tolist() == [0, 0]
    assert w.container is w.clone().container
    g = f([], w * 2)
    assert g.input_storage[0] is w.container and g.maker.inputs[0].value is w.container


def test_copies_share_the_program_and_swap_shared_variables():
    x = T.dscalar("x")
    a, b = theano.shared(1.0, "a"), theano.shared(10.0, "b")
    g = f([x], [x + a], updates=[(a, a + 1)], name="g")
    h = g.copy(swap={a: b})
    assert h.name == "g copy" and g.copy(name="other").name == "other"
    assert g(0) == [1] and h(0) == [10] and h(0) == [11] and a.get_value() == 2
    frozen = g.copy(delete_updates=True)
    assert frozen(0) == [2] and frozen(0) == [2]
    with pytest.raises(ValueError, match="does not use the shared variable"):
        g.copy(swap={b: a})
    with pytest.raises(TypeError, match="shared variables"):
        g.copy(swap={a: x})
    s = T.dscalar("s")
    counter = f([In(s, value=0.0, update=s + 1)], s)
    counter()
    twin = copy.copy(counter)
    assert twin() == 1 and twin() == 2 and counter() == 1


def test_the_maker_tells_what_the_function_was_made_of():
    x = T.dvector("x")
    w = theano.shared(np.ones(2), "w")
    g = f([x], [x * w], updates=[(w, w + x)], name="g")
    assert [i.variable for i in g.maker.inputs] == [x, w]
    assert g.maker.inputs[1].shared and g.maker.inputs[1].update is not None
    assert len(g.maker.outputs) == 1 and len(g.maker.fgraph.outputs) == 2 and len(g.maker.fgraph.inputs) == 2
    assert {n.op for n in g.maker.fgraph.apply_nodes} == {n.op for n in g.maker.fgraph.toposort()}
    assert g.get_shared() == [w] and g.name == "g"
    g.free()
    assert len(g.output_storage) == 1 and not g.unpack_single and not g.return_none and g.output_keys is None


def test_subsets_of_outputs():
    x = T.dscalar("x")
    assert f([x], [x, x + 1, x + 2])(1, output_subset=[2, 0]) == [3, 1]
    assert f([x], {"a": x, "b": x + 1})(1, output_subset=["b"]) == {"b": 2}
    with pytest.raises(ValueError, match="no such output"):
        f([x], [x])(1, output_subset=[1])


def test_nan_guard_names_op_and_line():
    x = T.dvector("x")
    g = f([x], T.log(x) * 2, mode=theano.compile.nanguardmode.NanGuardMode(nan_is_error=True, inf_is_error=True, big_is_error=True))
    assert g([1.0]).tolist() == [0]
    with pytest.raises(AssertionError, match="NaN detected") as error:
        g([-1.0])
    assert "test_function_attributes.py" in str(error.value)
    with pytest.raises(AssertionError, match="Inf detected"):
        g([0.0])
    with pytest.raises(AssertionError, match="big value"):
        g([1e12])
    with pytest.raises(AssertionError):
        f([x], 1 / x, mode="NanGuardMode")([0.0])


def test_monitor_mode_calls_functions_around_every_op():
    seen = []
    x = T.dvector("x")

    def pre(i, node, fn):
        seen.append(("pre", i, [v[0].tolist() for v in fn.inputs]))

    def post(i, node, fn):
        seen.append(("post", str(node.op), [v[0].tolist() for v in fn.outputs]))

    mode = theano.compile.MonitorMode(pre_func=pre, post_func=post, optimizer=None).excluding("local_elemwise_fusion", "inplace")
    assert f([x], T.exp(x) + 0, mode=mode)([0.0])[0] == 1
    assert seen[0] == ("pre", 0, [[0.0]]) and seen[1] == ("post", "Elemwise{exp,no_inplace}", [[1.0]])

    def fail(i, node, fn):
        raise KeyError("stop")

    with pytest.raises(KeyError, match="stop"):
        f([x], T.exp(x), mode=theano.compile.MonitorMode(post_func=fail))([0.0])


def test_detect_nan_prints_the_op(capsys):
    x = T.dscalar("x")
    f([x], T.log(x), mode=theano.compile.MonitorMode(post_func=theano.compile.monitormode.detect_nan))(-1.0)
    out = capsys.readouterr().out
    assert "*** NaN detected ***" in out and "log" in out


def test_profiles_tell_time_per_step_and_the_line():
    x = T.dmatrix("x")
    g = f([x], T.dot(x, x).sum(), profile=True)
    assert f([x], x).profile is None
    g(np.ones((3, 3)))
    g(np.ones((3, 3)))
    assert g.profile.fct_callcount == 2 and g.profile.fct_call_time > 0 and g.profile.compile_time > 0
    stream = io.StringIO()
    g.profile.summary(file=stream)
    text = stream.getvalue()
    assert "Calls: 2" in text and "test_function_attributes.py" in text and "dot" in text
    with theano.change_flags(profile=True):
        assert f([x], x).profile is not None


def test_functions_in_cycles_are_collected():
    x = T.dvector("x")
    y = x + 1
    g = f([x], y)
    y.tag.function = g
    gone = weakref.ref(g)
    del g, x, y
    gc.collect()
    assert gone() is None


def test_debug_mode_and_names_of_modes():
    x = T.dvector("x")
    assert f([x], x * 2, mode=theano.compile.DebugMode())([1.0]) == [2]
    assert f([x], x * 2, mode=theano.compile.Mode(linker="py", optimizer="fast_compile"))([1.0]) == [2]
    assert theano.compile.mode.get_default_mode().including("fusion") is not None
    assert isinstance(theano.compile.get_mode("FAST_RUN"), theano.Mode)


def test_rebuild_collect_shared():
    x = T.dscalar("x")
    w = theano.shared(1.0, "w")
    y = T.dscalar("y")
    inputs, outputs, (clones, updates, pairs, shared) = theano.compile.rebuild_collect_shared(
        [x * y], inputs=[x], replace={y: w}, updates=[(w, w + x)])
    assert inputs == [x] and shared == [w] and list(updates) == [w]
    assert f(inputs, outputs[0])(3) == 3


def test_updates_as_a_dictionary():
    a, b = theano.shared(1.0), theano.shared(2.0)
    updates = theano.OrderedUpdates([(a, a + 1)]) + theano.updates.OrderedUpdates({b: b + 1})
    f([], [], updates=updates)()
    assert (a.get_value(), b.get_value()) == (2, 3)
    with pytest.raises(TypeError):
        theano.OrderedUpdates()[T.dscalar()] = a
    with pytest.raises(KeyError):
        updates.update({a: a + 2})


def test_names_that_programs_import():
    from theano import theano as again
    from theano.compat import OrderedDict, izip  # noqa: F401
    from theano.compile import SharedVariable, SymbolicInput, SymbolicOutput  # noqa: F401
    from theano.compile.pfunc import Param, pfunc, rebuild_collect_shared  # noqa: F401
    from theano.gof import Apply, Constant, Container, Variable  # noqa: F401
    from theano.gof.graph import clone_get_equiv, io_toposort, list_of_nodes, orphans, stack_search, variables
    from theano.tensor.sharedvar import ScalarSharedVariable  # noqa: F401
    from theano.tensor.type import TensorType  # noqa: F401
    from theano.tensor.var import TensorConstant, TensorVariable  # noqa: F401

    assert again is theano
    x, y = T.dscalars("xy")
    z = T.exp(x) * y
    assert variables([x, y], [z])[:2] == [x, y] and orphans([x], [z]) == [y]
    assert len(list_of_nodes([x, y], [z])) == 2
    copies = clone_get_equiv([x, y], [z])
    assert copies[z] is not z and copies[x] is not x and copies[z.owner].op == z.owner.op
    from collections import deque
    assert x in stack_search(deque([z]), lambda v: v.owner.inputs if v.owner else None)


def test_outputs_look_at_arguments_only_where_both_borrow():
    x = T.dvector("x")
    v = np.ones(3)
    for borrows, shares in ((False, False), (True, True)):
        g = f([In(x, borrow=borrows)], theano.Out(x[::2], borrow=True))
        assert np.may_share_memory(g(v), v) == shares
    assert not np.may_share_memory(f([In(x, borrow=True)], x[::2])(v), v)
    w = theano.shared(np.ones(3))
    assert np.may_share_memory(f([], theano.Out(w, borrow=True))(), w.get_value(borrow=True))


def test_small_things_that_programs_do():
    w = theano.shared(1.0, "w")
    w.default_update = w + 1
    del w.default_update
    assert w.default_update is None
    with pytest.raises(TypeError, match="no_default_updates"):
        f([], w, no_default_updates=(w))
    with pytest.raises(TypeError, match="update of an input"):
        In(T.iscalar(), update=T.dscalar())
    with pytest.raises(AssertionError, match="keys"):
        f([], {1.0: w})
    g = f([], w * 2)
    g.fn.allow_gc = False
    assert g.fn() == 2 and g.fn.allow_gc is False
    assert g.copy()() == [2]  # a list, as in the original
    record = theano.compile.ProfileStats(atexit_print=False)
    f([], w, profile=record)()
    assert record.fct_callcount == 1
    assert f([In(T.dscalar("x"), value=1.0)], w, on_unused_input="ignore").outputs[0].variable is w
    t = T.dvector
    assert t.values_eq(np.ones(2), np.ones(2)) and not t.values_eq(np.ones(2), np.ones(3))
    assert t.values_eq_approx(np.ones(2), np.ones(2) + 1e-9) and not t.values_eq_approx(np.ones(2), np.zeros(2))
    assert t.clone(dtype="float32") == T.fvector and t.clone(broadcastable=(True, False)) == T.drow
    assert theano.dot(np.ones(2), np.ones(2)).eval() == 2


def test_arguments_of_function_in_a_file(tmp_path):
    import pickle

    x = T.dvector("x")
    theano.function_dump(str(tmp_path / "f.pkl"), [x], x + 1)
    with open(tmp_path / "f.pkl", "rb") as file:
        assert f(**pickle.load(file))([1.0]) == [2]


def test_clones_of_graphs():
    x, y = T.dvector("x"), T.dvector("y")
    z = T.exp(x) + x
    assert theano.clone(z, {x: y}).owner.inputs[1] is y
    assert theano.clone(z).owner.inputs[1] is x and theano.clone(z, share_inputs=False).owner.inputs[1] is not x
    assert theano.clone([z, x], replace=[(x, y)])[1] is y
    with pytest.raises(TypeError, match="of its type only"):
        theano.clone(z, {x: T.fvector()})
