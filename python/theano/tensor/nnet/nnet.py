"""Activations and losses, under the name of the module where they used to live."""
from theano._core import api_tensor_nnet as _api
from theano._core.api_tensor_nnet import *  # noqa: F403
from theano.gof.op_class import OpClass

Softmax = OpClass("Softmax", "softmax", lambda: _api.softmax)
LogSoftmax = OpClass("LogSoftmax", "logsoftmax", lambda: _api.logsoftmax)
SoftmaxGrad = OpClass("SoftmaxGrad", "softmax_grad", lambda: _api.softmax_grad)
SoftmaxWithBias = OpClass("SoftmaxWithBias", "softmax_with_bias", lambda: _api.softmax_with_bias)
ScalarSoftsign = OpClass("ScalarSoftsign", "softsign", lambda *args, **kwargs: _api.softsign)
CrossentropyCategorical1Hot = OpClass(
    "CrossentropyCategorical1Hot", "crossentropy_categorical_1hot", lambda: _api.crossentropy_categorical_1hot)
CrossentropyCategorical1HotGrad = OpClass(
    "CrossentropyCategorical1HotGrad", "crossentropy_categorical_1hot_grad",
    lambda: _api.crossentropy_categorical_1hot_grad)
CrossentropySoftmaxArgmax1HotWithBias = OpClass(
    "CrossentropySoftmaxArgmax1HotWithBias", "crossentropy_softmax_argmax_1hot_with_bias",
    lambda **kwargs: _api.crossentropy_softmax_argmax_1hot_with_bias)
CrossentropySoftmax1HotWithBiasDx = OpClass(
    "CrossentropySoftmax1HotWithBiasDx", "crossentropy_softmax_1hot_with_bias_dx",
    lambda: _api.crossentropy_softmax_1hot_with_bias_dx)
