"""theano.function under its old module name."""
from theano._core import In as Param  # noqa: F401
from theano._core import function as pfunc  # noqa: F401
from theano._core import shared  # noqa: F401
