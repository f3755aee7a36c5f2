"""Test values, as ops check them."""
from theano._core import (  # noqa: F401
    debug_assert, debug_error_message, get_debug_values, get_test_value, missing_test_message,
)
