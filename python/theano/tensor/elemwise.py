"""Names of the ops on elements and of the reductions."""
from theano._core.op_classes import All, Any, CAReduce, DimShuffle, Elemwise, Prod, ProdWithoutZeros, Sum  # noqa: F401
