"""Batch normalisation."""
from theano._core.api_tensor_nnet import (  # noqa: F401
    batch_normalization, batch_normalization_test, batch_normalization_train,
)
