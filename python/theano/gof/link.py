"""Where values live."""
from theano._core import Container  # noqa: F401
