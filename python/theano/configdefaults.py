"""Options, under the name of the module where their defaults used to live."""
from theano._core import config  # noqa: F401
