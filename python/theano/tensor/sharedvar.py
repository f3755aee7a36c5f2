"""Shared variables that hold tensors."""
from theano._core import SharedVariable, TensorSharedVariable, shared  # noqa: F401
from theano._core import TensorSharedVariable as ScalarSharedVariable  # noqa: F401

tensor_constructor = scalar_constructor = shared
