"""Threads, forks, interruptions, an empty environment: what happens around the calls of a function."""
import multiprocessing
import os
import signal
import subprocess
import sys
import threading

import numpy as np
import pytest

import theano
import theano.tensor as T


def make_step():
    x = T.dmatrix("x")
    s = theano.shared(0.0, "s")
    return theano.function([x], T.tanh(T.dot(x, x.T)).sum(), updates=[(s, s + 1)]), s


def test_threads_share_a_function_and_its_updates():
    step, s = make_step()
    x = np.random.RandomState(0).randn(40, 40)
    expected = np.tanh(x @ x.T).sum()
    failures = []

    def work():
        for _ in range(50):
            if not np.allclose(step(x), expected):
                failures.append("wrong result")

    threads = [threading.Thread(target=work) for _ in range(4)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert not failures
    assert s.get_value() == 200


def call_in_child(queue, step, x):
    queue.put(float(step(x)))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_functions_work_in_a_forked_child():
    step, _ = make_step()
    x = np.random.RandomState(0).randn(300, 300)
    expected = float(step(x))  # the pool of threads is started before the fork
    context = multiprocessing.get_context("fork")
    queue = context.Queue()
    child = context.Process(target=call_in_child, args=(queue, step, x))
    child.start()
    assert queue.get(timeout=60) == expected
    child.join(60)
    assert child.exitcode == 0


def test_an_interrupted_call_changes_nothing():
    x = T.dmatrix("x")
    y = x
    for _ in range(400):
        y = T.tanh(T.dot(y, x))
    s = theano.shared(0.0)
    step = theano.function([x], y.sum(), updates=[(s, s + 1)])
    value = np.full((400, 400), 1e-3)

    def interrupt(*_):
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGALRM, interrupt)
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.15)
        with pytest.raises(KeyboardInterrupt):
            while True:
                count = float(s.get_value())
                step(value)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    assert s.get_value() in (count, count + 1)  # the interruption may fall between a call and the next
    step(value * 0)
    assert s.get_value() == count + 1 or s.get_value() == count + 2


def test_nothing_of_the_environment_is_needed():
    program = (
        "import theano, theano.tensor as T\n"
        "x = T.dvector('x')\n"
        "print(theano.function([x], T.exp(x).sum())([0, 0]))\n"
    )
    environment = {"PYTHONPATH": os.pathsep.join(sys.path), "PATH": ""}
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == "2.0", done.stderr


def test_flags_of_the_environment():
    program = "import theano, theano.tensor as T; print(T.matrix().dtype, theano.config.device)"
    environment = dict(os.environ, THEANO_FLAGS="floatX=float32,device=cpu", PYTHONPATH=os.pathsep.join(sys.path))
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == "float32 cpu", done.stderr


def test_asking_for_a_gpu_says_what_is_missing():
    program = "import theano; print(theano.config.device)"
    environment = dict(os.environ, THEANO_FLAGS="device=cuda0", PYTHONPATH=os.pathsep.join(sys.path))
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode != 0
    assert "DeviceError" in done.stderr and "device=cpu" in done.stderr
