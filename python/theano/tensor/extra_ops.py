"""Further operations on tensors."""
from theano._core.api_tensor import *  # noqa: F403
