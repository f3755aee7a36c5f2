"""The systems compared: which Python runs each, and the module that knows its words."""
import dataclasses


@dataclasses.dataclass(frozen=True)
class System:
    name: str
    title: str
    module: str  # of this package
    is_rival: bool = True
    options: tuple = ()  # arguments of the module's Runner


SYSTEMS = {s.name: s for s in (
    System("ours", "ours", "with_theano", is_rival=False),
    System("numpy", "NumPy", "with_numpy"),
    System("cpp", "C++", "with_cpp"),
    System("cpp-fast", "C++ fast-math", "with_cpp", options=("-ffast-math",)),
    System("jax", "JAX", "with_jax"),
    System("numba", "Numba", "with_numba"),
    System("pytensor", "PyTensor", "with_pytensor"),
    System("torch", "PyTorch", "with_torch"),
    System("torch-compile", "torch.compile", "with_torch", options=("compile",)),
)}
