"""Activations and losses, under the name of the module where they used to live."""
from theano._core.api_tensor_nnet import *  # noqa: F403
