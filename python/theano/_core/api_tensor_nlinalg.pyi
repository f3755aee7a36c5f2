# The types of theano._core.api_tensor_nlinalg, written by tools/generate_stubs.py from the built extension.
from theano._core import TensorVariable as TensorVariable

def alloc_diag(_x) -> TensorVariable:
    """
    alloc_diag(_x)

    The matrix with a vector as its diagonal.

    NumPy: numpy.diag(_x)
    """

def extract_diag(x) -> TensorVariable:
    """
    extract_diag(x)

    The diagonal of a matrix.

    NumPy: numpy.diagonal(x)
    """

def diag(x) -> TensorVariable:
    """
    diag(x)

    The diagonal of a matrix, or the matrix with a vector as its diagonal.

    NumPy: numpy.diag(x)
    """

def trace(X) -> TensorVariable:
    """
    trace(X)

    The sum of the main diagonal of a matrix.

    NumPy: numpy.trace(X)
    """

def matrix_dot(args) -> TensorVariable:
    """
    matrix_dot(args)

    The product of all factors, from the left.

    NumPy: functools.reduce(numpy.dot, args)
    """
