"""Graphs as text in Python, values printed at run time, and test values."""
import io

import numpy as np
import pytest

import theano
import theano.tensor as T


def small_graph():
    a, b, d, e = [T.matrix(n) for n in "ABDE"]
    c = a + b
    c.name = "C"
    return c + (d + e), (a, b, d, e)


def test_ids_of_debugprint():
    g, _ = small_graph()
    text = theano.printing.debugprint(g, file="str", ids="int")
    assert text.splitlines()[1:3] == [" |Elemwise{add,no_inplace} [id 1] 'C'   ", " | |A [id 2]"]
    assert "[id" not in theano.printing.debugprint(g, file="str", ids="")
    assert theano.printing.debugprint(g, file="str", ids="id").count("[id ") == 7
    stream = io.StringIO()
    theano.printing.debugprint(g, file=stream, stop_on_name=True, print_type=True)
    assert "A [id" not in stream.getvalue() and "<TensorType(float64, matrix)>" in stream.getvalue()
    assert len(theano.printing.debugprint(g, depth=1, file="str").splitlines()) == 1
    with pytest.raises(Exception, match="depth must be an int"):
        theano.printing.debugprint(g, depth="1")


def test_functions_print_in_the_order_of_execution():
    g, inputs = small_graph()
    assert theano.printing.debugprint(theano.function(inputs, g), file="str").splitlines()[0].endswith(tuple("0123456789"))


def test_short_texts_of_a_graph():
    g, (a, b, d, e) = small_graph()
    assert theano.printing.min_informative_str(g) == (
        "A. Elemwise{add,no_inplace}\n B. C\n C. Elemwise{add,no_inplace}\n  D. D\n  E. E")
    assert theano.printing.min_informative_str(a * a) == "A. Elemwise{mul,no_inplace}\n B. A\n <B>"
    assert theano.printing.var_descriptor(a * a + T.dscalar()).startswith("A=Elemwise{add,no_inplace}(B=Elemwise{mul,no_inplace}(C=A,<C>)")
    assert theano.pprint(a + 1) == theano.pp(a + 1) == "(A + TensorConstant{1})"


def test_pydotprint_writes_a_document_that_graphviz_reads(tmp_path):
    g, inputs = small_graph()
    theano.printing.pydotprint(theano.function(inputs, g), outfile=str(tmp_path / "graph.dot"), format="dot", print_output_file=False)
    assert (tmp_path / "graph.dot").read_text().startswith("digraph")
    theano.printing.pydotprint(g, outfile=str(tmp_path / "picture.png"), print_output_file=False)
    assert list(tmp_path.glob("picture.*"))


def test_print_shows_values_when_they_are_computed(capsys):
    x = T.dvector("x")
    f = theano.function([x], theano.printing.Print("twice", attrs=["__str__", "shape", "mean"])(x * 2) + 1)
    assert capsys.readouterr().out == ""
    assert f([1, 2]).tolist() == [3, 5]
    assert capsys.readouterr().out == "twice __str__ = [2. 4.]\ntwice shape = (2,)\ntwice mean = 3.0\n"


def test_print_calls_a_function_of_the_users():
    seen = []
    x = T.dvector("x")
    op = theano.printing.Print("hello", global_fn=lambda op, value: seen.append((op.message, value.tolist())))
    theano.function([x], T.grad((op(x) ** 2).sum(), x))([3.0])
    theano.function([x], op(x))([1.0])
    assert seen[-1] == ("hello", [1.0])

    def fail(op, value):
        raise KeyError("stop")

    w = theano.shared(0.0)
    f = theano.function([x], theano.printing.Print("", global_fn=fail)(x), updates=[(w, w + 1)])
    with pytest.raises(KeyError, match="stop"):
        f([1.0])
    assert w.get_value() == 0


def test_print_is_found_in_texts_and_survives_pickling(capsys):
    import pickle

    x = T.dscalar("x")
    y = theano.printing.Print("p")(x)
    assert "Print{message='p', attrs=('__str__',)" in theano.printing.debugprint(y, file="str")
    a, b = pickle.loads(pickle.dumps([x, y]))
    theano.function([a], b)(2.0)
    assert capsys.readouterr().out == "p __str__ = 2.0\n"


def test_test_values():
    from theano.gof.op import get_debug_values, get_test_value

    x, y = T.dvector("x"), T.dvector("y")
    assert get_test_value(theano.shared(3.0)) == 3 and get_test_value([1, 2]).tolist() == [1, 2]
    with pytest.raises(AttributeError):
        get_test_value(x)
    x.tag.test_value = np.ones(2)
    assert get_debug_values(x) == []
    with theano.change_flags(compute_test_value="ignore"):
        assert len(list(get_debug_values(x, T.constant(2)))) == 1 and get_debug_values(y) == []
        assert get_debug_values(x)[0].tolist() == [1, 1]
        assert (x * 2).tag.test_value.tolist() == [2, 2]
    with theano.change_flags(compute_test_value="raise"):
        with pytest.raises(AttributeError):
            get_debug_values(y)
        with pytest.raises(ValueError, match="bad"):
            theano.gof.op.debug_error_message("bad")
    with theano.change_flags(compute_test_value="warn"):
        with pytest.warns(UserWarning, match="no test value"):
            get_debug_values(y)
