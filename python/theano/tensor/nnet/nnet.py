"""Activations and losses, under the name of the module where they used to live."""
from theano._core.api_tensor_nnet import *  # noqa: F403
from theano._core.op_classes import (  # noqa: F401
    CrossentropyCategorical1Hot, CrossentropyCategorical1HotGrad, CrossentropySoftmax1HotWithBiasDx,
    CrossentropySoftmaxArgmax1HotWithBias, LogSoftmax, ScalarSoftsign, Softmax, SoftmaxGrad, SoftmaxWithBias,
)
