"""PyTensor with its Numba linker, in Theano's words."""
import pytensor
import pytensor.tensor
import pytensor.tensor.special

from compare.row import Names

from .with_theano import Symbolic


class Runner(Symbolic):
    name = "pytensor"
    mode = "NUMBA"

    def __init__(self, threads):
        self.module = pytensor
        self.tensor = Names(pytensor.tensor, special=pytensor.tensor.special, grad=pytensor.grad)

    def version(self):
        return "PyTensor " + pytensor.__version__

    def variable(self, array):
        return pytensor.tensor.tensor(dtype=str(array.dtype), shape=(None,) * array.ndim)
