"""The logistic functions, under the name of the module where they used to live."""
from theano._core import api_tensor_nnet as _api
from theano._core.api_tensor_nnet import *  # noqa: F403
from theano.gof.op_class import OpClass

ScalarSigmoid = OpClass("ScalarSigmoid", "sigmoid", lambda *args, **kwargs: _api.sigmoid)
ScalarSoftplus = OpClass("ScalarSoftplus", "softplus", lambda *args, **kwargs: _api.softplus)
UltraFastScalarSigmoid = OpClass(
    "UltraFastScalarSigmoid", "ultra_fast_sigmoid", lambda *args, **kwargs: _api.ultra_fast_sigmoid)
