"""C++ written by hand: native/GROUP.cpp, compiled by g++ -O3 -march=native, its calls timed by itself."""
import ctypes
import hashlib
import os
import pathlib
import subprocess

import numpy as np

from compare.row import Gradient, Training, Update, native_source

FLAGS = ("-std=c++20", "-O3", "-march=native", "-fopenmp", "-shared", "-fPIC", "-w")


def compiler():
    return os.environ.get("CXX", "g++")


def products_library():
    """Flags of the OpenBLAS that is used: the rivals' own, threaded one, or the system's."""
    try:
        import scipy_openblas32 as blas
        folder = blas.get_lib_dir()
        return ["-DBLAS_SYMBOL_PREFIX=scipy_", "-L" + folder, "-Wl,-rpath," + folder,
                "-l" + blas.get_library()]
    except ImportError:
        return ["-lopenblas"]


def build(source, *options):
    """Compiles a source beside the other results; returns the library."""
    folder = pathlib.Path(os.environ["BENCH_FOLDER"]) / "native"
    folder.mkdir(parents=True, exist_ok=True)
    blas = products_library() if "cblas_products.h" in source.read_text() else []
    command = [compiler(), *FLAGS, *options, str(source), *blas]
    mark = hashlib.sha256("\n".join([*command, *(f.read_text() for f in sorted(source.parent.iterdir()))]).encode())
    target = folder / f"{source.stem}-{mark.hexdigest()[:12]}.so"
    if not target.exists():
        fresh = target.with_suffix(".%d.so" % os.getpid())
        subprocess.run([*command, "-o", str(fresh)], check=True)
        fresh.replace(target)
    return ctypes.CDLL(str(target))


class Runner:
    def __init__(self, threads, *options):
        self.options, self.libraries = options, {}

    def version(self):
        text = subprocess.run([compiler(), "--version"], capture_output=True, text=True, check=True).stdout
        return text.splitlines()[0] + " -O3 -march=native" + "".join(" " + o for o in self.options)

    def prepare(self, row, label, inputs, wanted):
        if not row.native:
            raise LookupError("has no such row")
        library = self.libraries.get(row.group) or build(native_source(row.group), *self.options)
        self.libraries[row.group] = library
        kind = next((a.dtype for a in inputs if a.dtype.kind == "f"), inputs[0].dtype)
        function = getattr(library, "%s_%s" % (row.native, kind))
        held = [a.copy() for a in inputs]
        if isinstance(row, Update):
            outputs, shown = [], held[-row.states:]
        elif isinstance(row, Training):
            outputs = [np.empty((), kind)]
            shown = outputs + held[2:]
        else:
            outputs = shown = [np.empty(w.shape, kind if w.dtype.kind == "f" else w.dtype) for w in wanted]
        arrays = held + outputs
        pointers = (ctypes.c_void_p * len(arrays))(*(a.ctypes.data for a in arrays))
        numbers = row.sizes(*row.cases[label]) if row.sizes else [n for a in inputs for n in a.shape]
        sizes = (ctypes.c_long * max(1, len(numbers)))(*numbers)
        library.repeat.restype = ctypes.c_double

        def batch(count, keep_alive=arrays):
            return library.repeat(function, pointers, sizes, ctypes.c_long(count))

        return (lambda: batch(1)), (lambda _: shown), batch
