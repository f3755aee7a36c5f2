"""What each function of the API is called with where the registry alone does not tell: the one place to add a line.

A case is a dictionary of arguments by parameter name. `Any(3, 4)` stands for a tensor of that shape in the dtype under
test, `Index(high, 3)` for integers below `high`, `Rows(3, 4)` for positive rows of sum 1; everything else is passed as it
is. A function that is not listed gets `Any(3, 4)` for every tensor without a default, and defaults for the rest.
"""
import numpy as np


class Tensor:
    """A tensor argument: shape, range, and how it follows the dtype under test."""

    def __init__(self, *shape, low=None, high=None):
        self.shape, self.low, self.high = shape, low, high

    def argument(self, symbol):
        """What the function is given of a symbol of this tensor."""
        return symbol

    def reshaped(self, shape):
        copy = type(self).__new__(type(self))
        copy.__dict__.update(self.__dict__, shape=tuple(shape))
        return copy


class Any(Tensor):
    """Numbers in the dtype under test."""
    follows_dtype = True

    def sample(self, rng, dtype, low, high):
        low = self.low if self.low is not None else low
        high = self.high if self.high is not None else high
        x = rng.uniform(low, high, self.shape)
        kind = np.dtype(dtype).kind
        if kind == "b":
            x = x > (low + high) / 2
        elif kind == "u":
            x = np.abs(np.round(x))
        elif kind == "i":
            x = np.round(x)
        elif kind == "c":
            x = x + 1j * rng.uniform(low, high, self.shape)
        return np.asarray(x).astype(dtype)


class Part(Any):
    """The first two rows of a tensor, as functions that change a part of a tensor want them."""

    def argument(self, symbol):
        return symbol[:2]


class Rows(Any):
    """Positive rows of sum 1, in float dtypes."""

    def sample(self, rng, dtype, low, high):
        x = rng.uniform(0.1, 1, self.shape)
        return np.asarray(x / (x.sum(axis=-1, keepdims=True) if self.shape else 1)).astype(dtype)


class Index(Tensor):
    """Integers from 0 to high - 1, in int64 whatever dtype is under test."""
    follows_dtype = False

    def __init__(self, high, *shape):
        super().__init__(*shape, low=0, high=high)

    def sample(self, rng, dtype, low, high):
        return np.asarray(rng.randint(0, self.high, self.shape), dtype="int64")


class Sorted(Any):
    """A vector in ascending order."""

    def sample(self, rng, dtype, low, high):
        return np.sort(super().sample(rng, dtype, low, high), axis=-1)


class Permutation(Index):
    """The integers from 0 to n - 1 in some order, in each row."""

    def sample(self, rng, dtype, low, high):
        rows = [rng.permutation(self.shape[-1]) for _ in range(int(np.prod(self.shape[:-1], dtype=int)))]
        return np.array(rows, dtype="int64").reshape(self.shape)


class Truth(Index):
    """Booleans whatever dtype is under test."""

    def __init__(self, *shape):
        super().__init__(2, *shape)

    def sample(self, rng, dtype, low, high):
        return super().sample(rng, dtype, low, high) > 0


def axes(name="x", **more):
    """The axis forms of a reduction."""
    return [{name: Any(3, 4), **more}, {name: Any(3, 4), "axis": 1, **more}, {name: Any(2, 3, 4), "axis": (0, 2), **more},
            {name: Any(3, 4), "axis": -1, "keepdims": True, **more}]


