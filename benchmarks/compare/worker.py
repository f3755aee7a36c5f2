"""A process that holds one system on some threads and answers requests, one JSON object a line."""
import gc
import importlib
import json
import os
import sys
import time
import traceback

BATCH_S = 0.002  # calls are timed in batches of at least this length


def batch_by_python(call):
    """Returns a function from a number of calls to their seconds."""

    def batch(count):
        start = time.perf_counter()
        for _ in range(count):
            call()
        return time.perf_counter() - start

    return batch


def compare(results, reference, tolerance):
    """Raises when results differ from the reference by more than the tolerance, relative to the reference's largest."""
    import numpy as np
    if len(results) != len(reference):
        raise AssertionError(f"{len(results)} results instead of {len(reference)}")
    for number, (found, wanted) in enumerate(zip(results, reference)):
        found = np.asarray(found)
        if found.shape != wanted.shape:
            raise AssertionError(f"result {number} has shape {found.shape} instead of {wanted.shape}")
        if wanted.dtype.kind in "biu":
            wrong = np.count_nonzero(found != wanted)
            if wrong:
                raise AssertionError(f"result {number} differs in {wrong} of {wanted.size} integers")
            continue
        scale = float(np.abs(wanted).max(initial=0.0)) or 1.0
        worst = float(np.abs(found.astype("float64") - wanted).max(initial=0.0)) / scale
        if not worst <= tolerance:
            raise AssertionError(f"result {number} is off by {worst:.1e} of its largest value; allowed are {tolerance:.0e}")


def hold_to(cpus):
    """Moves every thread of this process to some CPUs."""
    for task in os.listdir("/proc/self/task"):
        try:
            os.sched_setaffinity(int(task), cpus)
        except OSError:
            pass  # it has ended


class Worker:
    def __init__(self, system, threads, all_cpus):
        from compare.row import load_rows
        from compare.systems import SYSTEMS
        self.system = SYSTEMS[system]
        self.all_cpus, self.cpus = all_cpus, all_cpus[-threads:]
        hold_to(self.cpus)  # before libraries count the cores
        self.rows = load_rows()
        module = importlib.import_module("compare.systems." + self.system.module)
        self.runner = module.Runner(threads, *self.system.options)
        self.batch = None

    def hello(self):
        return {"version": self.runner.version()}

    def prepare(self, row, label, reference):
        """Builds the row's function, on any core since others build theirs meanwhile, and checks its first results."""
        self.drop()
        os.sched_setaffinity(0, self.all_cpus)
        try:
            return self.build(row, label, reference)
        finally:
            hold_to(self.cpus)

    def build(self, row, label, reference):
        import numpy as np
        from compare.row import Timed
        row = self.rows[row]
        if self.system.name in row.without:
            raise LookupError(row.without[self.system.name])
        if isinstance(row, Timed):
            measure = row.measure.get(self.system.name)
            if measure is None:
                raise LookupError("has no such row")
            self.measure = lambda: measure(*row.cases[label])
            return {"timed": True}
        with np.load(reference) as file:
            wanted = [file[name] for name in file.files]
        inputs = row.inputs(label)
        tolerance = row.tolerance or (1e-11 if all(a.dtype != np.float32 for a in inputs) else 2e-5)
        start = time.perf_counter()
        prepared = self.runner.prepare(row, label, inputs, wanted)
        call, results = prepared[:2]
        for _ in range(row.checked_calls):
            value = call()
        seconds = time.perf_counter() - start
        compare(results(value), wanted, tolerance)
        del value, wanted
        self.batch = prepared[2] if len(prepared) > 2 else batch_by_python(call)
        self.count = 0
        return {"prepare_s": seconds}

    def sample(self, budget_s):
        """The least seconds of a call among the batches that fit the budget, one at least."""
        if self.batch is None:
            seconds, value = self.measure()
            return {"seconds": seconds, "value": value}
        gc.collect()
        gc.disable()
        if not self.count:
            self.count = 1
            while self.batch(self.count) < BATCH_S and self.count < 1_000_000:
                self.count *= 2
        best, end = float("inf"), time.perf_counter() + budget_s
        while True:
            best = min(best, self.batch(self.count) / self.count)
            if time.perf_counter() >= end:
                break
        gc.enable()
        return {"seconds": best}

    def drop(self):
        self.batch = self.measure = None
        gc.collect()
        return {}


def main():
    system, threads = sys.argv[1], int(sys.argv[2])
    cpus = sorted(os.sched_getaffinity(0))
    replies = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what libraries print must not get between the replies

    def reply(answer):
        replies.write(json.dumps(answer) + "\n")
        replies.flush()

    worker = None
    for line in sys.stdin:
        request = json.loads(line)
        action = request.pop("do")
        try:
            worker = worker or Worker(system, threads, cpus)
            reply(getattr(worker, action)(**request))
        except Exception as error:  # the driver names the row as absent and goes on
            traceback.print_exc()
            text = (str(error).strip().splitlines() or [""])[0]
            kind = "" if isinstance(error, (LookupError, AssertionError)) else type(error).__name__ + ": "
            reply({"error": (kind + text.strip("'"))[:200]})


if __name__ == "__main__":
    main()
