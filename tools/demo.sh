#!/usr/bin/env bash
# The demonstration: the Fashion-MNIST lessons at full length, each first as a C++ program, then as the same in Python.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
build=$root/$1
mkdir -p output/cpp output/python
shopt -s nullglob
shown=0
for lesson in examples/cpp/[0-9]*fashion*.cpp; do
  name=$(basename "$lesson" .cpp)
  echo "== C++: $lesson"
  start=$SECONDS
  (cd output/cpp && "$build/examples/$name")
  echo "took $((SECONDS - start)) s"
  shown=$((shown + 1))
done
for lesson in examples/python/[0-9]*fashion*.py; do
  echo "== Python: $lesson"
  start=$SECONDS
  (cd output/python && "$root/.venv/bin/python" "$root/$lesson")
  echo "took $((SECONDS - start)) s"
  shown=$((shown + 1))
done
if [ "$shown" -eq 0 ]; then
  echo "demo: no Fashion-MNIST lesson found under examples/" >&2
  exit 1
fi
echo "The pictures and the parameters are in output/cpp and output/python."
