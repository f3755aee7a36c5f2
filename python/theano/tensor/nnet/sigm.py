"""The logistic functions, under the name of the module where they used to live."""
from theano._core.api_tensor_nnet import *  # noqa: F403
from theano._core.op_classes import ScalarSigmoid, ScalarSoftplus, UltraFastScalarSigmoid  # noqa: F401
