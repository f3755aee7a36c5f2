"""Ours, through the Python package; PyTensor, which has the same words, is in with_pytensor.py."""
import os

import numpy as np

from compare.row import Gradient, Training, Update, as_list


class Symbolic:
    """A system of symbolic variables, shared values and functions."""

    mode = None

    def variable(self, array):
        raise NotImplementedError

    def function(self, inputs, outputs, **more):
        return self.module.function(inputs, outputs, mode=self.mode, **more)

    def prepare(self, row, label, inputs, wanted):
        floats = [a.dtype for a in inputs if a.dtype.kind == "f"]
        self.module.config.floatX = str(floats[0]) if floats else "float64"
        formula = row.formula_of(self.name)
        if formula is None:
            raise LookupError("has no such row")
        formula = formula(self.tensor)
        if isinstance(row, Update):
            return self.update(row, formula, inputs)
        if isinstance(row, Training):
            return self.training(row, formula, inputs)
        variables = [self.variable(a) for a in inputs]
        if isinstance(row, Gradient):
            cost = formula(*variables)
            gradients = self.tensor.grad(cost, [variables[i] for i in row.wrt])
            function = self.function(variables, [cost, *gradients])
        else:
            outputs = formula(*variables)
            function = self.function(variables, list(outputs) if isinstance(outputs, tuple) else outputs)
        return (lambda: function(*inputs)), as_list

    def update(self, row, formula, inputs):
        shared = [self.module.shared(a) for a in inputs]
        new = formula(*shared)
        updates = list(zip(shared[-row.states:], new if isinstance(new, tuple) else (new,)))
        function = self.function([], [], updates=updates)
        return function, lambda _: [s.get_value() for s in shared[-row.states:]]

    def training(self, row, formula, inputs):
        x, y = map(self.variable, inputs[:2])
        parameters = [self.module.shared(p) for p in inputs[2:]]
        cost = formula(x, y, *parameters)
        rate = np.asarray(row.rate, inputs[2].dtype)
        updates = [(p, p - rate * g) for p, g in zip(parameters, self.tensor.grad(cost, parameters))]
        function = self.function([x, y], cost, updates=updates)
        return (lambda: function(*inputs[:2])), lambda cost: as_list([cost, *(p.get_value() for p in parameters)])


class Runner(Symbolic):
    name = "ours"

    def __init__(self, threads):
        import theano
        import theano.tensor
        self.module, self.tensor = theano, theano.tensor
        self.mode = os.environ.get("BENCH_MODE", "FAST_RUN") or None  # none: the configured mode

    def version(self):
        return "theano " + self.module.__version__

    def variable(self, array):
        return self.tensor.TensorType(str(array.dtype), (False,) * array.ndim)()
