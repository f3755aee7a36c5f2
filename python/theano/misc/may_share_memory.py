"""Whether arrays may overlap in memory."""
from theano._core import TensorType

may_share_memory = TensorType.may_share_memory
