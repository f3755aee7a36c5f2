"""Functions of neural networks."""
from theano._core.api_tensor_nnet import *  # noqa: F403
from theano.tensor.nnet import bn, nnet, sigm  # noqa: E402,F401
from theano.tensor.nnet.nnet import (  # noqa: E402,F401
    CrossentropyCategorical1Hot, CrossentropyCategorical1HotGrad, CrossentropySoftmax1HotWithBiasDx,
    CrossentropySoftmaxArgmax1HotWithBias, LogSoftmax, Softmax, SoftmaxGrad, SoftmaxWithBias,
)
