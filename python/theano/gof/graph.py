"""Walks over graphs."""
from theano._core import Apply, Constant, Variable, ancestors, clone, io_toposort, is_same_graph  # noqa: F401
from theano._core import graph_inputs as inputs  # noqa: F401
