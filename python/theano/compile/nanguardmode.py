"""The mode that looks for NaN, infinity and very large numbers."""
from theano._core import NanGuardMode  # noqa: F401
