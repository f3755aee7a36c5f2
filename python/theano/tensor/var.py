"""The classes of tensor variables."""
from theano._core import TensorConstant, TensorVariable  # noqa: F401