X, V = Any(3, 4), Any(4)
CASES = {
    "tensor.clip": [dict(x=X, min=Any(3, 4, low=-2, high=-0.5), max=Any(3, 4, low=0.5, high=2))],
    "tensor.cast": [dict(x=X, dtype="float64"), dict(x=X, dtype="float32"), dict(x=X, dtype="int16")],
    "tensor.add": [dict(inputs=[X, X, X])],
    "tensor.mul": [dict(inputs=[X, X, X])],
    "tensor.largest": [dict(args=[X, X])],
    "tensor.smallest": [dict(args=[X, X])],
    "tensor.round": [dict(a=X), dict(a=X, mode="half_to_even")],
    "tensor.switch": [dict(condition=Truth(3, 4), a=X, b=X)],
    "tensor.sum": axes("input"), "tensor.prod": axes("input"), "tensor.mean": axes("input"),
    "tensor.max": axes(), "tensor.min": axes(), "tensor.any": axes(), "tensor.all": axes(),
    "tensor.argmax": axes()[:2] + axes()[3:], "tensor.argmin": axes()[:2] + axes()[3:],
    "tensor.max_and_argmax": axes("a")[:2] + axes("a")[3:],
    "tensor.var": axes("input"), "tensor.std": axes("input"), "tensor.ptp": [dict(a=X), dict(a=X, axis=0)],
    "tensor.transpose": [dict(x=X), dict(x=Any(2, 3, 4), axes=(2, 0, 1))],
    "tensor.swapaxes": [dict(y=Any(2, 3, 4), axis1=0, axis2=2)],
    "tensor.shape_padaxis": [dict(t=X, axis=1), dict(t=X, axis=-1)],
    "tensor.shape_padleft": [dict(t=X), dict(t=X, n_ones=2)],
    "tensor.shape_padright": [dict(t=X), dict(t=X, n_ones=2)],
    "tensor.addbroadcast": [dict(x=Any(1, 4), axes=[0])],
    "tensor.unbroadcast": [dict(x=Any(1, 4), axes=[0])],
    "tensor.patternbroadcast": [dict(x=Any(1, 4), broadcastable=(True, False))],
    "tensor.reshape": [dict(x=X, newshape=(2, 6)), dict(x=X, newshape=(-1,))],
    "tensor.flatten": [dict(x=Any(2, 3, 4)), dict(x=Any(2, 3, 4), ndim=2)],
    "tensor.specify_shape": [dict(x=X, shape=(3, 4))],
    "tensor.alloc": [dict(value=Any(), shape=(2, 3)), dict(value=V, shape=(2, 4))],
    "tensor.zeros": [dict(shape=(2, 3))], "tensor.ones": [dict(shape=(2, 3))],
    "tensor.arange": [dict(start=5), dict(start=1, stop=9, step=3)],
    "tensor.eye": [dict(n=3), dict(n=3, m=4, k=1)],
    "tensor.tri": [dict(N=3), dict(N=3, M=4, k=1)],
    "tensor.tril": [dict(m=X), dict(m=X, k=-1)], "tensor.triu": [dict(m=X), dict(m=X, k=1)],
    "tensor.join": [dict(axis=0, tensors_list=[X, Any(2, 4)]), dict(axis=1, tensors_list=[X, X])],
    "tensor.concatenate": [dict(tensor_list=[X, Any(2, 4)]), dict(tensor_list=[X, X], axis=1)],
    "tensor.stack": [dict(tensors=[X, X]), dict(tensors=[X, X], axis=1)],
    "tensor.take": [dict(a=X, indices=Index(3, 5), axis=0), dict(a=X, indices=Index(12, 2, 2))],
    "tensor.inc_subtensor": [dict(x=Part(3, 4), y=Any(2, 4)), dict(x=Part(3, 4), y=V)],
    "tensor.set_subtensor": [dict(x=Part(3, 4), y=Any(2, 4)), dict(x=Part(3, 4), y=V)],
    "tensor.advanced_inc_subtensor1": [dict(x=X, y=Any(5, 4), ilist=Index(3, 5))],
    "tensor.advanced_set_subtensor1": [dict(x=X, y=Any(5, 4), ilist=Index(3, 5))],
    "tensor.advanced_subtensor1": [dict(x=X, ilist=Index(3, 5))],
    "tensor.dot": [dict(a=X, b=Any(4, 2)), dict(a=V, b=V), dict(a=X, b=V)],
    "tensor.outer": [dict(x=Any(3), y=V)],
    "tensor.tensordot": [dict(a=X, b=Any(4, 2), axes=1), dict(a=Any(2, 3, 4), b=Any(3, 4, 2))],
    "tensor.batched_dot": [dict(a=Any(2, 3, 4), b=Any(2, 4, 3))],
    "tensor.batched_tensordot": [dict(x=Any(2, 3, 4), y=Any(2, 4, 3), axes=1)],
    "tensor.cumsum": [dict(x=X), dict(x=X, axis=1)], "tensor.cumprod": [dict(x=X), dict(x=X, axis=0)],
    "tensor.diff": [dict(x=X), dict(x=X, n=2, axis=0)],
    "tensor.sort": [dict(a=X), dict(a=X, axis=0)], "tensor.argsort": [dict(a=X), dict(a=X, axis=0)],
    "tensor.roll": [dict(x=X, shift=1, axis=1), dict(x=X, shift=-2)],
    "tensor.tile": [dict(x=X, reps=(2, 1))],
    "tensor.repeat": [dict(x=X, repeats=2, axis=1), dict(x=X, repeats=3)],
    "tensor.diag": [dict(v=V), dict(v=X, k=1)], "tensor.diagonal": [dict(a=X), dict(a=X, offset=1)],
    "tensor.topk": [dict(x=X, kth=2), dict(x=X, kth=-2, axis=0)],
    "tensor.argtopk": [dict(x=X, kth=2), dict(x=X, kth=-2, axis=0)],
    "tensor.topk_and_argtopk": [dict(x=X, kth=2)],
    "tensor.extra_ops.searchsorted": [dict(x=Sorted(5), v=V), dict(x=Sorted(5), v=X, side="right")],
    "tensor.inverse_permutation": [dict(perm=Permutation(5, 5))],
    "tensor.permute_row_elements": [dict(x=X, y=Permutation(4, 3, 4))],
    "tensor.extra_ops.to_one_hot": [dict(y=Index(4, 5), nb_class=4)],
    "tensor.nlinalg.matrix_dot": [dict(args=[X, Any(4, 2), Any(2, 3)])],
    "tensor.nlinalg.alloc_diag": [dict(_x=V)],
    "tensor.horizontal_stack": [dict(args=[X, Any(3, 2)])], "tensor.vertical_stack": [dict(args=[X, Any(2, 4)])],
    "tensor.split": [dict(x=X, splits_size=[1, 2], n_splits=2), dict(x=X, splits_size=[1, 0, 3], n_splits=3, axis=1)],
    "tensor.extra_ops.diff": [dict(x=X), dict(x=X, n=2, axis=0)],
    "tensor.identity_like": [dict(x=X)],
    "tensor.fill_diagonal": [dict(a=X, val=2)],
    "tensor.fill_diagonal_offset": [dict(a=X, val=2, offset=1)],
    "tensor.bincount": [dict(x=Index(5, 7)), dict(x=Index(5, 7), weights=Any(7), minlength=8)],
    "tensor.extra_ops.unique": [dict(ar=X), dict(ar=X, return_index=True, return_counts=True), dict(ar=X, axis=0)],
    "tensor.unravel_index": [dict(indices=Index(12, 5), dims=(3, 4))],
    "tensor.ravel_multi_index": [dict(multi_index=[Index(3, 5), Index(4, 5)], dims=(3, 4))],
    "tensor.cov": [dict(m=X), dict(m=V), dict(m=X, rowvar=False, bias=True)],
    "tensor.bartlett": [dict(M=5), dict(M=1)],
    "tensor.opt.assert_op": [dict(value=X, conds=[1])],
    "tensor.nnet.confusion_matrix": [dict(actual=Index(3, 6), pred=Index(3, 6))],
    "tensor.choose": [dict(a=Index(2, 4), choices=[V, V])],
    "tensor.extra_ops.compress": [dict(condition=Truth(3), x=X, axis=0)],
    "tensor.nnet.relu": [dict(x=X), dict(x=X, alpha=0.1)],
    "tensor.nnet.elu": [dict(x=X), dict(x=X, alpha=0.5)],
    "tensor.nnet.selu": [dict(x=X)],
    "tensor.nnet.softmax_with_bias": [dict(x=X, b=V)],
    "tensor.nnet.softmax_grad": [dict(dy=X, sm=Rows(3, 4))],
    "tensor.nnet.categorical_crossentropy": [dict(coding_dist=Rows(3, 4), true_dist=Rows(3, 4)),
                                             dict(coding_dist=Rows(3, 4), true_dist=Index(4, 3))],
    "tensor.nnet.binary_crossentropy": [dict(output=Any(3, 4, low=0.1, high=0.9), target=Any(3, 4, low=0.1, high=0.9))],
    "tensor.nnet.crossentropy_categorical_1hot": [dict(coding_dist=Rows(3, 4), true_one_of_n=Index(4, 3))],
    "tensor.nnet.crossentropy_categorical_1hot_grad":
        [dict(g_y=Any(3), coding_dist=Rows(3, 4), true_one_of_n=Index(4, 3))],
    "tensor.nnet.crossentropy_softmax_1hot_with_bias_dx": [dict(dy=Any(3), sm=Rows(3, 4), y_idx=Index(4, 3))],
    "tensor.nnet.crossentropy_softmax_argmax_1hot_with_bias": [dict(x=X, b=V, y_idx=Index(4, 3))],
    "tensor.nnet.crossentropy_softmax_1hot_with_bias": [dict(x=X, b=V, y_idx=Index(4, 3))],
    "tensor.nnet.crossentropy_softmax_1hot": [dict(x=X, y_idx=Index(4, 3))],
    "tensor.nnet.crossentropy_softmax_max_and_argmax_1hot_with_bias": [dict(x=X, b=V, y_idx=Index(4, 3))],
    "tensor.nnet.crossentropy_softmax_max_and_argmax_1hot": [dict(x=X, y_idx=Index(4, 3))],
    "tensor.nnet.batch_normalization": [dict(inputs=X, gamma=V, beta=V, mean=V, std=Any(4, low=0.5, high=2))],
    "tensor.nnet.batch_normalization_train": [dict(inputs=X, gamma=V, beta=V),
                                              dict(inputs=Any(2, 3, 4), gamma=Any(3), beta=Any(3), axes="spatial")],
    "tensor.nnet.batch_normalization_test": [dict(inputs=X, gamma=V, beta=V, mean=V, var=Any(4, low=0.5, high=2))],
    "tensor.nnet.prepend_scalar_to_each_row": [dict(val=Any(), mat=X)],
    "tensor.nnet.h_softmax": [dict(x=X, batch_size=3, n_outputs=5, n_classes=2, n_outputs_per_class=3, W1=Any(4, 2),
                                   b1=Any(2), W2=Any(2, 4, 3), b2=Any(2, 3))],
}

