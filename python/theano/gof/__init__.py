"""The graph: variables, Apply and graph walks."""
from theano._core import (  # noqa: F401
    Apply, Constant, Container, FunctionGraph, MissingInputError, Type, Variable, ancestors, generic, get_test_value,
    io_toposort, is_same_graph,
)
from theano.gof import fg, graph, link, null_type, op, type, utils  # noqa: E402,F401
from theano.gof.graph import clone, inputs, list_of_nodes, orphans, variables  # noqa: E402,F401
