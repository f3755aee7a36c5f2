"""Updates of 16 rows of a shared table of growing length, by indices and by a slice: the cost is that of the rows.

Prints microseconds per call (the least of several rounds), and the same for NumPy's add.at and slices on an array.
"""
import time

import numpy as np

import theano
import theano.tensor as T

WIDTH, ROWS, CALLS, ROUNDS = 64, 16, 200, 5


def microseconds(call):
    best = float("inf")
    for _ in range(ROUNDS):
        start = time.perf_counter()
        for _ in range(CALLS):
            call()
        best = min(best, (time.perf_counter() - start) / CALLS)
    return best * 1e6


def measure(length):
    table = theano.shared(np.zeros((length, WIDTH), "float32"))
    array = table.get_value()
    rows = np.random.RandomState(0).randint(0, length, ROWS)
    i, n = T.lvector("i"), T.lscalar("n")
    by_indices = theano.function([i], [], updates=[(table, T.inc_subtensor(table[i], np.float32(1)))])
    by_slice = theano.function([n], [], updates=[(table, T.set_subtensor(table[n : n + ROWS], np.float32(1)))])
    at = np.int64(length // 2)

    def put():
        array[at : at + ROWS] = 1

    return (microseconds(lambda: by_indices(rows)), microseconds(lambda: np.add.at(array, rows, np.float32(1))),
            microseconds(lambda: by_slice(at)), microseconds(put))


print(f"{'rows of the table':>18} {'inc [i], us':>12} {'add.at, us':>12} {'set [n:m], us':>14} {'NumPy, us':>12}")
for length in (1_000, 10_000, 100_000, 1_000_000):
    print(f"{length:>18} " + "{:>12.1f} {:>12.1f} {:>14.1f} {:>12.1f}".format(*measure(length)))
