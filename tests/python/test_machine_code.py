"""Machine code: the same bits as the interpreter, kept on disk, found again by the next process, dropped when damaged."""
import os
import pathlib
import subprocess
import sys

import numpy as np
import pytest

import theano
import theano.tensor as T

PROGRAM = """
import sys, time
import numpy as np, theano, theano.tensor as T
x = T.fmatrix("x")
f = theano.function([x], [T.nnet.softmax(x), (T.tanh(x) * T.exp(-x)).sum(axis=0), x.argmax(axis=1)], mode="FAST_RUN")
values = np.sin(np.arange(30000, dtype="float32")).reshape(100, 300)
import hashlib
print(hashlib.sha256(b"".join(np.ascontiguousarray(r).tobytes() for r in f(values))).hexdigest())
"""


@pytest.fixture
def run_program(tmp_path):
    def run(*flags, home=True, path=True):
        environment = {k: v for k, v in os.environ.items() if k not in ("THEANO_FLAGS", "HOME", "PATH")}
        if home:
            environment["HOME"] = str(tmp_path)
        if path:
            environment["PATH"] = os.environ.get("PATH", "")
        environment["THEANO_FLAGS"] = ",".join(flags)
        done = subprocess.run([sys.executable, "-c", PROGRAM], env=environment, capture_output=True, text=True, check=True)
        return done.stdout.strip()

    return run


def kept(tmp_path):
    return sorted((tmp_path / ".theano" / "kernels").glob("*.kernel"))


def has_code_generator(run_program, tmp_path):
    run_program()
    if not kept(tmp_path):
        pytest.skip("this build has no code generator")


def test_code_is_kept_and_found_again(run_program, tmp_path):
    has_code_generator(run_program, tmp_path)
    interpreted = run_program("tier=0")
    first = kept(tmp_path)
    times = [f.stat().st_mtime_ns for f in first]
    assert run_program() == interpreted
    assert kept(tmp_path) == first
    assert [f.stat().st_ino for f in kept(tmp_path)] == [f.stat().st_ino for f in first]
    assert [f.stat().st_mtime_ns for f in first] > times


def test_damaged_code_is_made_again(run_program, tmp_path):
    has_code_generator(run_program, tmp_path)
    interpreted = run_program("tier=0")
    files = kept(tmp_path)
    for k, path in enumerate(files):
        data = bytearray(path.read_bytes())
        if k % 2:
            data[len(data) // 2] ^= 255
        path.write_bytes(data if k % 2 else data[: len(data) // 2])
    damaged = [path.read_bytes() for path in files]
    assert run_program() == interpreted
    assert [path.read_bytes() for path in files] != damaged


def test_a_folder_that_cannot_be_written_does_no_harm(run_program, tmp_path):
    (tmp_path / ".theano").write_text("a file stands in the way")
    assert run_program() == run_program("tier=0")


def test_needs_neither_home_nor_path(run_program):
    assert run_program(home=False, path=False) == run_program("tier=0", home=False, path=False)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_the_default_mode_swaps_code_in_without_anybody_noticing(dtype):
    x = T.matrix("x", dtype=dtype)
    mean = x.mean(axis=0)
    outputs = [T.nnet.softmax(x), ((x - mean) ** 2).sum(axis=0), T.sin(x) * T.log1p(T.exp(-x)), x.argmin(axis=0)]
    f = theano.function([x], outputs)
    values = np.random.RandomState(1).randn(300, 70).astype(dtype)
    interpreted = f(values)
    f.wait_compiled()
    for rows in (300, 7, 33):
        compiled = f(values[:rows])
        expected = theano.function([x], outputs, mode="FAST_COMPILE")(values[:rows])
        for a, b in zip(compiled, expected):
            assert a.dtype == b.dtype
            np.testing.assert_allclose(a, b, rtol=1e-5, atol=1e-8)
    for a, b in zip(interpreted, f(values)):
        assert a.tobytes() == b.tobytes()


def test_the_command_looks_after_the_cache(run_program, tmp_path):
    has_code_generator(run_program, tmp_path)
    command = pathlib.Path(theano.__file__).parent.parent.parent / "bin" / "theano-cache"
    if not command.exists():
        pytest.skip("the command is not built beside the package")
    folder = tmp_path / ".theano" / "kernels"

    def ask(*words):
        done = subprocess.run([command, "--folder", folder, *words], capture_output=True, text=True, check=True)
        return done.stdout

    listed = ask("list").splitlines()
    assert len(listed) == len(kept(tmp_path))
    assert all("kernel " in line for line in listed)
    assert int(ask("size")) == sum(f.stat().st_size for f in kept(tmp_path))
    assert "removed 0 files" in ask("purge")
    assert f"removed {len(listed)} files" in ask("clear")
    assert ask("list") == ""


FORKING = """
import os, sys, threading
import numpy as np, theano, theano.tensor as T
x = T.dvector("x")
values = np.linspace(-1, 1, 20000)
def compiled(k, mode):
    return theano.function([x], T.tanh(x * (k + 0.5)) + T.exp(x - k), mode=mode)
expected = [compiled(k, "FAST_COMPILE")(values).tobytes() for k in range(6)]
stop = threading.Event()
def work():
    k = 10
    while not stop.is_set():
        compiled(k, "FAST_RUN")(values)
        k += 1
thread = threading.Thread(target=work)
thread.start()
statuses = []
for _ in range(5):
    pid = os.fork()
    if pid == 0:
        good = all(compiled(k, "FAST_RUN")(values).tobytes() == expected[k] for k in range(6))
        os._exit(0 if good else 3)
    statuses.append(os.waitpid(pid, 0)[1])
stop.set()
thread.join()
print(statuses)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_a_child_forked_amid_compilations_compiles_too(tmp_path):
    environment = dict(os.environ, HOME=str(tmp_path))
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", FORKING], env=environment, capture_output=True, text=True,
                          timeout=120, check=True)
    assert done.stdout.strip() == "[0, 0, 0, 0, 0]", done.stderr


def test_a_process_may_end_while_its_thread_compiles(tmp_path):
    program = """
import numpy as np, theano, theano.tensor as T
x = T.dvector("x")
functions = [theano.function([x], T.tanh(x * (k + 0.5)) + T.sin(x) ** k) for k in range(20)]
for f in functions:
    f(np.ones(2000000))
"""
    environment = dict(os.environ, HOME=str(tmp_path))
    for _ in range(3):
        done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stderr
