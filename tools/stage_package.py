"""Fills a folder with links to the files of the Python package, beside the libraries that the build puts there."""

import os
import sys

KEPT_SUFFIXES = (".py", ".pyi", ".typed", ".json", ".txt")


def stage(source: str, target: str) -> None:
    """Makes `target` mirror `source` by symbolic links and removes links whose file is gone."""
    wanted = {}
    for folder, subfolders, names in os.walk(source):
        subfolders[:] = [name for name in subfolders if name != "__pycache__"]
        for name in names:
            if name.endswith(KEPT_SUFFIXES):
                path = os.path.join(folder, name)
                wanted[os.path.join(target, os.path.relpath(path, source))] = os.path.abspath(path)

    for folder, _, names in os.walk(target, topdown=False):
        for name in names:
            path = os.path.join(folder, name)
            if os.path.islink(path) and path not in wanted and not os.path.exists(path):
                os.unlink(path)
        if folder != target and not os.listdir(folder):
            os.rmdir(folder)

    for link, path in wanted.items():
        if os.path.islink(link) and os.readlink(link) == path:
            continue
        os.makedirs(os.path.dirname(link), exist_ok=True)
        if os.path.lexists(link):
            os.unlink(link)
        os.symlink(path, link)


if __name__ == "__main__":
    stage(sys.argv[1], sys.argv[2])
