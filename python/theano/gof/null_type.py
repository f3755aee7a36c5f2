"""The type of gradients that do not exist."""
from theano._core import NullType  # noqa: F401

null_type = NullType()
