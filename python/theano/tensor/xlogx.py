"""Products with a logarithm that are 0 where the factor is."""
from theano._core.api_tensor_xlogx import *  # noqa: F403
from theano._core.api_tensor_xlogx import xlogx as scalar_xlogx, xlogy0 as scalar_xlogy0  # noqa: F401
