"""theano.function as programs use it: arguments, updates, givens, aliasing, errors and their classes."""
import gc
import weakref

import numpy as np
import pytest

import theano
import theano.tensor as T

f = theano.function


def test_the_workflow_of_the_tutorial_learns():
    rng = np.random.RandomState(0)
    inputs = rng.randn(64, 5)
    targets = (inputs[:, 0] > 0).astype("int32")
    x, y = T.matrix("x"), T.ivector("y")
    w = theano.shared(np.zeros((5, 2)), "w")
    b = theano.shared(np.zeros(2), "b")
    p = T.nnet.softmax(T.dot(x, w) + b)
    loss = -T.mean(T.log(p)[T.arange(y.shape[0]), y])
    gw, gb = T.grad(loss, [w, b])
    train = f(inputs=[x, y], outputs=loss, updates=[(w, w - 0.5 * gw), (b, b - 0.5 * gb)])
    predict = f(inputs=[x], outputs=T.argmax(p, axis=1))
    losses = [float(train(inputs, targets)) for _ in range(50)]
    assert losses[0] == pytest.approx(np.log(2))
    assert losses[-1] < 0.3 < losses[0]
    assert (predict(inputs) == targets).mean() > 0.9


def test_results_are_fresh_arrays():
    x = T.dvector("x")
    v = np.ones(2)
    double = f([x], x * 2)
    assert not np.may_share_memory(double(v), double(v))
    assert not np.may_share_memory(f([x], x)(v), v)
    assert not np.may_share_memory(f([x], x[::-1])(v), v)
    assert isinstance(f([x], x.sum())(v), np.ndarray)


def test_containers_of_outputs():
    x = T.dscalar("x")
    assert f([x], [], on_unused_input="ignore")(1) == []
    assert f([x], [x + 1])(1) == [2]
    assert f([x], {"b": x, "a": x * 2})(3) == {"a": 6, "b": 3}
    assert f([x], None, on_unused_input="ignore")(1) is None


def test_shared_values_are_copied_unless_borrowed():
    v = np.zeros(2)
    copied, borrowed = theano.shared(v), theano.shared(v, borrow=True)
    v[0] = 9
    assert copied.get_value().tolist() == [0, 0]
    assert borrowed.get_value().tolist() == [9, 0]
    s = theano.shared(np.zeros(2))
    s.get_value()[0] = 1
    assert s.get_value().tolist() == [0, 0]
    s.get_value(borrow=True)[0] = 1
    assert s.get_value().tolist() == [1, 0]


def test_updates_see_old_values_and_commit_together():
    a, b = theano.shared(1.0), theano.shared(2.0)
    f([], [a, b], updates=[(a, b), (b, a)])()
    assert (a.get_value(), b.get_value()) == (2, 1)


def test_failed_call_leaves_shared_values():
    s = theano.shared(1.0, "s")
    x, i = T.dvector("x"), T.iscalar("i")
    step = f([x, i], x[i], updates={s: s + 1})
    step([1.0], 0)
    with pytest.raises(IndexError):
        step([1.0], 1)
    assert s.get_value() == 2


@pytest.mark.parametrize("make, error", [
    (lambda x, y, s: f([x], y), "UnusedInputError"),
    (lambda x, y, s: f([x, x], x), "UnusedInputError"),
    (lambda x, y, s: f([], x), "MissingInputError"),
    (lambda x, y, s: f([s], s), "TypeError"),
    (lambda x, y, s: f([1], 1), "TypeError"),
    (lambda x, y, s: f([x], [x, None]), "TypeError"),
    (lambda x, y, s: f([], [], updates=[(s, T.fscalar())]), "TypeError"),
    (lambda x, y, s: f([], [], updates=[(s, s), (s, s)]), "ValueError"),
    (lambda x, y, s: f([], [], updates=[(x, x)]), "TypeError"),
    (lambda x, y, s: f([], [], updates=[(s, "a")]), "ValueError"),
    (lambda x, y, s: f([x], x, givens=[(x, y)]), "RuntimeError"),
    (lambda x, y, s: f([], x, givens={x: s}), "TypeError"),
    (lambda x, y, s: f([x], x)(), "TypeError"),
    (lambda x, y, s: f([x], x)([1], [2]), "TypeError"),
    (lambda x, y, s: f([x], x)(1), "TypeError"),
    (lambda x, y, s: f([x], x)(s), "TypeError"),
    (lambda x, y, s: f([T.fvector("q")], [], on_unused_input="ignore")([1.1, 2]), "TypeError"),
    (lambda x, y, s: f([x, y], x + y)([1, 2, 3], [1]), "ValueError"),
    (lambda x, y, s: x["a"], "TypeError"),
    (lambda x, y, s: x[1.5], "TypeError"),
    (lambda x, y, s: bool(x > 0), "TypeError"),
    (lambda x, y, s: len(x), "TypeError"),
    (lambda x, y, s: x + None, "TypeError"),
    (lambda x, y, s: T.grad(x.sum(), y), "DisconnectedInputError"),
    (lambda x, y, s: T.grad(x.sum(), 1), "TypeError"),
    (lambda x, y, s: T.grad(x, x), "TypeError"),
])
def test_classes_of_errors(make, error):
    x, y, s = T.dvector("x"), T.dvector("y"), theano.shared(1.0, "s")
    with pytest.raises(Exception) as caught:
        make(x, y, s)
    assert type(caught.value).__name__ == error
    if isinstance(caught.value, theano.Error):
        assert "Way out:" in str(caught.value)
    else:  # what Python and NumPy say by themselves
        assert any(text in str(caught.value) for text in ("has no len()", "unsupported operand", "could not convert"))


