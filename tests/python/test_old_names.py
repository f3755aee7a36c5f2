"""Names and habits of programs: ops by class, indices written as lists, scalar types, shared variables of a given type."""
import numpy as np
import pytest

import theano
import theano.tensor as T
from theano.compile.sharedvalue import SharedVariable
from theano.tensor import subtensor as parts


def test_parts_have_the_class_of_their_op():
    x, i = T.dmatrix("x"), T.lvector("i")
    for part, plain, changed in ((x[1:, 0], "Subtensor", "IncSubtensor"), (x[i], "AdvancedSubtensor1", "AdvancedIncSubtensor1"),
                                 (x[i, i], "AdvancedSubtensor", "AdvancedIncSubtensor")):
        assert isinstance(part.owner.op, getattr(T, plain)) and isinstance(part.owner.op, getattr(parts, plain))
        op = T.inc_subtensor(part, 1).owner.op
        assert isinstance(op, getattr(T, changed)) and not isinstance(op, getattr(T, plain))


def test_ops_of_parts_are_made_by_their_classes():
    x, v, i = T.dmatrix("x"), T.dvector("v"), T.lvector("i")
    a, b, c = np.arange(12.0).reshape(4, 3), np.array([10.0, 20, 30]), np.array([2, 0])

    def value(expression):
        return theano.function([x, v, i], expression, on_unused_input="ignore")(a, b, c)

    index = [theano.scalar.int64, slice(None, theano.scalar.int64, None)]
    assert value(T.Subtensor(index)(x, 1, 2)).tolist() == [3, 4]
    assert value(T.Subtensor([])(v.sum())) == 60
    assert value(T.IncSubtensor([1])(x, v))[1].tolist() == [13, 24, 35]
    assert value(T.IncSubtensor([theano.scalar.int64], set_instead_of_inc=True)(x, v, 1))[1].tolist() == [10, 20, 30]
    assert value(T.AdvancedSubtensor1()(x, i)).tolist() == a[c].tolist()
    assert value(T.AdvancedIncSubtensor1()(x, v, i))[2].tolist() == [16, 27, 38]
    assert value(T.advanced_subtensor(x, i, [1, 2])).tolist() == [7, 2]
    assert value(T.advanced_subtensor(x, [1, 1])).tolist() == a[[1, 1]].tolist()
    assert value(T.advanced_inc_subtensor(x, 1, [0, 0], [1, 1]))[0].tolist() == [0, 3, 2]
    assert value(T.advanced_set_subtensor(x, 9, [0, 0], [1, 2]))[0].tolist() == [0, 9, 9]
    with pytest.raises(IndexError, match="fewer indices"):
        T.Subtensor(index)(x, 1)


def test_views_and_copies_are_what_they_look_at():
    x = T.dmatrix("x")
    for same in (theano.compile.view_op, theano.compile.deep_copy_op, theano.compile.ViewOp()):
        assert theano.function([x], same(x) * 2)([[1.0]]).tolist() == [[2]]
    assert isinstance(theano.compile.view_op(x).owner.op, theano.compile.ViewOp)
    assert isinstance(x.shape.owner.op, T.Shape) and isinstance(T.addbroadcast(x, 0).owner.op, T.Rebroadcast)
    assert theano.compile.Rebroadcast((0, True))(x).broadcastable == (True, False)
    assert theano.function([x], [theano.compile.Shape_i(1)(x), theano.compile.shape_i(x, 0)])([[1.0, 2]]) == [2, 1]
    s = T.dscalar()
    assert theano.function([s], T.opt.MakeVector("float64")(s, s))(3).tolist() == [3, 3]


def test_a_list_with_slices_is_an_index():
    x = T.dtensor3("x")
    value = np.arange(60.0).reshape(3, 4, 5)
    assert (theano.function([x], x[[slice(1, -1)] * 3])(value) == value[1:-1, 1:-1, 1:-1]).all()


def test_bools_in_lists_are_no_index():
    x = T.dmatrix("x")
    for index in ([True, False], [0, True], ([0, 1], [0, False]), [0, theano.shared(np.bool_(True))]):
        with pytest.raises(TypeError, match="list of bools"):
            x[index]


def test_wide_integers_are_no_index():
    x = T.dvector("x")
    for index in (2 ** 63, slice(2 ** 63), slice(-2 ** 70, None)):
        with pytest.raises(IndexError, match="must fit into int64"):
            x[index]


def test_numbers_are_not_iterated():
    with pytest.raises(TypeError, match="0-d tensor"):
        iter(T.dscalar())
    with pytest.raises(ValueError, match="length is known"):
        iter(T.dvector())
    assert len(list(T.constant([1.0, 2.0]))) == 2


def test_scalar_types_print_as_their_dtypes():
    assert str(theano.scalar.bool) == "bool" and repr(theano.scalar.float32) == "Scalar(float32)"
    assert theano.scalar.int64 == T.lscalar and str(T.lscalar) == "TensorType(int64, scalar)"
    assert hash(theano.scalar.int64) == hash(T.lscalar)
    x = theano.scalar.float32("x")
    assert str(x.type) == "float32" and str((x + x).type) == "TensorType(float32, scalar)"
    assert str(theano.scalar.get_scalar_type("int8")) == "int8"


def test_shared_variables_of_a_given_type():
    v = SharedVariable(name="v", type=T.dvector, value=[1, 2], strict=False)
    assert isinstance(v, T.sharedvar.TensorSharedVariable) and v.name == "v" and v.get_value().dtype == "float64"
    assert theano.function([], v * 2)().tolist() == [2, 4]
    w = SharedVariable("w", T.dvector, None, False, container=v.container)
    v.set_value([5, 6])
    assert w.get_value().tolist() == [5, 6]
    with pytest.raises(TypeError):
        SharedVariable("v", T.dvector, {}, False)
    with pytest.raises(TypeError):
        SharedVariable("v", T.dvector, [1], True)
    with pytest.raises(ValueError, match="text is no number"):
        v.set_value("five")
    with pytest.raises(TypeError, match="no parameter named 'bad'"):
        theano.shared(7, bad=False)


