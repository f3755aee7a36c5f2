"""The mode that calls functions around every op."""
from theano._core import MonitorMode, detect_nan  # noqa: F401
