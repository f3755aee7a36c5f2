"""Linear algebra on matrices."""
from theano._core.api_tensor_nlinalg import *  # noqa: F403
