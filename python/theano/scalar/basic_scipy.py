"""The special functions, under the name of the module where their scalar forms used to live."""
from theano._core.api_tensor import (  # noqa: F401
    chi2sf, erf, erfc, erfcinv, erfcx, erfinv, gamma, gammainc, gammaincc, gammal, gammaln, gammau, i0, i1, iv, j0, j1, jv,
    psi, tri_gamma,
)
from theano._core.op_classes import GammaLn, Psi  # noqa: F401
