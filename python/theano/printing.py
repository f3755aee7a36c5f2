"""Graphs as text, and values printed while a function runs."""
from theano._core import (  # noqa: F401
    Print, debugprint, min_informative_str, pp, pprint, pydotprint, to_dot, var_descriptor,
)