def test_errors_name_the_users_line_and_a_way_out():
    x, y = T.dvector("x"), T.dvector("y")
    add = f([x, y], x + y)
    with pytest.raises(ValueError) as caught:
        add([1, 2, 3], [1])
    text = str(caught.value)
    assert "test_function.py:" in text and "Way out:" in text and "[add]" in text


def test_input_conversion():
    x = T.fscalar("x")
    with theano.change_flags(floatX="float32"):
        assert f([x], x)(1.1) == np.float32(1.1)
    i = T.iscalar("i")
    assert f([i], i)(3) == 3
    with pytest.raises(TypeError):
        f([i], i)(3.5)
    m = T.fmatrix("m")
    assert f([m], m, allow_input_downcast=True)(np.zeros((2, 2))).dtype == np.float32


def test_keywords_and_defaults():
    x, y = T.dscalar("x"), T.dscalar("y")
    g = f([x, theano.In(y, value=5.0)], x - y)
    assert g(1) == -4
    assert g(x=1, y=2) == -1
    assert g(1, y=3) == -2


def test_graphs_are_collected():
    def make():
        x = T.dvector("x")
        y = x + 1
        x.tag.above = y  # a circle through Python
        y.tag.self = y
        return weakref.ref(x), weakref.ref(y)

    references = make()
    gc.collect()
    assert [r() for r in references] == [None, None]


def test_compiled_function_with_callback_circle_is_collected():
    class Holder:
        pass

    holder = Holder()
    x = T.dscalar("x")
    holder.f = f([x], x + 1)
    holder.f.owner = holder
    reference = weakref.ref(holder)
    del holder
    gc.collect()
    assert reference() is None


def test_one_wrapper_per_node():
    x = T.dvector("x")
    y = x + 1
    y.mark = 7
    assert y.owner.inputs[0] is x
    assert y.owner.outputs[0] is y
    assert y.owner.outputs[0].mark == 7
    assert {x: 1}[y.owner.inputs[0]] == 1
    assert not (x == y) and x != y


def test_long_chains_survive():
    x = T.dscalar("x")
    y = x
    for _ in range(20000):
        y = y + 1
    del y
    z = x
    for _ in range(2000):
        z = z * 1.0001
    assert f([x], T.grad(z, x))(1.0) == pytest.approx(1.0001 ** 2000)


def test_trusted_arguments_are_not_converted():
    x = T.dvector("x")
    f = theano.function([x], x * 2)
    assert f([1, 2]).tolist() == [2, 4]
    f.trust_input = True
    assert f(np.array([1.0, 2.0])).tolist() == [2, 4]
    with pytest.raises(ValueError, match="must be a numpy.ndarray when inputs are trusted"):
        f([1, 2])
    with pytest.raises(TypeError, match="float64"):
        f(np.array([1, 2]))
    with pytest.raises(TypeError, match="Wrong number of dimensions"):
        f(np.ones((2, 2)))
    f.trust_input = False
    assert f([3]).tolist() == [6]


def test_flags_decorate_functions_and_methods():
    class Holder:
        @theano.change_flags(floatX="float32")
        def dtype(self, plus=""):
            """Says which type floats have."""
            return T.vector().dtype + plus

    assert Holder().dtype(plus="!") == "float32!"
    assert Holder.dtype.__doc__ == "Says which type floats have."
    assert theano.config.floatX == "float64"
