"""Derivatives as Python programs ask for them: classes of types and errors, containers, whole matrices."""
import numpy as np
import pytest

import theano
import theano.tensor as T
from theano import gradient
from theano.gof.null_type import NullType


def test_jacobian_and_hessian_come_in_the_container_of_wrt():
    x, z = T.dvector("x"), T.dvector("z")
    y = x * z
    assert isinstance(T.jacobian(y, (x,)), tuple)
    assert isinstance(T.jacobian(y, [x]), list)
    by_x, by_z = theano.function([x, z], T.jacobian(y, [x, z]))([1.0, 2.0, 3.0], [4.0, 5.0, 6.0])
    np.testing.assert_array_equal(by_x, np.diag([4.0, 5.0, 6.0]))
    np.testing.assert_array_equal(by_z, np.diag([1.0, 2.0, 3.0]))
    hessian = theano.function([x], T.hessian(T.sum(x**3), x))
    np.testing.assert_allclose(hessian([1.0, 2.0]), [[6, 0], [0, 12]])
    assert hessian(np.zeros(0)).shape == (0, 0)


def test_hessian_vector_product():
    x, p = T.dvector("x"), T.dvector("p")
    product = gradient.hessian_vector_product(T.sum(x**3), [x], [p])
    np.testing.assert_allclose(theano.function([x, p], product[0])([1.0, 2.0], [1.0, -1.0]), [6, -12])


def test_types_of_missing_gradients_are_classes():
    x, y = T.iscalar("x"), T.iscalar("y")
    with pytest.raises(gradient.NullTypeGradError):
        T.grad(x + y, [x], known_grads={x: NullType("no reason")()})
    g = T.grad(x + y, T.scalar(), disconnected_inputs="ignore", return_disconnected="Disconnected")
    assert isinstance(g.type, gradient.DisconnectedType)
    assert T.grad(x + y, T.scalar(), disconnected_inputs="ignore", return_disconnected="None") is None
    bad = gradient.undefined_grad(T.dscalar("v"))
    g = T.grad(bad, bad.owner.inputs[0], null_gradients="return")
    assert isinstance(g.type, NullType) and "undefined" in g.type.why_null


def test_a_gradient_that_does_not_exist_cannot_be_compiled():
    a = T.dvector("a")
    for missing in (gradient.grad_undefined, gradient.grad_not_implemented):
        with pytest.raises(TypeError, match="gradient that does not exist"):
            theano.function([a], missing(T.add, 0, a), on_unused_input="ignore")


def test_known_gradients():
    x = T.iscalar("x")
    cost = x + 1
    with pytest.raises(gradient.NullTypeGradError):
        T.grad(cost, x, known_grads={cost: NullType()()})
    with pytest.raises(gradient.DisconnectedInputError):
        T.grad(cost, x, known_grads={cost: gradient.DisconnectedType()()})
    g = T.dscalar("g")
    assert theano.function([g], T.grad(None, x, known_grads={x: g}))(0.5) == 0.5
    with pytest.raises(TypeError, match="set"):
        T.grad(T.sqr(g), {g})


def test_what_steers_gradients_is_gone_from_compiled_functions():
    x = T.dmatrix("x")
    y = x * gradient.zero_grad(x) + gradient.disconnected_grad(x) + gradient.grad_clip(x, -1, 1)
    assert isinstance(gradient.grad_clip(x, -1, 1).owner.op, gradient.GradClip)
    assert isinstance(gradient.GradScale(2)(x).owner.op, gradient.GradScale)
    assert not isinstance(y.owner.op, gradient.GradClip)
    ops = [node.op for node in theano.function([x], y).maker.fgraph.toposort()]
    assert gradient.zero_grad_ not in ops and gradient.disconnected_grad_ not in ops
    assert gradient.zero_grad_ in [node.op for node in theano.function([x], y, mode=theano.Mode(optimizer=None)).maker.fgraph.toposort()]


def test_rop_in_the_container_of_f_and_with_disconnected_outputs():
    m, v, dm, dv = T.dmatrix("m"), T.dvector("v"), T.dmatrix("dm"), T.dvector("dv")
    assert isinstance(T.Rop([m, m + v], [m, v], [dm, dv]), list)
    assert isinstance(T.Rop((m, m + v), [m, v], [dm, dv]), tuple)
    with pytest.raises(ValueError, match="differentiable"):
        T.Rop(T.argmax(v), v, dv)
    assert T.Rop(T.argmax(v), v, dv, disconnected_outputs="ignore", return_disconnected="None") is None
    floor = theano.function([v, dv], T.Rop(T.floor(v), v, dv), on_unused_input="ignore")
    np.testing.assert_array_equal(floor([1.5], [3.0]), [0.0])


def test_numeric_grad_and_verify_grad():
    point = np.array([1.0, 2.0, 3.0])
    numeric = gradient.numeric_grad(lambda a: (a**2).sum(), point)
    np.testing.assert_allclose(numeric.gf, 2 * point, rtol=1e-5)
    argument, position, absolute, _ = numeric.max_err([2 * point + np.array([0, 1.0, 0])], 1e-4, 1e-4)
    assert (argument, position) == (0, 1) and abs(absolute - 1) < 1e-4
    T.verify_grad(lambda a: T.tanh(a), [point], rng=np.random.RandomState(0))

    def wrong(a):
        return gradient.grad_scale(a, 2)

    with pytest.raises(gradient.GradientError) as error:
        T.verify_grad(wrong, [point], rng=np.random.RandomState(0))
    assert error.value.arg == 0 and abs(error.value.val1 / error.value.val2 - 2) < 1e-3
    with pytest.raises(NotImplementedError):
        T.verify_grad(lambda a: [a, a], [point], rng=np.random.RandomState(0))


def test_subgraph_grad_in_pieces():
    x, w1, w2 = T.dvector("x"), theano.shared(np.random.RandomState(0).randn(3, 4)), theano.shared(np.ones((4, 2)))
    hidden = T.tanh(T.dot(x, w1))
    cost = T.sqr(T.dot(hidden, w2)).sum()
    upper, ends = theano.subgraph_grad([w2], [hidden], cost=cost)
    lower, _, from_start, from_cost = theano.subgraph_grad([w1], [x], start={hidden: ends[0]}, details=True)
    assert from_cost is None and len(from_start) == 2
    f = theano.function([x], upper + lower + T.grad(cost, [w2, w1]))
    a, b, c, d = f([1.0, 2.0, 3.0])
    np.testing.assert_allclose(a, c)
    np.testing.assert_allclose(b, d)
