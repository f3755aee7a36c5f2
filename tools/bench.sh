#!/usr/bin/env bash
# Runs every benchmark of a build folder: the C++ programs, then the Python scripts.
set -euo pipefail
cd "$(dirname "$0")/.."
build=$1
shopt -s nullglob
for program in "$build"/benchmarks/*; do
  [ -f "$program" ] && [ -x "$program" ] || continue
  echo "== $(basename "$program")"
  "$program"
done
for script in benchmarks/*.py; do
  echo "== $(basename "$script")"
  .venv/bin/python "$script"
done
