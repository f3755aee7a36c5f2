"""Modes of compilation."""
from theano._core import (  # noqa: F401
    DebugMode, Mode, MonitorMode, NanGuardMode, get_default_mode, get_mode, predefined_modes,
)
