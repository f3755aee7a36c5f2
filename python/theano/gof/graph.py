"""Walks over graphs."""
from collections import deque  # noqa: F401

from theano._core import (  # noqa: F401
    Apply, Constant, Variable, ancestors, clone_get_equiv, clone_graph as clone, graph_variables as variables, io_toposort,
    is_same_graph, list_of_nodes, orphans, stack_search,
)
from theano._core import graph_inputs as inputs  # noqa: F401
from theano._core import list_of_nodes as ops  # noqa: F401