def test_borrowed_memory_is_one_array():
    v = theano.shared(np.zeros(3))
    first = v.get_value(borrow=True)
    assert v.get_value(borrow=True) is first and v.container.value is first and v.get_value() is not first
    mine = np.arange(3.0)
    v.set_value(mine, borrow=True)
    assert v.get_value(borrow=True) is mine
    lent = theano.shared(mine, borrow=True)
    assert lent.get_value(borrow=True) is mine
    mine.shape = (3, 1)
    assert v.get_value(borrow=True) is not mine and v.get_value(borrow=True).shape == (3,)
    del first
    address = [id(theano.shared(np.ones(2)).get_value(borrow=True)) for _ in range(1000)]
    assert len(address) == 1000  # what nobody holds is forgotten


def test_copies_share_the_defaults_that_calls_leave_alone():
    x, a, s = T.dscalar("x"), T.dscalar("a"), T.dscalar("s")
    g = theano.function([x, theano.In(a, value=1.0), theano.In(s, value=0.0, update=s + a * x)], s + a * x)
    h = g.copy()
    assert h.value[a] is g.value[a] and h.value[s] is not g.value[s]
    g(2)
    assert g[s] == 2 and h[s] == 0
    g[a] = 7
    assert h[a] == 1


def test_what_givens_replace_is_not_updated():
    a, c, b = theano.shared(1.0, "a"), theano.shared(5.0, "c"), T.dscalar("b")
    a.default_update = a + 3.0
    c.default_update = c * 2
    g = theano.function([b], a + 10, givens={a: b + c})
    assert g(1) == 16 and g(1) == 21 and a.get_value() == 1 and c.get_value() == 20


def test_givens_may_know_more_of_a_type():
    x, row = T.dmatrix("x"), T.drow("row")
    assert theano.function([row], x * 2, givens={x: row})([[1.0, 2]]).tolist() == [[2, 4]]
    assert theano.function([], x * 2, givens={x: T.constant([[3.0]])})().tolist() == [[6]]
    with pytest.raises(TypeError, match="must have its type"):
        theano.function([x], row * 2, givens={row: x})


def test_graphs_are_rebuilt_for_other_types():
    m, x, y = T.imatrix("m"), T.ivector("x"), T.ivector("y")
    z = x * y
    with pytest.raises(TypeError, match="must have its type"):
        theano.function([m, y], z, givens={x: m})
    g = theano.function([m, y], z.sum(), givens={x: m}, rebuild_strict=False)
    assert g(np.ones((3, 5), "int32"), np.arange(5, dtype="int32")) == 30
    d = T.dvector("d")
    assert theano.clone(z, replace={x: d}, strict=False).dtype == "float64"
    assert theano.clone(z, replace={x: m}, strict=False).ndim == 2
    with pytest.raises(TypeError, match="of its type only"):
        theano.clone(z, replace={x: d})
    s = theano.shared(np.zeros(2, "int32"))
    with pytest.raises(TypeError, match="type of its shared variable"):
        theano.function([d], [], updates={s: x + s}, givens={x: d}, rebuild_strict=False)


def test_lengths_and_numbers_that_graphs_tell():
    x, v = T.dmatrix("x"), T.dvector("v")
    assert T.get_vector_length(T.stack([v[0], v[1]])) == 2 and T.get_vector_length(T.constant([1, 2, 3])) == 3
    assert T.get_vector_length(x.shape) == 2 and T.get_vector_length(x.shape[1:]) == 1
    with pytest.raises(ValueError, match="length is not known"):
        T.get_vector_length(v)
    with pytest.raises(TypeError, match="symbolic vector"):
        T.get_vector_length(x)
    tells = T.get_scalar_constant_value
    for source, number in ((T.constant(3), 3), (T.ones((2, 2)) * 2.5, 2.5), (T.constant([7, 7]), 7), (4, 4),
                           (T.constant(1 + 2j), 1 + 2j), (np.float32(0.5), 0.5), (T.addbroadcast(x, 0).shape[0], 1), (T.cast(T.constant(2.9), "int16"), 2)):
        found = tells(source)
        assert found == number and found.shape == ()
    assert tells(T.constant(2, dtype="int8")).dtype == "int8"
    for unknown in (v[0], x.shape[0], T.constant([1, 2]), None, T.constant(np.zeros(0)), T.ones((2,)) + T.constant([1.0, 2.0])):
        with pytest.raises(T.NotScalarConstantError):
            tells(unknown)
    with pytest.raises(T.basic.EmptyConstantError):
        tells(np.zeros(0))
    with pytest.raises(T.NotScalarConstantError):
        tells(T.constant(1) + 1, only_process_constants=True)


def test_modules_are_reached_through_tensor():
    assert T.config is theano.config and T.gof is theano.gof and T.scal is theano.scalar
    assert theano.__version__ == theano.version.version == "1.0.5"
    x = T.dvector("x")
    g = theano.function([x], x * 2 + 1)
    assert {v.name for v in g.maker.fgraph.variables} >= {"x"} and g.sync_shared() is None


def test_specified_shapes_are_asserted():
    s = theano.shared(np.ones((4, 2)))
    g = theano.function([], T.specify_shape(s, (4, 2)) * 2)
    assert g().shape == (4, 2)
    s.set_value(np.ones((5, 2)))
    with pytest.raises(AssertionError, match=r"must be \(4, 2\), but it is \(5, 2\)"):
        g()
