"""The in-place names of element-wise functions: graphs are pure, so each is the function itself."""
from theano._core import api_tensor as _api

_names = (
    "abs_ add and_ arccos arccosh arcsin arcsinh arctan arctan2 arctanh ceil chi2sf conj cos cosh deg2rad eq erf erfc erfcx "
    "exp exp2 expm1 fill floor gamma gammaln ge gt i0 i1 int_div inv invert iv j0 j1 jv le log log10 log1p log2 lt maximum "
    "minimum mod mul neg neq or_ pow psi rad2deg round_half_away_from_zero round_half_to_even second sgn sin sinh sqr sqrt "
    "sub tan tanh tri_gamma true_div trunc xor"
).split()
globals().update({name + "_inplace": getattr(_api, name) for name in _names if hasattr(_api, name)})
