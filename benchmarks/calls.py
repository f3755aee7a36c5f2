"""What a call costs from Python beside its work: x + 1 on 4 doubles, trusted and with an update, and NumPy's own x + 1.

Prints nanoseconds per call, the least of several rounds that take turns, and the ratio to NumPy.
"""
import time

import numpy as np

import theano
import theano.tensor as T

CALLS, ROUNDS = 20_000, 15


def measure(calls):
    best = dict.fromkeys(calls, float("inf"))
    for _ in range(ROUNDS):
        for name, call in calls.items():
            start = time.perf_counter()
            for _ in range(CALLS):
                call()
            best[name] = min(best[name], (time.perf_counter() - start) / CALLS)
    return best


x = T.dvector("x")
f = theano.function([x], x + 1)
trusted = theano.function([x], x + 1)
trusted.trust_input = True
counter = theano.shared(0.0)
count = theano.function([], [], updates=[(counter, counter + 1)])
a = np.arange(4.0)

result = measure({"numpy: a + 1": lambda: a + 1, "f(a)": lambda: f(a), "f(a), trust_input": lambda: trusted(a),
                  "f(x=a)": lambda: f(x=a), "f() with an update": lambda: count(), "nothing (the lambda)": lambda: None})
base = result["numpy: a + 1"]
for name, seconds in result.items():
    print(f"{name:>22} {seconds * 1e9:8.0f} ns {seconds / base:6.2f}")
