"""Numba: formulas and loops under njit with fast mathematics, in parallel on more than one thread."""
import numba
import numpy as np

from compare.row import Gradient, Training, Update, as_list


class Runner:
    def __init__(self, threads):
        self.is_parallel = threads > 1

    def version(self):
        return "Numba " + numba.__version__

    def compiled(self, function):
        return numba.njit(fastmath=True, error_model="numpy", parallel=self.is_parallel)(function)

    def prepare(self, row, label, inputs, wanted):
        if isinstance(row, (Gradient, Training)):
            formula = row.variants.get("numba", row.by_hand)
        else:
            formula = row.formula_of("numba")
        if formula is None:
            raise LookupError("has no such row")
        function = self.compiled(formula(np))
        if isinstance(row, Update):
            return self.update(row, function, inputs)
        if isinstance(row, Training):
            return self.training(row, function, inputs)
        return (lambda: function(*inputs)), as_list

    def update(self, row, function, inputs):
        held = [a.copy() for a in inputs]
        state = held[-row.states:]
        if "numba" in row.variants:  # it writes the state itself
            return (lambda: function(*held)), lambda _: state

        def step():
            new = function(*held)
            for at, value in enumerate(new if isinstance(new, tuple) else (new,)):
                held[len(held) - row.states + at] = value

        return step, lambda _: held[-row.states:]

    def training(self, row, function, inputs):
        x, y, *start = inputs
        parameters, rate = [p.copy() for p in start], start[0].dtype.type(row.rate)

        @numba.njit(fastmath=True)
        def descend(p, g):
            p -= rate * g

        def step():
            cost, *gradients = function(x, y, *parameters)
            for p, g in zip(parameters, gradients):
                descend(p, g)
            return cost

        return step, lambda cost: as_list([cost, *parameters])
