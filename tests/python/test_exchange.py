"""Arrays of other libraries go in without copies where the contract allows, and results come out as NumPy's."""
import gc
import weakref

import numpy as np
import pytest

import theano
import theano.tensor as T


class Producer:
    """Hands an array's memory out by DLPack alone; `version` 0 knows no keyword arguments."""

    def __init__(self, array, version=1, device=None):
        self.array, self.version, self.device = array, version, device

    def __dlpack__(self, **options):
        if self.version == 0 and options:
            raise TypeError("unexpected keyword argument")
        return self.array.__dlpack__(**options)

    def __dlpack_device__(self):
        return self.array.__dlpack_device__()


class Interface:
    """Hands an array's memory out by NumPy's array interface alone."""

    def __init__(self, array):
        self.array = array
        self.__array_interface__ = array.__array_interface__


def address(array):
    return array.__array_interface__["data"][0]


PRODUCERS = [lambda a: Producer(a, 0), lambda a: Producer(a, 1), Interface]


@pytest.mark.parametrize("make", PRODUCERS)
def test_arguments_are_looked_at_where_they_are(make):
    x = T.dmatrix("x")
    view = theano.function([theano.In(x, borrow=True)], theano.Out(x[1:], borrow=True))
    a = np.arange(12.0).reshape(4, 3)
    part = view(make(a))
    assert np.array_equal(part, a[1:])
    assert address(part) == address(a[1:])
    assert np.array_equal(theano.function([x], x * 2)(make(a.T[::-1])), a.T[::-1] * 2)


@pytest.mark.parametrize("make", PRODUCERS)
def test_memory_is_held_as_long_as_it_is_looked_at(make):
    x = T.dvector("x")
    view = theano.function([theano.In(x, borrow=True)], theano.Out(x[::2], borrow=True))
    a = np.arange(6.0)
    gone = weakref.ref(a)
    part = view(make(a))
    del a
    gc.collect()
    assert np.array_equal(part, [0, 2, 4])
    del part
    gc.collect()
    assert gone() is None


@pytest.mark.parametrize("make", PRODUCERS)
def test_shared_variables_take_them(make):
    a = np.arange(3.0)
    copied, borrowed = theano.shared(make(a)), theano.shared(make(a), borrow=True)
    assert copied.type == T.dvector
    a[0] = 7
    assert copied.get_value()[0] == 0
    assert borrowed.get_value()[0] == 7
    copied.set_value(make(a))
    assert copied.get_value()[0] == 7
    assert T.as_tensor_variable(make(a)).type == T.dvector


def test_read_only_memory_stays_as_it_is():
    a = np.arange(3.0)
    a.setflags(write=False)
    s = theano.shared(Producer(a), borrow=True)
    step = theano.function([], [], updates=[(s, T.inc_subtensor(s[1:], 1.0))])
    step()
    assert np.array_equal(a, [0, 1, 2])
    assert np.array_equal(s.get_value(), [0, 2, 3])


def test_borrowed_memory_is_not_written_by_updates():
    a = np.arange(3.0)
    s = theano.shared(Producer(a), borrow=True)
    theano.function([], [], updates=[(s, T.inc_subtensor(s[1:], 1.0))])()
    assert np.array_equal(a, [0, 1, 2])


def test_buffers_and_scalars_go_in():
    x, n = T.dvector("x"), T.dscalar("n")
    f = theano.function([x, n], x * n)
    assert np.array_equal(f(memoryview(np.arange(3.0)), np.float32(2)), [0, 2, 4])


def test_results_go_out_by_every_way():
    x = T.dvector("x")
    result = theano.function([x], x + 1)(np.arange(3.0))
    assert result.__dlpack_device__() == (1, 0)
    assert address(np.from_dlpack(result)) == address(result)
    assert address(np.asarray(Interface(result))) == address(result)
    kept = np.from_dlpack(result)
    del result
    gc.collect()
    assert np.array_equal(kept, [1, 2, 3])


def test_errors_of_producers_are_told():
    class Broken:
        def __dlpack__(self, **options):
            raise BufferError("the tensor needs a gradient")

        def __dlpack_device__(self):
            return (1, 0)

    x = T.dvector("x")
    f = theano.function([x], x + 1)
    with pytest.raises(TypeError, match="needs a gradient"):
        f(Broken())
