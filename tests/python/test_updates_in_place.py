"""Updates that change a part of a shared table: written in place where nobody looks, never seen by those who do."""

import threading
import time

import numpy as np
import pytest

import theano
import theano.tensor as T


def table_of(n=6, width=3):
    return theano.shared(np.arange(float(n * width)).reshape(n, width), "table")


def address(shared):
    return shared.get_value(borrow=True).ctypes.data


def program(f):
    return f.program_text()


I = np.array([1, 4, 1])
PARTS = [
    (lambda t: T.inc_subtensor(t[I], 1.0), lambda a: np.add.at(a, I, 1.0)),
    (lambda t: T.set_subtensor(t[I], 1.0), lambda a: a.__setitem__(I, 1.0)),
    (lambda t: T.inc_subtensor(t[1:3], 1.0), lambda a: a.__setitem__(slice(1, 3), a[1:3] + 1)),
    (lambda t: T.set_subtensor(t[:, -1], t[2].sum()), lambda a: a.__setitem__((slice(None), -1), a[2].sum())),
    (lambda t: T.inc_subtensor(t[I, [0, 2, 0]], 5.0), lambda a: np.add.at(a, (I, [0, 2, 0]), 5.0)),
    (lambda t: T.inc_subtensor(t[:, [0, 0]], 5.0), lambda a: np.add.at(a, (slice(None), [0, 0]), 5.0)),
    (lambda t: T.set_subtensor(t[t > 4], 0.0), lambda a: a.__setitem__(a > 4, 0.0)),
    (lambda t: T.inc_subtensor(T.set_subtensor(t[0], 0.0)[I], 2.0), lambda a: (a.__setitem__(0, 0.0), np.add.at(a, I, 2.0))),
    (lambda t: T.inc_subtensor(t[I], t[I[::-1]] * 2), lambda a: np.add.at(a, I, a[I[::-1]] * 2)),
]


@pytest.mark.parametrize("mode", ["FAST_RUN", "FAST_COMPILE", "DebugMode"])
@pytest.mark.parametrize("case", range(len(PARTS)))
def test_values_and_place(case, mode):
    change, reference = PARTS[case]
    table = table_of()
    f = theano.function([], [], updates=[(table, change(table))], mode=mode)
    expected = table.get_value()
    f()
    reference(expected)
    np.testing.assert_array_equal(table.get_value(), expected)
    before = address(table)
    f()
    reference(expected)
    np.testing.assert_array_equal(table.get_value(), expected)
    if mode != "DebugMode":
        assert "adopt" in program(f) and "commit" in program(f)
        assert address(table) == before


@pytest.mark.parametrize("case", range(len(PARTS)))
def test_borrowed_views_keep_their_values(case):
    change, _ = PARTS[case]
    table = table_of()
    f = theano.function([], [], updates=[(table, change(table))])
    for _ in range(3):
        view = table.get_value(borrow=True)
        old = view.copy()
        f()
        np.testing.assert_array_equal(view, old)
        assert not np.array_equal(table.get_value(), old) or case in (1, 3, 6)


def test_memory_of_the_user_is_not_written():
    mine = np.arange(6.0)
    table = theano.shared(mine, borrow=True)
    theano.function([], [], updates=[(table, T.inc_subtensor(table[1:3], 1.0))])()
    assert mine.tolist() == list(range(6))
    assert table.get_value().tolist() == [0, 2, 3, 3, 4, 5]


def test_a_failed_call_changes_nothing():
    table, other = table_of(), table_of()
    i, j, v = T.lvector("i"), T.lvector("j"), T.dvector("v")
    f = theano.function(
        [i, j, v],
        v.sum(),
        updates=[(table, T.inc_subtensor(table[i], v)), (other, T.inc_subtensor(other[j, j], 1.0))],
    )
    assert "adopt" in program(f)
    first, second = table.get_value(), other.get_value()
    with pytest.raises(IndexError, match="index 6 is out of bounds for axis 0 with size 6"):
        f([0, 1, 6], [0], np.ones(3))
    with pytest.raises(IndexError, match="index 3 is out of bounds for axis 1 with size 3"):
        f([0, 1, 2], [0, 3], np.ones(3))
    with pytest.raises(ValueError):
        f([0, 1], [0], np.ones(2))
    np.testing.assert_array_equal(table.get_value(), first)
    np.testing.assert_array_equal(other.get_value(), second)
    f([0, -1], [2], np.ones(3))
    assert table.get_value()[0, 0] == 1 and table.get_value()[5, 2] == 18 and other.get_value()[2, 2] == 9


