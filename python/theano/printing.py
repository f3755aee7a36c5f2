"""Graphs as text."""
from theano._core import debugprint, pp, to_dot  # noqa: F401

pprint = pp