LARGEST = "numpy.take(numpy.sort(x, axis), range(-1, -kth - 1, -1) if kth > 0 else range(-kth), axis)"
LARGEST_AT = ("x.shape[axis] - 1 - numpy.take(numpy.argsort(numpy.flip(x, axis), axis, kind='stable'), range(-1, -kth - 1, -1), axis)"
              " if kth > 0 else numpy.take(numpy.argsort(x, axis, kind='stable'), range(-kth), axis)")
CROSSENTROPY = "-scipy.special.log_softmax(%s, axis=1)[numpy.arange(len(y_idx)), y_idx], scipy.special.softmax(%s, axis=1)"
LARGEST_CLASS = ", numpy.max(scipy.special.softmax(%s, axis=1), axis=1), numpy.argmax(%s, axis=1)"
NORMALIZED = (
    "(lambda axes, put: (lambda m, v: ((inputs - put(m)) / numpy.sqrt(put(v) + epsilon) * put(gamma) + put(beta), m,"
    " 1 / numpy.sqrt(v + epsilon)))(numpy.mean(inputs, axes), %s))"
    "(*(((0,), lambda p: p[None]) if axes == 'per-activation' else ((0, 2), lambda p: p[None, :, None])))")

# Meanings of functions whose block states none, over parameter names.
MEANINGS = {
    "tensor.topk": LARGEST,
    "tensor.argtopk": LARGEST_AT,
    "tensor.topk_and_argtopk": "(%s, %s)" % (LARGEST, LARGEST_AT),
    "tensor.nonzero": "numpy.nonzero(a)",
    "tensor.choose": "numpy.choose(a, choices)",
    "tensor.fill_diagonal": "numpy.where(numpy.eye(*a.shape), val, a)",
    "tensor.fill_diagonal_offset": "numpy.where(numpy.eye(*a.shape, k=offset), val, a)",
    "tensor.batched_tensordot": "numpy.matmul(x, y)",
    "tensor.permute_row_elements": "numpy.take_along_axis(x, y, -1)",
    "tensor.advanced_set_subtensor1":
        "functools.reduce(lambda a, p: numpy.where(numpy.arange(len(a))[:, None] == p[0], p[1], a), zip(ilist, y), x)",
    "tensor.nnet.batch_normalization_train": NORMALIZED % "numpy.var(inputs, axes)",
    "tensor.nnet.h_softmax":
        "(scipy.special.softmax(x @ W1 + b1, axis=-1)[:, :, None]"
        " * scipy.special.softmax(numpy.tensordot(x, W2, axes=(1, 1)) + b2, axis=-1)).reshape(len(x), -1)[:, :n_outputs]",
    "tensor.nnet.crossentropy_softmax_max_and_argmax_1hot": "(" + (CROSSENTROPY + LARGEST_CLASS) % (("x",) * 4) + ")",
    "tensor.nnet.crossentropy_softmax_max_and_argmax_1hot_with_bias":
        "(" + (CROSSENTROPY + LARGEST_CLASS) % (("x + b",) * 4) + ")",
    "tensor.extra_ops.to_one_hot": "numpy.eye(nb_class)[y]",
    "tensor.inc_subtensor": "numpy.concatenate([x[:2] + y, x[2:]])",
    "tensor.set_subtensor": "numpy.concatenate([numpy.broadcast_to(y, x[:2].shape), x[2:]])",
    "tensor.advanced_inc_subtensor1": "x + sum(numpy.eye(len(x))[:, i:i + 1] * row for i, row in zip(ilist, y))",
    "tensor.flatten": "numpy.reshape(x, numpy.shape(x)[:(ndim or 1) - 1] + (-1,))",
    "tensor.squeeze": "x",
    "tensor.bincount": "numpy.bincount(x, weights, minlength or 0)",
    "tensor.nnet.categorical_crossentropy":
        "-(true_dist * numpy.log(coding_dist)).sum(axis=-1) if true_dist.ndim == coding_dist.ndim"
        " else -numpy.log(coding_dist[numpy.arange(len(true_dist)), true_dist])",
    "tensor.nnet.crossentropy_softmax_1hot": "(" + CROSSENTROPY % ("x", "x") + ")",
    "tensor.nnet.crossentropy_softmax_1hot_with_bias": "(" + CROSSENTROPY % ("x + b", "x + b") + ")",
    "tensor.nnet.crossentropy_softmax_argmax_1hot_with_bias":
        "(" + CROSSENTROPY % ("x + b", "x + b") + ", numpy.argmax(x + b, axis=1))",
    "tensor.nnet.crossentropy_categorical_1hot_grad":
        "numpy.where(numpy.arange(coding_dist.shape[1]) == true_one_of_n[:, None], -g_y[:, None] / coding_dist, 0)",
    "tensor.nnet.batch_normalization_test": "(inputs - mean) * gamma / numpy.sqrt(var + epsilon) + beta",
}

