"""A row of the table: some work, its data, and how each system writes it; the rows register themselves here."""
import dataclasses
import pathlib
import typing

import numpy as np

ROWS = {}


@dataclasses.dataclass
class Row:
    """Some work in several sizes.

    A formula is a function from a system's names (`numpy`, `theano.tensor`, `jax.numpy`, ...) to a function of arrays; it is
    written once and read by all systems, unless `variants` has words of a system's own for the same thing.
    """

    name: str
    cases: dict  # label -> arguments of `data`
    data: typing.Callable = None  # arguments of the case -> list of input arrays
    formula: typing.Callable = None
    variants: dict = dataclasses.field(default_factory=dict)  # system -> formula
    native: str = ""  # function of native/GROUP.cpp; "" where there is none
    sizes: typing.Callable = None  # inputs -> numbers given to the native function; default: all dimensions in order
    without: dict = dataclasses.field(default_factory=dict)  # system -> why it has no such row
    quick: tuple = ()  # labels of the cases of a quick run; default: the first
    tolerance: float = 0.0  # default: that of the type
    times_numpy: float = 0.0  # we are to be that much faster than NumPy
    goal_s: dict = dataclasses.field(default_factory=dict)  # label -> seconds we may take, instead of the best rival's mark
    group: str = ""
    checked_calls = 1

    def __post_init__(self):
        ROWS[self.name] = self

    def inputs(self, label):
        return [np.ascontiguousarray(a) for a in self.data(*self.cases[label])]

    def quick_labels(self):
        return self.quick or tuple(self.cases)[:1]

    def formula_of(self, system):
        """What `system` computes; its relatives ("jax" for "jax-x") share their words."""
        return self.variants.get(system, self.formula)

    def reference(self, inputs):
        """The results in float64, by NumPy."""
        return as_list(self.formula_of("numpy")(names_of_numpy())(*map(in_double, inputs)))


@dataclasses.dataclass
class Gradient(Row):
    """A scalar cost and its gradients; NumPy and Numba, which have none, take them from `by_hand`."""

    wrt: tuple = (0,)
    by_hand: typing.Callable = None  # names -> function of the inputs that returns the cost and the gradients

    def reference(self, inputs):
        return as_list(self.variants.get("numpy", self.by_hand)(names_of_numpy())(*map(in_double, inputs)))


@dataclasses.dataclass
class Update(Row):
    """The last inputs are a state; the formula gives its next value, which takes its place."""

    states: int = 1

    def reference(self, inputs):
        return as_list(self.formula(names_of_numpy())(*map(in_double, inputs)))


@dataclasses.dataclass
class Training(Row):
    """Steps of gradient descent: the formula is the cost of (x, y, *parameters); `by_hand` is written for NumPy."""

    by_hand: typing.Callable = None  # names -> function of (x, y, *parameters) that returns the cost and the gradients
    rate: float = 0.01
    checked_calls = 3

    def reference(self, inputs):
        x, y, *parameters = map(in_double, inputs)
        for _ in range(self.checked_calls):
            cost, *gradients = self.by_hand(names_of_numpy())(x, y, *parameters)
            parameters = [p - self.rate * g for p, g in zip(parameters, gradients)]
        return as_list([cost, *parameters])


@dataclasses.dataclass
class Timed(Row):
    """Work that times itself: `measure` has, for each system, a function from the case's arguments to (seconds, value).

    It is called anew for each repetition, in the system's process; values are compared between systems.
    """

    measure: dict = dataclasses.field(default_factory=dict)
    limit_s: float = 100.0  # longer cases of a system that took more than this are left out
    by_threads: bool = True  # otherwise it is measured on the most threads only


def as_list(results):
    return [np.asarray(r) for r in results] if isinstance(results, (tuple, list)) else [np.asarray(results)]


def in_double(array):
    return array.astype("float64") if array.dtype == np.float32 else array.copy()


class Names:
    """The names of a module, and some more."""

    def __init__(self, *modules, **more):
        self.modules_ = modules
        self.__dict__.update(more)

    def __getattr__(self, name):
        for module in self.modules_:
            if hasattr(module, name):
                return getattr(module, name)
        raise AttributeError(name)


def names_of_numpy():
    try:
        import scipy.special
        return Names(np, erf=scipy.special.erf)
    except ImportError:
        return np


def load_rows():
    """Imports every file of rows; returns the rows by name, in the order of the table."""
    import importlib
    from . import rows
    for name in rows.ORDER:
        before = set(ROWS)
        importlib.import_module("compare.rows." + name)
        for new in set(ROWS) - before:
            ROWS[new].group = name
    return ROWS


def native_source(group):
    return pathlib.Path(__file__).parent / "native" / (group + ".cpp")
