"""The graph: variables, Apply and graph walks."""
from theano._core import Apply, Constant, FunctionGraph, MissingInputError, Type, Variable, generic  # noqa: F401
from theano.gof import fg, graph, null_type  # noqa: E402,F401
