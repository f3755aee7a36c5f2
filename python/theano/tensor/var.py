"""The classes of tensor variables."""
from theano._core import TensorConstant, TensorVariable  # noqa: F401

AsTensorError = TypeError  # what as_tensor_variable raises
