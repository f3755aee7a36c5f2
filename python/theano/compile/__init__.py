"""Compiling graphs to functions."""
from theano._core import (  # noqa: F401
    DebugMode, Function, FunctionMaker, In, Mode, MonitorMode, NanGuardMode, OpFromGraph, Out, ProfileStats, SharedVariable,
    UnusedInputError, function, get_default_mode, get_mode, rebuild_collect_shared, shared,
)
from theano._core import In as Param  # noqa: F401
from theano._core import In as SymbolicInput  # noqa: F401
from theano._core import Out as SymbolicOutput  # noqa: F401
from theano.compile import (  # noqa: E402,F401
    builders, debugmode, function_module, io, mode, monitormode, nanguardmode, ops, profiling, sharedvalue,
)
from theano.compile.ops import (  # noqa: E402,F401
    DeepCopyOp, Rebroadcast, Shape, Shape_i, SpecifyShape, ViewOp, deep_copy_op, shape_i, specify_shape, view_op,
)
from theano.compile.function import function, function_dump  # noqa: E402,F401
from theano.compile.pfunc import pfunc  # noqa: E402,F401
