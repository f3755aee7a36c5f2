"""theano.function under its old module name."""
from theano._core import In as Param  # noqa: F401
from theano._core import function as pfunc  # noqa: F401
from theano._core import rebuild_collect_shared, shared  # noqa: F401
