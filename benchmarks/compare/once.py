"""One row's first answer in a fresh process: python -m compare.once SYSTEM ROW CASE prints its seconds and its first result."""
import importlib
import json
import os
import sys
import time


def main(system, row, label):
    from compare.row import load_rows
    from compare.systems import SYSTEMS
    row = load_rows()[row]
    inputs = row.inputs(label)
    chosen = SYSTEMS[system]
    threads = int(os.environ["OMP_NUM_THREADS"])
    runner = importlib.import_module("compare.systems." + chosen.module).Runner(threads, *chosen.options)
    replies = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    start = time.perf_counter()
    call, results = runner.prepare(row, label, inputs, [])[:2]
    value = call()
    seconds = time.perf_counter() - start
    print(json.dumps([seconds, float(results(value)[0])]), file=replies)


if __name__ == "__main__":
    main(*sys.argv[1:])
