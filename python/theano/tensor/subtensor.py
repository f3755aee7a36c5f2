"""Indexing and its updates."""
from theano._core.api_tensor import inc_subtensor, set_subtensor, take  # noqa: F401
