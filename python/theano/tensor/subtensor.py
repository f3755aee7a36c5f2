"""Indexing and its updates, and the names of their ops."""
from theano._core import advanced_inc_subtensor, advanced_set_subtensor, advanced_subtensor  # noqa: F401
from theano._core.api_tensor import (  # noqa: F401
    advanced_inc_subtensor1, advanced_set_subtensor1, advanced_subtensor1, inc_subtensor, set_subtensor, take,
)
from theano._core.op_classes import (  # noqa: F401
    AdvancedBooleanIncSubtensor, AdvancedBooleanSubtensor, AdvancedIncSubtensor, AdvancedIncSubtensor1, AdvancedSubtensor,
    AdvancedSubtensor1, BaseAdvancedIncSubtensor, BaseAdvancedSubtensor, IncSubtensor, Subtensor,
)
