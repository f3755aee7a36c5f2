"""PyTorch on the CPU, eager or through torch.compile."""
import functools

import torch

from compare.row import Gradient, Names, Training, Update


def over_axes(function, keyword="dim"):
    """A reduction with NumPy's keywords."""

    @functools.wraps(function)
    def reduce(x, axis=None, keepdims=False):
        return function(x) if axis is None else function(x, dim=axis, keepdim=keepdims)

    return reduce


def any_of(x, axis=None, keepdims=False):
    return torch.any(x) if axis is None else torch.any(x, dim=axis, keepdim=keepdims)


def variance(x, axis=None, keepdims=False):
    return torch.var(x, correction=0) if axis is None else torch.var(x, dim=axis, correction=0, keepdim=keepdims)


def minimum(a, b):
    return torch.clamp(a, max=b) if isinstance(b, (int, float)) else torch.minimum(a, b)


def names():
    return Names(torch, torch.nn.functional, sum=over_axes(torch.sum), mean=over_axes(torch.mean), max=over_axes(torch.amax),
                 argmax=over_axes(torch.argmax), any=any_of, var=variance, nn=torch.nn.functional, dot=torch.matmul,
                 minimum=minimum)


class Runner:
    def __init__(self, threads, how="eager"):
        torch.set_num_threads(threads)
        if torch.get_num_interop_threads() != 1:
            torch.set_num_interop_threads(1)
        self.how = how
        self.names = names()

    def version(self):
        return "PyTorch %s, %s" % (torch.__version__, self.how)

    def made(self, function):
        if self.how == "eager":
            return function
        torch._dynamo.reset()
        return torch.compile(function)

    def prepare(self, row, label, inputs, wanted):
        formula = row.formula_of("torch")
        if formula is None:
            raise LookupError("has no such row")
        formula = formula(self.names)
        arrays = [torch.from_numpy(a.copy()) for a in inputs]
        if isinstance(row, Update):
            return self.update(row, formula, arrays)
        if isinstance(row, Training):
            return self.training(row, formula, arrays)
        if isinstance(row, Gradient):
            return self.gradient(row, self.made(formula), arrays)
        function = self.made(formula)

        def call():
            with torch.no_grad():
                return function(*arrays)

        return call, to_numpy

    def gradient(self, row, cost, arrays):
        wanted = [arrays[i].requires_grad_() for i in row.wrt]

        def call():
            value = cost(*arrays)
            return (value, *torch.autograd.grad(value, wanted))

        return call, to_numpy

    def update(self, row, formula, arrays):
        state = arrays[-row.states:]

        @self.made
        def step():
            new = formula(*arrays)
            for old, value in zip(state, new if isinstance(new, tuple) else (new,)):
                if value is not old:
                    old.copy_(value)

        def call():
            with torch.no_grad():
                step()

        return call, lambda _: to_numpy(tuple(state))

    def training(self, row, formula, arrays):
        x, y, *parameters = arrays
        for p in parameters:
            p.requires_grad_()
        cost = self.made(formula)

        def call():
            value = cost(x, y, *parameters)
            with torch.no_grad():
                torch._foreach_sub_(parameters, torch.autograd.grad(value, parameters), alpha=row.rate)
            return value

        return call, lambda value: to_numpy((value, *parameters))


def to_numpy(value):
    return [v.detach().numpy() for v in (value if isinstance(value, tuple) else (value,))]
