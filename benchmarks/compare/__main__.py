"""The command of `make bench`: python -m compare --build FOLDER [--rows WORDS] [--quick] ..."""
import argparse
import pathlib
import sys

from .client import HERE
from .driver import Driver, Plan, fresh_folder
from .report import Table, print_summary, write_json
from .row import Timed, load_rows
from .systems import SYSTEMS


def arguments():
    parser = argparse.ArgumentParser(prog="compare", description="Measures theano and its rivals in one run.")
    parser.add_argument("--build", type=pathlib.Path, default=HERE.parent / "build/release", help="where the package was built")
    parser.add_argument("--rows", default="", help="words, commas between: only cases with one of them in 'group/row case'")
    parser.add_argument("--systems", default="", help="only these, of: " + ", ".join(SYSTEMS))
    parser.add_argument("--threads", default="1,2")
    parser.add_argument("--quick", action="store_true", help="the chosen cases of each row, fewer and shorter repetitions")
    parser.add_argument("--repetitions", type=int, help="how often each takes its turn (7; quick: 3)")
    parser.add_argument("--sample", type=float, help="least seconds of a turn (0.03; quick: 0.01)")
    parser.add_argument("--limit", type=float, default=150, help="seconds after which preparing is given up")
    parser.add_argument("--output", type=pathlib.Path, default=HERE.parent / "output/bench.json")
    parser.add_argument("--list", action="store_true", help="name the cases, measure nothing")
    return parser.parse_args()


def chosen_cases(options):
    words = [w.strip().lower() for w in options.rows.split(",") if w.strip()]
    for row in load_rows().values():
        for label in row.cases:
            name = f"{row.group}/{row.name} {label}"
            if options.quick and label not in row.quick_labels():
                continue
            if not words or any(w in name.lower() for w in words):
                yield row, label, name


def main():
    options = arguments()
    cases = list(chosen_cases(options))
    if options.list or not cases:
        print("\n".join(name for _, _, name in cases) or "no case has these words; --list names them all")
        return 0 if cases else 1
    systems = options.systems.split(",") if options.systems else list(SYSTEMS)
    plan = Plan(build=options.build.resolve(), folder=fresh_folder(HERE.parent / "build/bench"), systems=systems,
                threads=[int(t) for t in options.threads.split(",")],
                repetitions=options.repetitions or (3 if options.quick else 7),
                sample_s=options.sample or (0.01 if options.quick else 0.03), limit_s=options.limit)
    driver, table, results = Driver(plan), Table(systems), []
    try:
        driver.say_hello()
        for row, label, _ in cases:
            for threads in plan.threads:
                if isinstance(row, Timed) and not row.by_threads and threads != plan.threads[-1]:
                    continue
                results.append(driver.run(row, label, threads))
                table.add(results[-1])
                write_json(options.output, results, driver.versions, driver.absent, plan)
    finally:
        driver.stop()
    print_summary(results, driver.versions, driver.absent)
    print("All of it: " + str(options.output))
    failed = [r for r in results if "ours" not in r.seconds and "ours" in systems]
    for r in failed:
        print(f"ours failed: {r.row} {r.case}, {r.threads} threads: {r.absent.get('ours', driver.absent.get('ours'))}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
