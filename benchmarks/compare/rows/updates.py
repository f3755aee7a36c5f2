"""Updates of a few rows of a large shared table: the cost should be that of the rows."""
import numpy as np

from compare.row import Update

WIDTH, ROWS = 64, 16
CASES = {f"{n} rows": (n,) for n in (1_000, 100_000)}


def by_indices(length):
    return [np.random.default_rng(0).permutation(length)[:ROWS], np.zeros((length, WIDTH), "float32")]


def by_slice(length):
    return [np.full((ROWS, WIDTH), 0.5, "float32"), np.zeros((length, WIDTH), "float32")]


def in_place(change):
    """For systems whose arrays change."""
    return lambda m: lambda rows, table: (change(m, rows, table), table)[1]


def put(m, values, table):
    table[ROWS:2 * ROWS] = values


def numba_add(m):
    def add(rows, table):
        for i in range(rows.size):
            for j in range(table.shape[1]):
                table[rows[i], j] += 1

    return add


def numba_put(m):
    def assign(values, table):
        table[ROWS:2 * ROWS] = values

    return assign


Update("add to 16 rows by indices", cases=CASES, data=by_indices, native="add_rows",
       sizes=lambda length: (ROWS, WIDTH), formula=in_place(lambda m, rows, table: m.add.at(table, rows, 1)),
       variants={"ours": lambda m: lambda rows, table: m.inc_subtensor(table[rows], 1),
                 "pytensor": lambda m: lambda rows, table: m.inc_subtensor(table[rows], 1),
                 "jax": lambda m: lambda rows, table: table.at[rows].add(1), "numba": numba_add,
                 "torch": in_place(lambda m, rows, table: table.index_add_(0, rows, m.ones((ROWS, WIDTH))))})

Update("set 16 rows by a slice", cases=CASES, data=by_slice, native="set_rows", formula=in_place(put),
       sizes=lambda length: (ROWS, WIDTH),
       variants={"ours": lambda m: lambda values, table: m.set_subtensor(table[ROWS:2 * ROWS], values),
                 "pytensor": lambda m: lambda values, table: m.set_subtensor(table[ROWS:2 * ROWS], values),
                 "jax": lambda m: lambda values, table: table.at[ROWS:2 * ROWS].set(values), "numba": numba_put})
