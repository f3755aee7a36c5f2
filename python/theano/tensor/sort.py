"""Order: sorted tensors, positions in them, the greatest few elements."""
from theano._core.api_tensor import argsort, argtopk, sort, topk, topk_and_argtopk  # noqa: F401
