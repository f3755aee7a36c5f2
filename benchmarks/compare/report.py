"""The table of ratios as text, and everything measured as JSON."""
import collections
import datetime
import json
import os
import platform

from .driver import GOAL
from .systems import SYSTEMS


def duration(seconds):
    for unit, size in (("s", 1), ("ms", 1e-3), ("us", 1e-6)):
        if seconds >= size:
            return "%.3g %s" % (seconds / size, unit)
    return "%.3g ns" % (seconds / 1e-9)


def ratio_text(ratio):
    if ratio is None:
        return "-"
    return "%.0f" % ratio if ratio >= 100 else "%.2f" % ratio if ratio >= 0.1 else "%.3f" % ratio


class Table:
    """Prints a line as soon as its case is measured."""

    def __init__(self, systems):
        self.rivals = [s for s in systems if SYSTEMS[s].is_rival]
        self.group = None

    def header(self):
        titles = [SYSTEMS[s].title for s in self.rivals]
        self.widths = [max(7, len(t) + 1) for t in titles]
        print("\n%-44s %3s %9s " % (self.group, "thr", "ours") +
              "".join(t.rjust(w) for t, w in zip(titles, self.widths)) + "   best rival")

    def add(self, result):
        if result.group != self.group:
            self.group = result.group
            self.header()
        ours = result.seconds.get("ours")
        line = "%-44s %3d %9s " % ((result.row + " " + result.case)[:44], result.threads, duration(ours) if ours else "absent")
        if ours:
            line += "".join(ratio_text(result.ratio(s)).rjust(w) for s, w in zip(self.rivals, self.widths))
            best = result.best_rival()
            if best:
                line += "   %s %s" % (ratio_text(result.ratio(best)), SYSTEMS[best].title)
            if result.goal_s:
                line += "   goal " + duration(result.goal_s)
            line += "".join("  < " + mark for mark in result.misses())
        print(line, flush=True)


def print_summary(results, versions, absent):
    print("\nA number is the rival's time by ours: above 1 we are faster. '<' names a mark that is missed: %.1f of the best\n"
          "rival, or the row's own." % GOAL)
    for name, version in versions.items():
        print("  %-14s %s" % (SYSTEMS[name].title, version))
    for name, reason in absent.items():
        print("  %-14s absent: %s" % (SYSTEMS[name].title, reason))
    reasons = collections.defaultdict(list)
    for r in results:
        for name, reason in r.absent.items():
            reasons[name, reason].append(r)
    for (name, reason), rows in reasons.items():
        where = sorted({r.row for r in rows})
        where = ", ".join(where[:3]) + (" and %d more rows" % (len(where) - 3) if len(where) > 3 else "")
        print("  %-14s absent in %s: %s" % (SYSTEMS[name].title, where, reason))
    bandwidth(results)
    measured = [r for r in results if "ours" in r.seconds and (r.best_rival() or r.goal_s)]
    if measured:
        print("%d of %d lines reach their marks." % (sum(not r.misses() for r in measured), len(measured)))


def bandwidth(results):
    """c = a*b + c against the triad of the same run: both move four words an element, the line filled before it is written
    included."""
    times = {(r.row, r.case, r.threads): r.seconds for r in results}
    for (row, case, threads), seconds in times.items():
        triad = times.get(("STREAM triad", case, threads), {}).get("cpp")
        if row == "c = a*b + c" and triad and "ours" in seconds:
            moved = 4 * 4 * float(case.split()[0])
            print("c = a*b + c, %s, %d threads: %.1f GB/s, %.2f of STREAM triad (%.1f GB/s)" %
                  (case, threads, moved / seconds["ours"] / 1e9, triad / seconds["ours"], moved / triad / 1e9))


def processor():
    try:
        with open("/proc/cpuinfo") as file:
            return next(line.split(":")[1].strip() for line in file if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor()


def write_json(path, results, versions, absent, plan):
    """Seconds of every system in every case; written anew after each, so that a run cut short leaves what it has."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".tmp")
    fresh.write_text(json.dumps({
        "date": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"),
        "processor": processor(), "cores": os.cpu_count(), "load": os.getloadavg()[0],
        "repetitions": plan.repetitions, "sample_s": plan.sample_s, "versions": versions, "absent": absent,
        "results": [{"group": r.group, "row": r.row, "case": r.case, "threads": r.threads, "seconds": r.seconds,
                     "best_rival": r.best_rival(), "ratio": r.ratio(r.best_rival()) if r.best_rival() else None,
                     "missed": r.misses(), "prepare_s": r.prepare_s, "absent": r.absent} for r in results]}, indent=1))
    fresh.replace(path)