# Meanings for complex numbers where the block's is one for real numbers alone.
COMPLEX_MEANINGS = {
    "tensor.bincount": "numpy.bincount(x, numpy.real(weights), minlength or 0)"
                       " + 1j * numpy.bincount(x, numpy.imag(weights), minlength or 0)"
                       " if weights is not None else numpy.bincount(x)",
    "tensor.nnet.sigmoid": "1 / (1 + numpy.exp(-x))",
    "tensor.nnet.relu": "((1 + alpha) * x + (1 - alpha) * abs(x)) / 2",
    "tensor.var": "numpy.mean((input - numpy.mean(input, axis, keepdims=True)) ** 2, axis, keepdims=keepdims)",
    "tensor.nnet.batch_normalization_train": NORMALIZED % "numpy.mean((inputs - numpy.mean(inputs, axes, keepdims=True)) ** 2, axes)",
    "tensor.std": "numpy.sqrt(numpy.mean((input - numpy.mean(input, axis, keepdims=True)) ** 2, axis, keepdims=keepdims))",
}

# Ops that NumPy's expression computes in other steps for integers (it rounds or wraps between them).
INTEGER_MEANING_DIFFERS = {"tensor.inv", "tensor.deg2rad", "tensor.rad2deg", "tensor.nnet.sigmoid_binary_crossentropy"}

