"""Errors of graphs."""


class MethodNotDefined(Exception):
    """A method that a class must define and does not."""


class TestValueError(Exception):
    """A fault of a test value."""
