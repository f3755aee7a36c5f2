"""Pickles and deep copies: variables, graphs, shared variables and functions, with identity kept in one stream."""
import copy
import pickle

import numpy as np
import pytest

import theano
import theano.tensor as T

PROTOCOLS = range(2, pickle.HIGHEST_PROTOCOL + 1)


def through(thing, protocol=pickle.HIGHEST_PROTOCOL):
    return pickle.loads(pickle.dumps(thing, protocol))


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_graphs_keep_identity_in_lists_and_dictionaries(protocol):
    x, y = T.matrix("x"), T.row("y")
    z = T.tanh(x + y)
    z.name = "z"
    loaded = through({"z": z, "twice": z * 2, "inputs": [x, y]}, protocol)
    assert loaded["twice"].owner.inputs[0] is loaded["z"]
    assert loaded["z"].owner.inputs[0].owner.inputs == loaded["inputs"]
    assert [v.name for v in loaded["inputs"]] == ["x", "y"] and loaded["z"].name == "z"
    assert loaded["inputs"][1].broadcastable == (True, False)
    assert theano.printing.debugprint(loaded["z"], file="str") == theano.printing.debugprint(z, file="str")
    assert loaded["z"] is not z


def test_results_of_one_node_stay_results_of_one_node():
    x = T.matrix("x")
    a, b = T.max_and_argmax(x, axis=1)
    a, b = through([a, b])
    assert a.owner is b.owner and (a.index, b.index) == (0, 1)


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_constants_types_and_ops(protocol):
    c = T.constant(np.arange(6.0).reshape(2, 3), name="c")
    d = through(c, protocol)
    assert d.type == c.type and d.name == "c" and (d.data == c.data).all()
    assert through(T.ftensor3, protocol) == T.ftensor3
    op = (T.matrix().sum(axis=0)).owner.op
    assert through(op, protocol) == op


def test_tags_and_attributes_come_along():
    x = T.vector("x")
    x.tag.role = "input"
    x.tag.test_value = [1.0, 2.0]
    x.note = {"any": "thing"}
    y = through(x)
    assert y.tag.role == "input" and y.note == {"any": "thing"}
    assert y.tag.test_value.tolist() == [1.0, 2.0]


def test_shared_variables_stay_shared():
    w = theano.shared(np.ones(3), "w")
    w.default_update = w + 1
    other = w.clone()
    a, b, double = through([w, other, w * 2])
    assert double.owner.inputs[0] is a and a is not w
    assert a.default_update.owner.inputs[0] is a
    a.set_value(np.zeros(3))
    assert b.get_value().tolist() == [0, 0, 0]
    assert w.get_value().tolist() == [1, 1, 1]


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_functions_are_compiled_on_load(protocol):
    x = T.dvector("x")
    w = theano.shared(np.zeros(2), "w")
    f = theano.function([x, theano.In(T.dscalar("rate"), value=0.5)], {"sum": (x + w).sum()}, updates=[(w, w + x)],
                        on_unused_input="ignore", name="step")
    f([1, 2])
    f.note = "mine"
    g = through(f, protocol)
    assert g.name == "step" and g.note == "mine"
    assert g([1, 2]) == f([1, 2]) == {"sum": 6.0}
    assert g([1, 2]) == {"sum": 9.0}
    assert g.get_shared()[0] is not w


def test_two_functions_in_one_stream_share_their_state():
    x = T.dscalar("x")
    w = theano.shared(0.0, "w")
    up, down = theano.function([x], w, updates=[(w, w + x)]), theano.function([x], w, updates=[(w, w - x)])
    up, down, v = through((up, down, w))
    up(5)
    assert down(1) == 5 and v.get_value() == 4
    s = T.dscalar("s")
    inc = theano.function([x, theano.In(s, value=10.0, update=s + x)], [])
    dec = theano.function([x, theano.In(s, value=inc.container[s], update=s - x)], s)
    for pair in ((inc, dec, s), through((inc, dec, s)), copy.deepcopy((inc, dec, s))):
        one, two, key = pair
        assert one.container[key] is two.container[key]
        one(3)
        assert two(0) == 13 and one[key] == 13


def test_deep_chains_pickle_and_copy_without_recursion():
    x = T.dscalar("x")
    y = x
    for _ in range(100_000):
        y = y + x
    data = pickle.dumps([x, y, y * 2], 4)
    assert len(data) < 10_000_000
    a, b, c = pickle.loads(data)
    assert c.owner.inputs[0] is b
    assert len(theano.gof.graph.io_toposort([a], [b])) == 100_000
    middle = y.owner.inputs[0].owner.inputs[0]
    pickle.dumps([y, middle]), pickle.dumps(middle)  # neither leaves anything behind for the next
    short = x
    for _ in range(3_000):
        short = short + x
    assert theano.function([x], short)(1.0) == 3001
    u, v = copy.deepcopy([x, short])
    assert theano.function([u], v)(1.0) == 3001


def test_a_pickle_that_fails_does_not_harm_the_next():
    x = T.dscalar("x")
    y = x
    for i in range(200):
        y = T.exp(y)
        if i == 150:
            y.unpicklable = lambda: None
    with pytest.raises(Exception):
        pickle.dumps(y)
    z = through(T.exp(x))
    assert z.owner.inputs[0].name == "x"


def test_copies_of_variables():
    x = T.dvector("x")
    assert copy.copy(x) is not x and copy.copy(x).name == "x" and copy.copy(x).type == x.type
    y = T.exp(x)
    z = copy.copy(y)
    assert z is not y and z.owner.inputs[0] is x
    w = theano.shared(np.ones(2))
    v = copy.deepcopy(w)
    v.set_value([5, 5])
    assert w.get_value().tolist() == [1, 1]
    memo = {}
    deep = copy.deepcopy(y, memo)
    assert deep.owner.inputs[0] is copy.deepcopy(x, memo)


def test_places_in_the_users_program_come_along():
    x = T.dvector("x")
    y = through(x[T.lscalar("i")])
    f = theano.function(theano.gof.graph.inputs([y]), y)
    with pytest.raises(IndexError, match="made in .*test_pickle.py"):
        f([1.0, 2.0], 5)


def test_old_names_of_pickling(tmp_path):
    from theano.misc import pkl_utils

    x = T.dvector("x")
    path = tmp_path / "graph.pkl"
    with open(path, "wb") as file:
        pkl_utils.dump(x + 1, file)
    with open(path, "rb") as file:
        assert pkl_utils.load(file).owner.op == (x + 1).owner.op
    with open(path, "rb") as file:
        pkl_utils.CompatUnpickler(file).load()
    with open(path, "wb") as file:
        pkl_utils.StripPickler(file, 2).dump(x)


def test_watching_modes_say_that_they_do_not_pickle():
    x = T.dvector("x")
    with pytest.raises(NotImplementedError, match="cannot be pickled"):
        pickle.dumps(theano.function([x], x, mode=theano.compile.NanGuardMode()))
