"""The mode that compares every call with the oracle."""
from theano._core import DebugMode  # noqa: F401
from theano._core import InternalError as BadOptimization  # noqa: F401
from theano._core import InternalError as DebugModeError  # noqa: F401
from theano._core import InternalError as InvalidValueError  # noqa: F401
