"""NumPy, eager, as one writes it."""
import numpy as np

from compare.row import Gradient, Training, Update, as_list, names_of_numpy


class Runner:
    def __init__(self, threads):
        self.names = names_of_numpy()

    def version(self):
        return "NumPy " + np.__version__

    def prepare(self, row, label, inputs, wanted):
        if isinstance(row, Training):
            return self.training(row, inputs)
        if isinstance(row, Gradient):
            formula = row.variants.get("numpy", row.by_hand)
        else:
            formula = row.formula_of("numpy")
        if formula is None:
            raise LookupError("has no such row")
        function = formula(self.names)
        if isinstance(row, Update):
            fixed, state = inputs[:-row.states], [a.copy() for a in inputs[-row.states:]]

            def step():
                results = function(*fixed, *state)
                for old, new in zip(state, results if isinstance(results, tuple) else (results,)):
                    if new is not old:
                        old[...] = new

            return step, lambda _: state
        return (lambda: function(*inputs)), as_list

    def training(self, row, inputs):
        x, y, *start = inputs
        parameters, function = [p.copy() for p in start], row.by_hand(self.names)
        rate = start[0].dtype.type(row.rate)

        def step():
            cost, *gradients = function(x, y, *parameters)
            for p, g in zip(parameters, gradients):
                p -= rate * g
            return cost

        return step, lambda cost: as_list([cost, *parameters])
