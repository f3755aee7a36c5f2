"""Options."""
from theano._core import change_flags, config  # noqa: F401
