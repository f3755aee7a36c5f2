"""What profiled functions have cost."""
from theano._core import ProfileStats  # noqa: F401
