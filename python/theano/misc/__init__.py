"""Further tools."""
from theano.misc import pkl_utils, strutil  # noqa: F401
