"""The cost of a call: x + 1 on 4 doubles from Python and from C++, and what it costs to import a system."""
import json
import os
import pathlib
import subprocess
import sys

import numpy as np

from compare.row import Row, Timed


def from_cpp(name):
    """Seconds of a call in the program call_from_cpp, which times itself."""

    def measure():
        program = pathlib.Path(os.environ["BENCH_BUILD"]) / "benchmarks/call_from_cpp"
        if not program.exists():
            raise LookupError(f"{program} is not built")
        command = [str(program), f"--benchmark_filter=^{name}$", "--benchmark_format=json", "--benchmark_min_time=0.1"]
        text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        return json.loads(text)["benchmarks"][0]["real_time"] * 1e-9, None

    return measure


def importing(module):
    """Seconds of an import after NumPy's, in a fresh process."""

    def measure():
        code = f"import time, numpy; start = time.perf_counter(); import {module}; print(time.perf_counter() - start)"
        text = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        return float(text.split()[-1]), None

    return measure


Row("x + 1 from Python", cases={"4 doubles": (4,)}, data=lambda n: [np.arange(n, dtype="float64")], native="plus_one",
    goal_s={"4 doubles": 1e-6}, formula=lambda m: lambda x: x + 1)

Timed("x + 1 from C++", cases={"4 doubles": ()}, goal_s={"4 doubles": 100e-9}, by_threads=False,
      measure={"ours": from_cpp("ours"), "cpp": from_cpp("by_hand")})

Timed("import beyond NumPy", cases={"": ()}, goal_s={"": 0.1}, by_threads=False,
      measure={"ours": importing("theano"), "jax": importing("jax, jax.numpy"), "numba": importing("numba"),
               "pytensor": importing("pytensor, pytensor.tensor"), "torch": importing("torch")})
