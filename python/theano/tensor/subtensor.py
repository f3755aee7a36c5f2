"""Indexing and its updates, and the names of their ops."""
import functools

from theano import _core
from theano._core import advanced_inc_subtensor, advanced_set_subtensor, advanced_subtensor  # noqa: F401
from theano._core.api_tensor import (  # noqa: F401
    advanced_inc_subtensor1, advanced_set_subtensor1, advanced_subtensor1, inc_subtensor, set_subtensor, take,
)
from theano.gof.op_class import OpClass


def _change(inc, put):
    return lambda inplace=False, set_instead_of_inc=False: put if set_instead_of_inc else inc


Subtensor = OpClass("Subtensor", "subtensor", lambda idx_list: functools.partial(_core.subtensor_by_list, idx_list))
IncSubtensor = OpClass("IncSubtensor", "inc_subtensor",
                       lambda idx_list, inplace=False, set_instead_of_inc=False, destroyhandler_tolerate_aliased=None:
                       functools.partial(_core.inc_subtensor_by_list, idx_list, set_instead_of_inc))
AdvancedSubtensor1 = OpClass("AdvancedSubtensor1", "advanced_subtensor1", lambda sparse_grad=False: advanced_subtensor1)
AdvancedIncSubtensor1 = OpClass("AdvancedIncSubtensor1", "advanced_inc_subtensor1",
                                _change(advanced_inc_subtensor1, advanced_set_subtensor1))
BaseAdvancedSubtensor = OpClass("BaseAdvancedSubtensor", "advanced_subtensor", lambda: advanced_subtensor)
AdvancedSubtensor = OpClass("AdvancedSubtensor", "advanced_subtensor", lambda: advanced_subtensor)
BaseAdvancedIncSubtensor = OpClass("BaseAdvancedIncSubtensor", "advanced_inc_subtensor",
                                   _change(advanced_inc_subtensor, advanced_set_subtensor))
AdvancedIncSubtensor = OpClass("AdvancedIncSubtensor", "advanced_inc_subtensor",
                               _change(advanced_inc_subtensor, advanced_set_subtensor))
AdvancedBooleanSubtensor = OpClass("AdvancedBooleanSubtensor", "", lambda: advanced_subtensor)
AdvancedBooleanIncSubtensor = OpClass("AdvancedBooleanIncSubtensor", "",
                                      _change(advanced_inc_subtensor, advanced_set_subtensor))
