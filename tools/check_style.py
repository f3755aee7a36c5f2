"""Checks house rules a compiler does not see: a caption in every file, file names that say something, READMEs."""

import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
# Spelled in two parts, so that this file passes its own check.
LEFTOVERS = re.compile(r"\b(" + "TO" + "DO|FIX" + "ME|XX" + r"X)\b")
EMPTY_NAMES = {"basic", "util", "utils", "helper", "helpers", "common", "misc", "opt"}
COMMENT_MARKS = {
    ".h": "//", ".cpp": "//", ".cmake": "#", ".in": "#", ".sh": "#", ".yaml": "#", ".yml": "#", ".toml": "#",
    ".py": '"""', ".pyi": '"""',
}
MARKS_BY_NAME = {"CMakeLists.txt": "#", "Makefile": "#", ".clang-format": "#", ".clang-tidy": "#", ".gitignore": "#"}
LONGEST_FILE = 600
# The old module tree of the package has names and nested folders that we keep for its users.
KEPT_NAMES = "python/theano/"
README_FOLDERS = ["theano", "python", "tests", "tools", "cmake", "examples", "benchmarks", "docs"]


def list_files(root):
    """Returns the files of the project, as git sees them, relative to the root."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    if listed.returncode != 0:
        skipped = {".git", ".venv", "build"}
        paths = [path for path in root.rglob("*") if path.is_file()]
        names = [path.relative_to(root) for path in paths]
        return [name for name in names if not skipped & set(name.parts) and "__pycache__" not in name.parts]
    return [pathlib.PurePosixPath(line) for line in listed.stdout.splitlines() if (root / line).is_file()]


def check_caption(path, lines, errors):
    """The first line after a #! line must be a comment that says something."""
    mark = MARKS_BY_NAME.get(path.name, COMMENT_MARKS.get(path.suffix))
    if mark is None or not any(line.strip() for line in lines):
        return
    first = lines[1] if lines[0].startswith("#!") and len(lines) > 1 else lines[0]
    shortest = 1 if str(path).startswith(KEPT_NAMES) else 2
    marks = (mark, 'r"""', "#") if mark == '"""' else (mark,)
    if not first.startswith(marks) or len(re.findall(r"\w+", first)) < shortest:
        errors.append(f"{path}:1: open the file with a comment of one sentence that says what it is")


def check_file(root, path, errors):
    """Checks one text file."""
    try:
        text = (root / path).read_text()
    except UnicodeDecodeError:
        return
    lines = text.splitlines()
    check_caption(path, lines, errors)
    for number, line in enumerate(lines, 1):
        found = LEFTOVERS.search(line)
        if found:
            errors.append(f"{path}:{number}: {found.group()} is left over")
    if path.suffix in (".h", ".cpp") and len(lines) > LONGEST_FILE:
        errors.append(f"{path}: {len(lines)} lines; cut it (files want some 400)")


def check_names(path, errors):
    """Neither a file nor a folder may have a name that says nothing."""
    if str(path).startswith(KEPT_NAMES):
        return
    for part in (*path.parts[:-1], path.name.split(".")[0]):
        if part.lower() in EMPTY_NAMES:
            errors.append(f"{path}: '{part}' says nothing about what is in it")


def check_readmes(root, files, errors):
    """Each folder of theano/, and each top folder, has a README.md."""
    folders = set()
    for path in files:
        top = path.parts[0]
        if len(path.parts) > 1 and top in README_FOLDERS:
            folders.add(pathlib.PurePosixPath(top))
        if top == "theano" and len(path.parts) > 2:
            folders.add(path.parent)
    for folder in sorted(folders):
        if not (root / folder / "README.md").exists():
            errors.append(f"{folder}/: README.md is missing")


def main(root=ROOT):
    """Checks all files below `root`; returns the exit status."""
    files = list_files(root)
    errors = []
    for path in files:
        check_file(root, path, errors)
        check_names(path, errors)
    check_readmes(root, files, errors)
    if not files:
        errors.append("found no files to check")
    for error in errors:
        print(error)
    print(f"style: {len(files)} files, {len(errors)} errors")
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
