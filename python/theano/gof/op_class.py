"""Classes of ops by their old names: called, one gives the function; isinstance asks which op a node has."""
from theano._core import OpInstance


class OpClass(type):
    """A name for ops: `make` is what calling it does, `op_names` the ops that are instances of it."""

    def __new__(mcs, name, op_names, make):
        return super().__new__(mcs, name, (), {"op_names": frozenset(op_names.split()), "make": staticmethod(make)})

    def __init__(cls, name, op_names, make):
        super().__init__(name, (), {})

    def __call__(cls, *args, **kwargs):
        return cls.make(*args, **kwargs)

    def __instancecheck__(cls, op):
        return isinstance(op, OpInstance) and op.name in cls.op_names
