# The types of theano._core.api_tensor_extra_ops, written by tools/generate_stubs.py from the built extension.
from theano._core import TensorVariable as TensorVariable

def diff(x, n=1, axis=-1) -> TensorVariable:
    """
    diff(x, n=1, axis=-1)

    Differences of neighbours along an axis, taken n times.

    NumPy: numpy.diff(x, n, axis)
    """

def cpu_contiguous(x) -> TensorVariable:
    """
    cpu_contiguous(x)

    x, its elements one after another in memory.

    NumPy: x
    """

def to_one_hot(y, nb_class, dtype=None) -> TensorVariable:
    """
    to_one_hot(y, nb_class, dtype=None)

    One row for each element of an integer vector: 1 at that place, 0 elsewhere.

    NumPy: numpy.eye(nb_class)[y]
    """

def compress(condition, x, axis=None) -> TensorVariable:
    """
    compress(condition, x, axis=None)

    Parts of x along an axis (of the flattened x when there is none) where a vector is not 0.

    NumPy: numpy.compress(condition, x, axis=axis)
    """

def searchsorted(x, v, side='left', sorter=None) -> TensorVariable:
    """
    searchsorted(x, v, side='left', sorter=None)

    Where values would have to be put into a sorted vector, int64.

    NumPy: numpy.searchsorted(x, v, side, sorter)
    """

def unique(ar, return_index=False, return_inverse=False, return_counts=False, axis=None) -> TensorVariable:
    """
    unique(ar, return_index=False, return_inverse=False, return_counts=False, axis=None)

    The different elements, sorted, or the different parts along an axis; where each stands first, which one each element is, how often each occurs.

    NumPy: numpy.unique(ar, return_index, return_inverse, return_counts, axis)
    """
