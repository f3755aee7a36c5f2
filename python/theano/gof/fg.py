"""The graph that a compiled function owns."""
from theano._core import FunctionGraph, MissingInputError  # noqa: F401
