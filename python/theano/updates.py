"""Updates of shared variables as a dictionary."""
from collections import OrderedDict

from theano._core import SharedVariable


class OrderedUpdates(OrderedDict):
    """New values of shared variables; a union with + refuses two values for one variable."""

    def __init__(self, *key, **kwargs):
        super().__init__()
        for k, v in OrderedDict(*key, **kwargs).items():
            self[k] = v

    def __setitem__(self, key, value):
        if not isinstance(key, SharedVariable):
            raise TypeError("OrderedUpdates keys must inherit from SharedVariable", key)
        super().__setitem__(key, value)

    def update(self, other=None):
        for key, value in OrderedDict(other or ()).items():
            if key in self and self[key] is not value:
                raise KeyError("Collision", key)
            self[key] = value

    def __add__(self, other):
        result = OrderedUpdates(self)
        result.update(other)
        return result

    def __radd__(self, other):
        return OrderedUpdates(other) + self
