"""Runs a lesson's two programs in short form and fails unless they print the same text and leave the same numbers."""

import pathlib
import shutil
import subprocess
import sys

import numpy


def run(command, folder):
    """Returns what the program prints; `folder` is empty at the start and holds its files afterwards."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    done = subprocess.run([*command, "--short"], cwd=folder, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{command[-1]} ended with status {done.returncode} after printing:\n{done.stdout}")
    return done.stdout


def differences(first, second):
    """Names what differs between the files of two folders: which there are, and the arrays of .npz files bit by bit."""
    names = sorted(path.name for path in first.iterdir())
    others = sorted(path.name for path in second.iterdir())
    if names != others:
        return [f"one leaves {names}, the other {others}"]
    found = []
    for name in names:
        if not name.endswith(".npz"):
            continue
        with numpy.load(first / name) as a, numpy.load(second / name) as b:
            if sorted(a.files) != sorted(b.files):
                found.append(f"{name} holds {sorted(a.files)} and {sorted(b.files)}")
                continue
            found += [f"{name}: {key}" for key in a.files if a[key].tobytes() != b[key].tobytes()]
    return found


def main(program, script, folder):
    """Runs the C++ program and the Python script; returns the exit status."""
    program, script = pathlib.Path(program).resolve(), pathlib.Path(script).resolve()
    for path in (program, script):
        if not path.exists():
            sys.exit(f"{path} is missing: every lesson is written in both languages")
    folder = pathlib.Path(folder)
    cpp = run([program], folder / "cpp")
    python = run([sys.executable, script], folder / "python")
    if cpp != python:
        print(f"C++ prints:\n{cpp}\nPython prints:\n{python}")
        return 1
    found = differences(folder / "cpp", folder / "python")
    print("\n".join(found) if found else cpp, end="")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
