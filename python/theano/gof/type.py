"""Types of variables."""
from theano._core import Type, generic  # noqa: F401