# Functions made of element-wise ops, whose tensors may have any shapes that broadcast.
BY_ELEMENT = {"tensor." + name for name in (
    "round iround largest smallest divmod clip cast isclose zeros_like ones_like nnet.hard_sigmoid nnet.relu nnet.elu nnet.selu"
    " nnet.binary_crossentropy").split()}

# Cells that differ from the meaning on purpose, by function and column: why.
KNOWN = {}


def know(names, columns, reason):
    KNOWN.update({("tensor." + name, column): reason for name in names.split() for column in columns.split()})


know("nnet.ultra_fast_sigmoid", "gradient 2nd", "its derivative is that of sigmoid, which it approximates (as in Theano)")
know("nnet.relu", "bool", "0.5 * (x + abs(x)) of bools is 0.5, since + is or (as in Theano)")
know("int_div arctan2", "complex64 complex128", "refused by a NotImplementedError when compiled, as in Theano")
know("nnet.batch_normalization", "uint8 uint16 uint32 uint64", "inputs - mean wraps around below zero, as in NumPy and Theano")
know("nnet.selu", "int8 int16",
     "the scale is no float32 number, so the result is float64 of float32 parts (as in Theano)")
# Why values at nan, infinities, zeros and denormals are others than NumPy's or SciPy's.
SPECIAL_DIFFERENCES = {}


