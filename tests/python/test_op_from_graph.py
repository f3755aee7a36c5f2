"""Expressions that are called like ops: copies of them in the graph, and gradients of their own."""
import pickle

import numpy as np
import pytest

import theano
import theano.tensor as T
from theano import OpFromGraph

x, y, z = T.dmatrices("x", "y", "z")
a, b, c = np.array([[1.0, 2], [3, 4]]), np.array([[3.0, 3], [3, 3]]), np.array([[5.0, 5], [5, 5]])


def value(expression, *inputs):
    return theano.function([x, y, z], expression, on_unused_input="ignore")(a, b, c).tolist()


def test_a_call_is_the_expression():
    op = OpFromGraph([x, y, z], [x + y * z])
    assert value(op(x, y, z) - op(y, z, x)) == (a + b * c - (b + c * a)).tolist()
    assert value(T.grad(op(x, y, z).sum(), y)) == c.tolist()
    two = theano.compile.builders.OpFromGraph([x, y], [x + y, x - y], inline=True, name="both")
    plus, minus = two(z, 1 + T.zeros_like(z))
    assert value(plus * minus) == (c * c - 1).tolist() and str(two) == "both"
    assert isinstance(op(x, y, z, return_list=True), list)


def test_what_is_shared_stays_connected():
    w = theano.shared(np.array([[2.0, 0], [0, 2.0]]))
    for overrides in ({}, {"grad_overrides": lambda inputs, gradients: [gradients[0] * 100]}):
        op = OpFromGraph([x], [T.dot(x, w)], **overrides)
        assert value(op(y)) == (2 * b).tolist()
        assert value(T.grad(op(y).sum(), w)) == np.dot(b.T, np.ones((2, 2))).tolist()
        w.set_value(w.get_value())


def test_the_gradient_can_be_overridden():
    def ten_times(inputs, gradients):
        return [gradients[0] * inputs[1] * 10, inputs[0] + 0 * gradients[0]]

    op = OpFromGraph([x, y], [x * y], grad_overrides=ten_times)
    by_x, by_y = T.grad(op(x, y).sum(), [x, y])
    assert value(by_x) == (10 * b).tolist() and value(by_y) == a.tolist()
    assert value(op(x, y)) == (a * b).tolist()
    # the override is an expression, with a gradient itself
    assert value(T.grad(by_x.sum(), y)) == (10 * np.ones((2, 2))).tolist()
    sigmoid = OpFromGraph([x], [T.nnet.sigmoid(x)],
                          lop_overrides=lambda inputs, outputs, gradients: gradients[0] * outputs[0] * (1 - outputs[0]))
    plain = T.nnet.sigmoid(x)
    assert np.allclose(value(T.grad(sigmoid(x).sum(), x)), value(T.grad(plain.sum(), x)))
    assert np.allclose(value(T.grad(T.grad(sigmoid(x).sum(), x).sum(), x)), value(T.grad(T.grad(plain.sum(), x).sum(), x)))


def test_each_input_has_its_override():
    g = T.dmatrix("g")
    other = OpFromGraph([x, y, z, g], [g * 7])
    op = OpFromGraph([x, y, z], [x * y * z], grad_overrides=["default", other, theano.gradient.DisconnectedType()()])
    by_x, by_y = T.grad(op(x, y, z).sum(), [x, y])
    assert value(by_x) == (b * c).tolist() and value(by_y) == (7 * np.ones((2, 2))).tolist()
    with pytest.raises(theano.gradient.DisconnectedInputError):
        T.grad(op(x, y, z).sum(), z)
    undefined = OpFromGraph([x], [x * 2], grad_overrides=[theano.gof.null_type.null_type()])
    with pytest.raises(theano.gradient.NullTypeGradError):
        T.grad(undefined(x).sum(), x)


def test_overrides_survive_pickling_and_forward_mode():
    op = OpFromGraph([x], [x ** 2], grad_overrides=lambda inputs, gradients: gradients[0] * inputs[0] * 5)
    cost = op(y).sum()
    again, y_again = pickle.loads(pickle.dumps([cost, y], -1))
    assert theano.function([y_again], T.grad(again, y_again))(b).tolist() == (5 * b).tolist()
    assert value(T.Rop(op(y), y, z)) == (5 * b * c).tolist()
    row = T.drow("row")
    assert theano.function([row], op(row))([[1.0, 2]]).tolist() == [[1, 4]]


def test_faults_are_told():
    op = OpFromGraph([x, y], [x + y])
    with pytest.raises(ValueError, match="Expected 2 inputs but got 1"):
        op(x)
    with pytest.raises(TypeError, match="input 1 must have the type"):
        op(x, T.fmatrix())
    with pytest.raises(TypeError, match="must be Variable instances"):
        OpFromGraph([x], [1])
    with pytest.raises(TypeError, match="updates are not allowed"):
        OpFromGraph([x], [x], updates=[])
    with pytest.raises(ValueError, match="mutually exclusive"):
        OpFromGraph([x], [x], lop_overrides=lambda *_: x, grad_overrides=lambda *_: x)
    for override in (lambda inputs, gradients: [], ["default", "default"]):
        with pytest.raises(ValueError, match="one gradient for each"):
            OpFromGraph([x], [x], grad_overrides=override)
    with pytest.raises(NotImplementedError, match="forward derivative"):
        OpFromGraph([x], [x], rop_overrides=lambda *_: x)
