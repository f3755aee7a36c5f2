"""Checks that no include points upward: rooms include what tools/layers.txt allows, and no headers form a circle."""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
PYTHON_HEADERS = re.compile(r"^(Python\.h|nanobind/|numpy/|pybind11/)")
LLVM_HEADERS = re.compile(r"^llvm(-c)?/|^clang(-c)?/")


def read_table(path):
    """Returns {room: allowed rooms} in the order of the file; a room may only name rooms above its line."""
    table = {}
    for number, line in enumerate(path.read_text().splitlines(), 1):
        line = line.split("#")[0].strip()
        if not line:
            continue
        room, _, rest = line.partition(":")
        allowed = rest.split()
        unknown = [name for name in allowed if name not in table]
        if unknown:
            raise SystemExit(f"{path.name}:{number}: {room} may not include rooms listed later or nowhere: {unknown}")
        table[room.strip()] = set(allowed)
    return table


def read_includes(path):
    """Yields (line number, bracket, header) of each include of a file."""
    for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1):
        found = INCLUDE.match(line)
        if found:
            yield number, found.group(1), found.group(2)


def room_of(relative):
    """Returns the room of a path below the root such as theano/graph/type.h, or None for theano/theano.h."""
    parts = relative.parts
    return parts[1] if len(parts) > 2 else None


def check_room_file(root, relative, table, errors):
    """Checks the includes of one file of theano/ and returns the headers of theano/ that it includes."""
    room = room_of(relative)
    edges = []
    if room is not None and room not in table:
        errors.append(f"{relative}: the room {room} is not in tools/layers.txt")
        return edges
    for number, bracket, header in read_includes(root / relative):
        where = f"{relative}:{number}"
        if LLVM_HEADERS.match(header):
            if room != "codegen" or not relative.name.startswith("llvm_"):
                errors.append(f"{where}: only codegen/llvm_* may include {header}")
        elif PYTHON_HEADERS.match(header):
            errors.append(f"{where}: no room below python/bindings may include {header}")
        elif header.startswith("theano/"):
            target = pathlib.PurePosixPath(header)
            if not (root / header).exists():
                errors.append(f"{where}: there is no {header}")
                continue
            edges.append(target)
            seen = room_of(target)
            if room is not None and seen != room and seen not in table[room]:
                allowed = " ".join(sorted(table[room])) or "no other room"
                errors.append(f"{where}: {room} may include {allowed}, not {header}")
        elif bracket == '"':
            errors.append(f'{where}: write "{header}" as "theano/<room>/..."')
    return edges


def find_circles(edges, errors):
    """Reports each circle of includes among the files of `edges` ({file: included files})."""
    done = set()
    for start in sorted(edges):
        path, on_path = [], set()
        stack = [(start, None)]
        while stack:
            node, leave = stack.pop()
            if leave:
                path.pop()
                on_path.discard(node)
                done.add(node)
                continue
            if node in on_path:
                circle = path[path.index(node):] + [node]
                errors.append("circle of includes: " + " -> ".join(str(name) for name in circle))
                continue
            if node in done:
                continue
            path.append(node)
            on_path.add(node)
            stack.append((node, True))
            stack += [(target, None) for target in edges.get(node, [])]


def check_bindings(root, errors):
    """Checks the includes of the Python extension, which may see every room but not LLVM."""
    for path in sorted((root / "python").rglob("*.*")):
        if path.suffix not in (".h", ".cpp"):
            continue
        for number, _, header in read_includes(path):
            where = f"{path.relative_to(root)}:{number}"
            if LLVM_HEADERS.match(header):
                errors.append(f"{where}: only codegen/llvm_* may include {header}")
            if header.startswith("theano/") and not (root / header).exists():
                errors.append(f"{where}: there is no {header}")


def main(root=ROOT):
    """Checks theano/ and python/bindings/ below `root`; returns the exit status."""
    table = read_table(root / "tools" / "layers.txt")
    errors, edges = [], {}
    for path in sorted((root / "theano").rglob("*")):
        if path.suffix in (".h", ".cpp"):
            relative = pathlib.PurePosixPath(path.relative_to(root))
            edges[relative] = check_room_file(root, relative, table, errors)
    find_circles(edges, errors)
    check_bindings(root, errors)
    if not edges:
        errors.append("found no files to check")
    for error in errors:
        print(error)
    print(f"layers: {len(edges)} files, {len(errors)} errors")
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
