"""Runs rows: every system prepares and is checked, then all take turns, and the least time of each is kept."""
import concurrent.futures
import dataclasses
import os
import pathlib
import sys
import tempfile

import numpy as np

from .client import HERE, Absent, Client
from .row import Timed
from .systems import SYSTEMS

GOAL = 0.9  # of the best rival


@dataclasses.dataclass
class Result:
    """The times of one case on so many threads."""

    group: str
    row: str
    case: str
    threads: int
    seconds: dict
    absent: dict
    prepare_s: dict = dataclasses.field(default_factory=dict)
    goal_s: float = 0.0  # 0: none
    times_numpy: float = 0.0

    def rivals(self):
        return {s: t for s, t in self.seconds.items() if SYSTEMS[s].is_rival}

    def best_rival(self):
        rivals = self.rivals()
        return min(rivals, key=rivals.get) if rivals else None

    def misses(self):
        """The marks that we do not reach."""
        ours = self.seconds.get("ours")
        if ours is None:
            return ["absent"]
        if self.goal_s:
            return ["its goal"] if ours > self.goal_s else []
        best = self.best_rival()
        missed = ["best rival"] if best and self.ratio(best) < GOAL else []
        if "numpy" in self.seconds and self.ratio("numpy") < self.times_numpy:
            missed.append("%gx NumPy" % self.times_numpy)
        return missed

    def ratio(self, rival):
        """How many times faster we are."""
        if "ours" not in self.seconds or rival not in self.seconds:
            return None
        return self.seconds[rival] / self.seconds["ours"]


@dataclasses.dataclass
class Plan:
    """What to run, and how."""

    build: pathlib.Path
    folder: pathlib.Path
    systems: list
    threads: list
    repetitions: int
    sample_s: float
    limit_s: float


class Driver:
    def __init__(self, plan):
        self.plan = plan
        plan.folder.mkdir(parents=True, exist_ok=True)
        rivals = HERE.parent / "build" / "rivals"
        self.clients, self.versions, self.absent = {}, {}, {}
        self.over_limit = set()
        for name in plan.systems:
            for threads in plan.threads:
                self.clients[name, threads] = self.client(SYSTEMS[name], threads, rivals)

    def client(self, system, threads, rivals):
        folder = self.plan.folder
        if not system.is_rival or (system.module in ("with_numpy", "with_cpp") and not (rivals / "bin/python").exists()):
            return Client(system, threads, sys.executable, folder, self.plan.build, [self.plan.build / "python"])
        libraries = rivals / "gpu-stand-ins"
        return Client(system, threads, str(rivals / "bin/python"), folder, self.plan.build,
                      libraries=str(libraries) if system.module == "with_torch" and libraries.exists() else "")

    def say_hello(self):
        """Starts all workers; returns the versions of those present."""
        for (name, threads), client in list(self.clients.items()):
            try:
                self.versions[name] = client.ask("hello")["version"]
            except Absent as reason:
                self.absent[name] = str(reason)
                client.stop()
                del self.clients[name, threads]
        return self.versions

    def run(self, row, label, threads):
        """Measures one case; systems that cannot do it are named with the reason."""
        result = Result(row.group, row.name, label, threads, {}, {}, goal_s=row.goal_s.get(label, 0.0),
                        times_numpy=row.times_numpy)
        clients = {name: c for (name, t), c in self.clients.items() if t == threads}
        with tempfile.TemporaryDirectory(dir="/dev/shm" if os.path.isdir("/dev/shm") else None) as folder:
            file = os.path.join(folder, "reference.npz")
            if not isinstance(row, Timed):
                np.savez(file, *row.reference(row.inputs(label)))

            def prepare(name):
                if (name, row.name) in self.over_limit:
                    raise Absent("a smaller case took too long")
                return clients[name].ask("prepare", self.plan.limit_s, row=row.name, label=label, reference=file)

            with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
                waiting = {name: pool.submit(prepare, name) for name in clients}
            for name, answer in waiting.items():
                try:
                    result.prepare_s[name] = answer.result().get("prepare_s")
                except Absent as reason:
                    self.leave_out(result, clients, name, reason)
        self.take_turns(row, clients, result)
        for client in clients.values():
            try:
                client.ask("drop")
            except Absent:
                client.stop()
        return result

    def leave_out(self, result, clients, name, reason):
        result.absent[name] = str(reason)
        result.seconds.pop(name, None)
        del clients[name]
        if "took more than" in str(reason):
            self.over_limit.add((name, result.row))

    def take_turns(self, row, clients, result):
        values = {}
        is_timed = isinstance(row, Timed)
        for _ in range(min(3, self.plan.repetitions) if is_timed else self.plan.repetitions):
            for name, client in list(clients.items()):
                if (name, row.name) in self.over_limit:
                    continue
                try:
                    answer = client.ask("sample", row.limit_s if is_timed else self.plan.limit_s, budget_s=self.plan.sample_s)
                except Absent as reason:
                    self.leave_out(result, clients, name, reason)
                    continue
                result.seconds[name] = min(answer["seconds"], result.seconds.get(name, float("inf")))
                if answer.get("value") is not None:
                    values[name] = answer["value"]
                if is_timed and answer["seconds"] > row.limit_s / 4:
                    self.over_limit.add((name, row.name))
        self.compare_values(clients, result, values)

    def compare_values(self, clients, result, values):
        """Rows that time themselves return a number each; who differs from the median is left out."""
        if not values:
            return
        median = float(np.median(list(values.values())))
        for name, value in values.items():
            if not abs(value - median) <= 1e-4 * max(1.0, abs(median)):
                self.leave_out(result, clients, name, f"its value {value:g} differs from the others' {median:g}")

    def stop(self):
        for client in self.clients.values():
            client.stop()


def fresh_folder(path):
    """Empties the folder of the logs of a former run, but keeps what was compiled."""
    for log in path.glob("*.log"):
        log.unlink()
    path.mkdir(parents=True, exist_ok=True)
    return path
