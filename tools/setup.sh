#!/usr/bin/env bash
# Installs what the project needs (Debian packages through apt, Python packages into .venv); a second run does nothing.
set -euo pipefail
cd "$(dirname "$0")/.."

packages=$(sed -e 's/#.*//' tools/debian-packages.txt | xargs)

missing=()
for package in $packages; do
  status=$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null || true)
  [ "$status" = installed ] || missing+=("$package")
done

if [ ${#missing[@]} -gt 0 ]; then
  if ! command -v apt-get >/dev/null; then
    echo "setup: apt-get is not here (Debian 12 is expected). Install by other means: ${missing[*]}" >&2
    exit 1
  fi
  as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
      echo "setup: not root and no sudo. Ask an administrator to run: apt-get install ${missing[*]}" >&2
      exit 1
    fi
    as_root=(sudo)
  fi
  echo "setup: installing Debian packages: ${missing[*]}"
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update -q
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}"
fi

# The stamp holds what it was made from, so that a changed requirement, interpreter or folder makes it anew.
wanted=$({ cat tools/requirements.txt; /usr/bin/python3 --version; pwd; } | sha256sum | cut -d' ' -f1)
stamp=.venv/setup-stamp
if [ ! -x .venv/bin/python ] || [ "$(cat "$stamp" 2>/dev/null)" != "$wanted" ]; then
  if [ ! -x .venv/bin/python ] || ! .venv/bin/python -c '' 2>/dev/null ||
     [ "$(cat .venv/made-in 2>/dev/null)" != "$(pwd)" ]; then
    echo "setup: making .venv"
    /usr/bin/python3 -m venv --clear .venv
    pwd > .venv/made-in
  fi
  echo "setup: installing Python packages into .venv"
  .venv/bin/python -m pip install --quiet --disable-pip-version-check -r tools/requirements.txt
  # The package is staged, links to its sources beside the built libraries, by the release build; .venv imports it there.
  site=$(.venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
  echo "$(pwd)/build/release/python" > "$site/theano.pth"
  echo "$wanted" > "$stamp"
fi