def differ(names, reason):
    SPECIAL_DIFFERENCES.update({"tensor." + name: reason for name in names.split()})


differ("int_div divmod", "infinity // x is floor(infinity / x), an infinity as in Theano; NumPy has nan")
differ("cast iround", "numbers beyond the integer type are its bounds (docs/ir.md); NumPy leaves them open")
differ("i0 i1 iv j0 j1 jv tetra_gamma tri_gamma", "limits at infinity and arguments of 1e300, where SciPy has nan or other digits")
differ("chi2sf gammainc gammaincc gammal gammau", "results that are denormal, which SciPy cuts to 0; nan where both arguments are 1e300")
differ("erfcinv gammaln", "results that are denormal or nearly 0 lie some units further from SciPy's than elsewhere")
differ("complex", "a pair keeps its real part; NumPy's x + 1j * y has nan beside an infinity")
differ("prod", "the order of the product decides which denormal is cut to 0")
differ("advanced_inc_subtensor1", "a nan stays in its row; the meaning multiplies it by 0")
differ("nnet.crossentropy_softmax_max_and_argmax_1hot nnet.crossentropy_softmax_max_and_argmax_1hot_with_bias",
       "a row that holds an infinity has a softmax of nan, whose largest is the first (as in Theano)")
differ("nnet.relu", "0.55 * x + 0.45 * abs(x) is nan at -infinity (as in Theano)")
differ("nnet.ultra_fast_sigmoid", "nan is taken for a small number (as in Theano)")
differ("nnet.softmax_graph", "stable: where exp overflows NumPy's formula has nan")
differ("nnet.binary_crossentropy nnet.batch_normalization_train", "the product of denormals is rounded in another order")
differ("nnet.crossentropy_softmax_1hot_with_bias nnet.crossentropy_softmax_argmax_1hot_with_bias",
       "rows that hold infinities have nan, where SciPy has infinity")

know("advanced_set_subtensor1", "gradient 2nd",
     "every y of a repeated index gets the gradient, also one that was written over (as in Theano)")
know("cov", "0-d", "0 / 0: of one observation x - mean(x) is taken for 0 by a rule in finite_only")
