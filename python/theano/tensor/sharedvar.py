"""Shared variables that hold tensors."""
from theano._core import SharedVariable, TensorSharedVariable, shared  # noqa: F401

tensor_constructor = shared
