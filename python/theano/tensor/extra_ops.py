"""Further operations on tensors."""
from theano._core.api_tensor import *  # noqa: F403
from theano._core.api_tensor_extra_ops import *  # noqa: F403
from theano._core.op_classes import (  # noqa: F401
    Bartlett, CpuContiguous, CumOp, DiffOp, FillDiagonal, FillDiagonalOffset, RavelMultiIndex, RepeatOp, SearchsortedOp,
    Unique, UnravelIndex,
)
