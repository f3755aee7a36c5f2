"""Theano: symbolic expressions on arrays, their derivatives, and compiled functions. Re-exports of the C++ library."""
import logging as _logging
import sys as _sys

from theano import _core
from theano._core import (
    Apply, Constant, Error, Function, In, Mode, OpFromGraph, Out, SharedVariable, Variable, change_flags, clone, config, function,
    get_default_mode, get_mode, grad, subgraph_grad, Lop, Rop, pp, pprint, shared,
)
from theano._core import In as Param
from theano._core import Type as Type
from theano._core import generic as generic
from theano._core import (
    CompileError, DTypeError, DeviceError, DisconnectedInputError, InternalError, MissingInputError, NullTypeGradError,
    ShapeError, UnusedInputError,
)

theano_logger = _logging.getLogger("theano")
from theano.version import version as __version__  # noqa: E402  (of the Theano whose programs run unchanged)

theano = _sys.modules[__name__]  # "from theano import theano" is an old habit

from theano import (  # noqa: E402
    compat, compile, configdefaults, configparser, gof, gradient, misc, printing, scalar, tensor, updates,
)
from theano.tensor.basic import _asarray  # noqa: E402,F401
from theano.updates import OrderedUpdates  # noqa: E402,F401

from theano.compile.function import function_dump  # noqa: E402,F401
from theano.tensor import dot  # noqa: E402,F401

param = In
