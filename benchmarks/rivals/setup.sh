#!/usr/bin/env bash
# Makes build/rivals, the venv of the rivals; what cannot be installed stays absent, and a second run does nothing. To try
# again: rm -rf build/rivals.
set -euo pipefail
cd "$(dirname "$0")/../.."
venv=build/rivals
here=benchmarks/rivals

wanted=$({ cat $here/*.txt $here/gpu_stand_ins.py; /usr/bin/python3 --version; pwd; echo "${RIVALS_TORCH:-yes}"; } | sha256sum | cut -d' ' -f1)
if [ -x $venv/bin/python ] && [ "$(cat $venv/setup-stamp 2>/dev/null)" = "$wanted" ]; then
  exit 0
fi
echo "rivals: making $venv"
/usr/bin/python3 -m venv --clear $venv
install() { $venv/bin/python -m pip install --quiet --disable-pip-version-check "$@"; }
if ! install -r $here/requirements.txt; then
  echo "rivals: not all at once; trying them one by one"
  grep -v '^#' $here/requirements.txt | while read -r package; do
    install "$package" || echo "rivals: $package cannot be installed"
  done
fi

# RIVALS_TORCH=no leaves PyTorch out: it is half a gigabyte to fetch.
if [ "${RIVALS_TORCH:-yes}" = yes ]; then
  if install --no-deps -r $here/torch.txt; then
    packages=$($venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
    stand_ins=$venv/gpu-stand-ins
    mkdir -p $stand_ins
    real=$(dirname "$(find "$packages/nvidia" -name 'libcudart.so.*' | head -1)")
    ln -sf "$real"/*.so* $stand_ins/
    $venv/bin/python $here/gpu_stand_ins.py "$packages/torch/lib" $stand_ins "$real"
  else
    echo "rivals: PyTorch cannot be installed"
  fi
fi
echo "$wanted" > $venv/setup-stamp
