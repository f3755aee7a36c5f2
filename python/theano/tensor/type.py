"""The type of tensors."""
from theano._core import TensorType  # noqa: F401
