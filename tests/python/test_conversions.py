"""What becomes a tensor, what is refused, and the small facts of names, lengths and ranges that programs rely on."""
import numpy as np
import pytest
import theano
import theano.tensor as T


def test_python_bools_are_refused_because_they_come_from_identity():
    x, y = T.vectors("x", "y")
    for make in (
        lambda: T.as_tensor_variable(True),
        lambda: T.switch(x == y, x, y),
        lambda: x + False,
        lambda: T.set_subtensor(x[0], True),
    ):
        with pytest.raises(TypeError, match="Python bool"):
            make()
    assert T.as_tensor_variable(np.bool_(True)).dtype == "bool"
    assert T.constant(True).dtype == "int8"
    assert T.switch(T.eq(x, y), x, y).eval({x: np.ones(1), y: np.ones(1)}).tolist() == [1.0]


@pytest.mark.parametrize("floatX", ["float16", "float32", "float64"])
def test_empty_lists_are_of_floatX(floatX):
    with theano.configparser.change_flags(floatX=floatX):
        for empty in ([], ()):
            v = T.as_tensor_variable(empty)
            assert (v.dtype, v.eval().shape) == (floatX, (0,))


def test_transposes_are_named_after_their_tensor():
    x = T.matrix("x")
    assert x.T.name == "x.T" and x.transpose().name == "x.T"
    assert x.transpose(1, 0).name is None and T.matrix().T.name is None


def test_parts_of_shapes_have_a_length():
    x = theano.shared(np.zeros((2, 3, 4, 5)))
    for part, length in (
        (np.s_[-1:4], 1),
        (np.s_[-6:4], 4),
        (np.s_[1:-1], 2),
        (np.s_[::2], 2),
        (np.s_[::-1], 4),
        (np.s_[2:2], 0),
    ):
        sizes = [s.eval() for s in x.shape[part]]
        assert sizes == list((2, 3, 4, 5)[part]) and len(sizes) == length


def test_wrong_axes_and_shapes_raise_the_old_classes():
    x = T.vector("x")
    with pytest.raises(IndexError, match=r"both must be axes of x, which has 1, but one is 1\."):
        T.swapaxes(x, 0, 1)
    with pytest.raises(AssertionError, match="one size for each of the 1 axes, but there are 0"):
        T.specify_shape(x, [])


def test_modes_take_attributes():
    mode = theano.compile.get_mode("FAST_RUN")
    mode.check_isfinite = False
    assert mode.check_isfinite is False


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("bounds", [(-5, 1.1, 1.2), (0, 1, 0.1), (3, -4, -0.7), (1e9, 1e9 + 500, 3.3), (0.1, 7, 1 / 3)])
def test_ranges_have_the_bits_of_numpy(bounds, dtype):
    bounds = [np.asarray(b, dtype) for b in bounds]
    start, stop, step = (T.scalar(name, dtype=dtype) for name in ("start", "stop", "step"))
    expected = np.arange(*bounds, dtype=dtype)
    for mode in ("FAST_RUN", "FAST_COMPILE"):
        f = theano.function([start, stop, step], [T.arange(start, stop, step), T.arange(start, stop, step) * 2], mode=mode)
        alone, inside = f(*bounds)
        np.testing.assert_array_equal(alone, expected)
        np.testing.assert_array_equal(inside, expected * 2)


@pytest.mark.parametrize("dtype", ["int8", "int64", "float32", "float64"])
def test_ranges_without_a_step_are_refused(dtype):
    with pytest.raises(ValueError, match=r"\[arange\] the step must not be 0"):
        T.arange(0, 5, np.asarray(0, dtype))
    step = T.scalar("step", dtype=dtype)
    for mode in ("FAST_RUN", "FAST_COMPILE", None, "DebugMode"):
        f = theano.function([step], T.arange(0, 5, step), mode=mode)
        assert f(2).tolist() == [0, 2, 4]
        with pytest.raises(ValueError, match=r"\[arange\] the step must not be 0"):
            f(0)
