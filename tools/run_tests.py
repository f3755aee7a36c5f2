"""Runs every test of a build folder and prints, as the last line, how many single cases passed, failed, were skipped."""

import os
import pathlib
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree


class Tally:
    """Counts of cases and the names of those that failed."""

    def __init__(self):
        self.passed = 0
        self.skipped = 0
        self.failures = []
        self.lines = []

    def add(self, test, seconds, passed, skipped, failures):
        """Adds the cases of one test program; `failures` are their names."""
        self.passed += passed
        self.skipped += skipped
        self.failures += [f"{test}: {name}" for name in failures]
        self.lines.append(
            f"  {test:<36} {passed:>6} passed {len(failures):>4} failed {skipped:>4} skipped {seconds:>8.1f} s"
        )


def read_cases(path):
    """Returns (passed, skipped, names of failures) of a JUnit file that GoogleTest or pytest wrote."""
    passed, skipped, failures = 0, 0, []
    for case in ElementTree.parse(path).getroot().iter("testcase"):
        if case.get("status") == "notrun":
            continue  # a GoogleTest case that is disabled or filtered out
        if case.find("failure") is not None or case.find("error") is not None:
            failures.append(f"{case.get('classname')}.{case.get('name')}")
        elif case.find("skipped") is not None or case.get("result") == "skipped":
            skipped += 1
        else:
            passed += 1
    return passed, skipped, failures


def add_test(tally, case, results):
    """Counts one CTest test: by its cases where it left a file of them, else as one."""
    name = case.get("name")
    status = case.get("status")
    seconds = float(case.get("time", 0))
    ok = status == "run"
    cases = results / f"{name}.xml"
    if cases.exists():
        try:
            passed, skipped, failures = read_cases(cases)
        except ElementTree.ParseError:
            passed, skipped, failures = 0, 0, ["(left an unreadable list of cases)"]
        if not ok and not failures:
            failures = ["(ended with an error outside its cases)"]
        if ok and passed + skipped == 0:
            failures = ["(holds no cases)"]
        tally.add(name, seconds, passed, skipped, failures)
    elif status in ("disabled", "notrun"):
        tally.add(name, seconds, 0, 0, ["(could not be run)"])
    else:
        crashed = name.startswith("test_")
        why = "(ended before it could list its cases)" if crashed else "(see above)"
        tally.add(name, seconds, 1 if ok else 0, 0, [] if ok else [why])


def main(build):
    """Runs CTest in `build` and counts; returns the exit status."""
    build = pathlib.Path(build).resolve()
    results = build / "results"
    shutil.rmtree(results, ignore_errors=True)
    results.mkdir(parents=True)
    junit = results / "ctest.junit"
    jobs = str(os.cpu_count() or 2)
    command = ["ctest", "--test-dir", str(build), "-j", jobs, "--output-on-failure", "--output-junit", str(junit)]
    status = subprocess.run(command, check=False).returncode

    tally = Tally()
    if junit.exists():
        for case in ElementTree.parse(junit).getroot().iter("testcase"):
            add_test(tally, case, results)

    print("\nTests by program:")
    for line in sorted(tally.lines):
        print(line)
    if tally.failures:
        print("\nFailed:")
        for failure in tally.failures:
            print(f"  {failure}")
    failed = len(tally.failures)
    if status != 0 and failed == 0:
        print("\nctest ended with an error of its own.")
        failed = 1
    print(f"{tally.passed} passed, {failed} failed, {tally.skipped} skipped", flush=True)
    return 1 if failed or tally.passed == 0 else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
