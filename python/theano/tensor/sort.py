"""Order: sorted tensors, positions in them, the greatest few elements."""
from theano._core.api_tensor import argsort, argtopk, sort, topk, topk_and_argtopk  # noqa: F401
from theano._core.op_classes import ArgSortOp, SortOp, TopKOp  # noqa: F401
