"""Further operations on tensors."""
from theano._core.api_tensor import *  # noqa: F403
from theano._core.api_tensor_extra_ops import *  # noqa: F403
