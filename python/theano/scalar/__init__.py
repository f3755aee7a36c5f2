"""Scalar types and functions by name."""
from theano.scalar.basic import *  # noqa: F401,F403
from theano.scalar import basic, basic_scipy  # noqa: E402,F401