def test_an_index_out_of_bounds_of_a_part():
    table, i = table_of(), T.lscalar("i")
    f = theano.function([i], [], updates=[(table, T.set_subtensor(table[i], 1.0))])
    old = table.get_value()
    with pytest.raises(IndexError, match="index 7 is out of bounds for axis 0 with size 6"):
        f(7)
    np.testing.assert_array_equal(table.get_value(), old)
    f(-1)
    assert table.get_value()[5].tolist() == [1, 1, 1]


def test_old_values_are_read():
    a, b = table_of(4, 2), theano.shared(np.ones((4, 2)))
    f = theano.function(
        [],
        [a, a.sum(), theano.Out(b, borrow=True)],
        updates=[
            (a, T.inc_subtensor(a[1:], a[:-1])),
            (b, T.set_subtensor(b[:2], a[2:])),
        ],
    )
    old_a, old_b = a.get_value(), b.get_value()
    whole, total, borrowed = f()
    np.testing.assert_array_equal(whole, old_a)
    assert total == old_a.sum()
    np.testing.assert_array_equal(borrowed, old_b)
    new = old_a.copy()
    new[1:] += old_a[:-1]
    np.testing.assert_array_equal(a.get_value(), new)
    np.testing.assert_array_equal(b.get_value(), np.concatenate([old_a[2:], old_b[2:]]))


def test_two_tables_that_read_each_other():
    a, b = table_of(3, 2), theano.shared(np.full((3, 2), 10.0))
    f = theano.function([], [], updates=[(a, T.inc_subtensor(a[:2], b[1:])), (b, T.inc_subtensor(b[:2], a[1:]))])
    old_a, old_b = a.get_value(), b.get_value()
    f()
    np.testing.assert_array_equal(a.get_value()[:2], old_a[:2] + old_b[1:])
    np.testing.assert_array_equal(b.get_value()[:2], old_b[:2] + old_a[1:])


def test_a_new_value_that_is_handed_out_too():
    table = table_of()
    new = T.inc_subtensor(table[I], 1.0)
    f = theano.function([], [new, new.sum()], updates=[(table, new)])
    found, _ = f()
    found[:] = 0
    assert table.get_value().sum() > 0


def test_changing_sizes():
    table = theano.shared(np.zeros(0))
    i = T.lvector("i")
    f = theano.function([i], [], updates=[(table, T.inc_subtensor(table[i], 1.0))])
    for n in (5, 1, 7, 5):
        table.set_value(np.zeros(n))
        which = np.arange(0, n, 2)
        f(which)
        f(which)
        assert table.get_value().sum() == 2 * len(which)


def test_readers_see_whole_values():
    table = theano.shared(np.zeros(20_000))
    f = theano.function([], [], updates=[(table, T.inc_subtensor(table[T.arange(20_000)], 1.0))])
    assert "adopt" in program(f)
    g = theano.function([], [table.min(), table.max()])
    bad = []

    def read():
        for _ in range(100):
            low, high = g()
            value = table.get_value()
            if low != high or value.min() != value.max():
                bad.append((low, high))

    readers = [threading.Thread(target=read) for _ in range(2)]
    for r in readers:
        r.start()
    for _ in range(200):
        f()
    for r in readers:
        r.join()
    assert not bad and table.get_value()[0] == 200


def test_the_cost_is_that_of_what_is_touched():
    seconds = {}
    for rows in (1_000, 1_000_000):
        table = theano.shared(np.zeros((rows, 8), "float32"))
        i = T.lvector("i")
        f = theano.function([i], [], updates=[(table, T.inc_subtensor(table[i], 1.0))])
        which = np.arange(16)
        f(which)
        start = time.perf_counter()
        f(which)
        best = time.perf_counter() - start
        for _ in range(50):
            start = time.perf_counter()
            f(which)
            best = min(best, time.perf_counter() - start)
        seconds[rows] = best
    assert seconds[1_000_000] < 5 * seconds[1_000] + 1e-4


def test_a_new_value_is_read_through_a_view():
    table = theano.shared(np.zeros(3))
    v = T.dvector()
    new = T.inc_subtensor(table[[0]], v)
    f = theano.function([v], T.shape_padright(T.floor(new)), updates=[(table, new)])
    for n in (1, 2):
        assert f([1.5]).tolist() == [[np.floor(1.5 * n)], [0], [0]]
    assert table.get_value().tolist() == [3, 0, 0]
