"""The time to a first answer: of a network's step, cold and from a warm cache, and of chains of 100 to 50,000 nodes."""
import functools
import importlib
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

import numpy as np

from compare.row import Timed
from compare.systems import SYSTEMS

STEP = ("784-500-10 network step", "batch 60")


def caches_in(folder, mode):
    """An environment whose caches, of every system, lie in a folder; and our mode."""
    return {**os.environ, "BENCH_FOLDER": folder, "BENCH_MODE": mode, "THEANO_FLAGS": f"base_compiledir={folder}/theano",
            "JAX_COMPILATION_CACHE_DIR": folder + "/jax", "JAX_PERSISTENT_CACHE_MIN_COMPILE_TIME_SECS": "0",
            "JAX_PERSISTENT_CACHE_MIN_ENTRY_SIZE_BYTES": "-1", "PYTENSOR_FLAGS": f"base_compiledir={folder}/pytensor",
            "TORCHINDUCTOR_CACHE_DIR": folder + "/torch"}


def fresh_process(system, folder, mode):
    """Seconds from the imports to the cost of a first step, and that cost."""
    done = subprocess.run([sys.executable, "-m", "compare.once", system, *STEP], capture_output=True, text=True,
                          env=caches_in(folder, mode))
    if done.returncode:
        raise RuntimeError((done.stderr.strip().splitlines() or ["no reason given"])[-1])
    return tuple(json.loads(done.stdout))


def cold(system, mode):
    def measure():
        with tempfile.TemporaryDirectory() as folder:
            return fresh_process(system, folder, mode)

    return measure


@functools.cache
def warmed_folder(system, mode):
    folder = tempfile.TemporaryDirectory()
    fresh_process(system, folder.name, mode)
    return folder


def warm(system, mode):
    return lambda: fresh_process(system, warmed_folder(system, mode).name, mode)


class Chain:
    """Steps of y = tanh(y * a + x) * b: four nodes each; the same in every system, and never the same twice."""

    name, native, variants, states = "chain", "", {}, 0
    times_asked = 0

    def __init__(self, nodes):
        Chain.times_asked += 1
        self.steps, self.a = nodes // 4, 0.5 + Chain.times_asked / 1024

    def formula_of(self, system):
        return self.source if system == "numba" else self.formula

    def formula(self, m):
        def of(x):
            y = x
            for _ in range(self.steps):
                y = m.tanh(y * self.a + x) * 0.875
            return y

        return of

    def text(self, tanh):
        return (f"y = {tanh}(y * {self.a!r} + x) * 0.875",) * self.steps

    def source(self, m):
        """A function without a loop, since a loop of Numba's is one node."""
        names = {"np": m}
        exec("\n  ".join(["def of(x):", "y = x", *self.text("np.tanh"), "return y"]), names)
        return names["of"]


def climb(system, mode):
    """Seconds to build, compile and call a chain, and the sum of its results."""

    def measure(nodes):
        chosen = SYSTEMS[system]
        module = importlib.import_module("compare.systems." + chosen.module)
        os.environ["BENCH_MODE"] = mode
        runner = module.Runner(int(os.environ["OMP_NUM_THREADS"]), *chosen.options)
        chain, x = Chain(nodes), np.linspace(-1, 1, 100)
        start = time.perf_counter()
        call, results = runner.prepare(chain, "", [x], [])[:2]
        value = call()
        return time.perf_counter() - start, float(results(value)[0].sum())

    return measure


def climb_cpp(*options):
    """The same chain printed as C++, compiled, loaded and called."""

    def measure(nodes):
        import ctypes
        from compare.systems.with_cpp import FLAGS, compiler
        chain, x = Chain(nodes), np.linspace(-1, 1, 100)
        with tempfile.TemporaryDirectory() as folder:
            source, library = pathlib.Path(folder) / "chain.cpp", pathlib.Path(folder) / "chain.so"
            start = time.perf_counter()
            body = ";\n    ".join(["double x = in[i], y = x", *chain.text("std::tanh"), "out[i] = y;"])
            source.write_text('#include <cmath>\nextern "C" void chain(const double* in, double* out) {\n'
                              "  for (int i = 0; i < 100; ++i) {\n    %s\n  }\n}\n" % body)
            subprocess.run([compiler(), *FLAGS, *options, str(source), "-o", str(library)], check=True)
            y = np.empty_like(x)
            ctypes.CDLL(str(library)).chain(x.ctypes.data_as(ctypes.c_void_p), y.ctypes.data_as(ctypes.c_void_p))
            return time.perf_counter() - start, float(y.sum())

    return measure


DEFAULT, MACHINE_CODE = "", "FAST_RUN"
NOT_HERE = {"numpy": "compiles nothing", "torch": "compiles nothing", "cpp-fast": "see C++"}
NO_CACHE = {"numba": "its functions here are made from others, which its cache does not take"}
COMPILED = ("ours", "cpp", "jax", "pytensor", "torch-compile")

for name, measure, goal in (("first answer", {s: cold(s, DEFAULT) for s in (*COMPILED, "numba")}, 30e-3),
                             ("compiled, cold", {s: cold(s, MACHINE_CODE) for s in (*COMPILED, "numba")}, 200e-3),
                             ("compiled, warm cache", {s: warm(s, MACHINE_CODE) for s in COMPILED}, 40e-3)):
    Timed("training step, " + name, cases={"784-500-10": ()}, goal_s={"784-500-10": goal}, by_threads=False, measure=measure,
          without={**NOT_HERE, **(NO_CACHE if "warm" in name else {})})

LADDER = {f"{n} nodes": (n,) for n in (100, 1_000, 10_000, 50_000)}
Timed("compile ladder, first answer", cases=LADDER, by_threads=False, limit_s=30, quick=("100 nodes", "1000 nodes"),
      goal_s={"50000 nodes": 5.0},
      without=NOT_HERE, measure={"cpp": climb_cpp(), **{s: climb(s, DEFAULT) for s in (*COMPILED, "numba") if s != "cpp"}})
Timed("compile ladder, machine code", cases=LADDER, by_threads=False, limit_s=30, quick=("100 nodes",),
      without={**NOT_HERE, **{s: "see above" for s in ("pytensor", "numba", "torch-compile")}},
      measure={"cpp": climb_cpp(), "ours": climb("ours", MACHINE_CODE), "jax": climb("jax", MACHINE_CODE)})
