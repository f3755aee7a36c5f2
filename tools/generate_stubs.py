"""Writes the type stubs of the Python package from the built extension; with --check it only compares.

Run it with the package importable: PYTHONPATH=build/release/python .venv/bin/python tools/generate_stubs.py
"""

import importlib
import pathlib
import re
import subprocess
import sys
import tempfile

TARGET = pathlib.Path(__file__).resolve().parent.parent / "python" / "theano"
TENSOR_CLASSES = ("TensorVariable", "TensorConstant", "TensorSharedVariable")
# Operators of which Python wants another result than a tensor, or none.
PLAIN_METHODS = {"__eq__", "__ne__", "__hash__", "__len__", "__bool__", "__nonzero__", "__iter__", "__init__"}
CAPTION = "# The types of {module}, written by tools/generate_stubs.py from the built extension.\n"


def raw_stubs():
    """Returns what nanobind's generator writes: file name -> text."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "nanobind.stubgen", "-q", "-r", "-P", "-m", "theano._core", "-O", folder]
        subprocess.run(command, check=True)
        return {path.name: path.read_text() for path in sorted(pathlib.Path(folder, "_core").iterdir())}


def error_classes(core):
    """Returns definitions of the exception classes, which nanobind takes for imports."""
    lines = ["class Error(Exception): ..."]
    for name, value in sorted(vars(core).items()):
        if isinstance(value, type) and issubclass(value, core.Error) and value is not core.Error:
            builtin = next(base for base in value.__mro__ if base.__module__ == "builtins")
            lines.append(f"class {name}(Error, builtins.{builtin.__name__}): ...")
    return "\n\n".join(lines)


def give_signatures(text):
    """Gives methods bound as (*args, **kwargs) the signature that opens their documentation."""

    def mend(match):
        parameters = match["parameters"].split(", ")[1:]
        return f"{match['indent']}def {match['name']}({', '.join(['self', *parameters])}) -> TensorVariable:{match['doc']}"

    method = re.compile(
        r"^(?P<indent> +)def (?P<name>\w+)\(\*args, \*\*kwargs\) -> object:"
        r'(?P<doc>\n +"""\n +\w+\((?P<parameters>.*)\)\n)',
        re.MULTILINE,
    )
    return method.sub(mend, text)


def give_results(text):
    """Says of operators, properties and constructors of tensors that they give tensors."""
    parts = re.split(r"^(?=class )", text, flags=re.MULTILINE)
    for i, part in enumerate(parts):
        if part.startswith(tuple(f"class {name}(" for name in TENSOR_CLASSES)):
            parts[i] = re.sub(
                r"def (\w+)\((.*)\) -> (object|Variable):",
                lambda m: m[0] if m[1] in PLAIN_METHODS or m[3] == "object" and not m[1].startswith("__")
                else f"def {m[1]}({m[2]}) -> TensorVariable:",
                part,
            )
    return re.sub(r"^(def \w+\(name: .*\)) -> Variable:", r"\1 -> TensorVariable:", "".join(parts), flags=re.MULTILINE)


def core_stub(text, core):
    """Mends the stub of the extension itself."""
    text = re.sub(r"^from theano import \(\n.*?^\)\n", "", text, count=1, flags=re.MULTILINE | re.DOTALL)
    imports, rest = text.split("\n\n\n", 1)
    text = f"import builtins\n{imports}\n\n{error_classes(core)}\n\n{rest}"
    return give_results(give_signatures(text))


def constructors_stub(module):
    """Lists the names of a module: those of the extension are imported, others get the type of their value."""
    sources = [importlib.import_module(name) for name in ("theano._core", "theano._core.api_tensor")]
    origins = {id(value): (source.__name__, name) for source in sources for name, value in vars(source).items()}
    imported, values = [], []
    for name, value in sorted(vars(module).items()):
        named = [source.__name__ for source in sources if name in vars(source)]
        if callable(value) and (named or id(value) in origins):
            source, original = (named[0], name) if named else origins[id(value)]
            imported.append(f"from {source} import {original} as {original}")
            if original != name:
                values.append(f"{name} = {original}")
        elif not name.startswith("_"):
            kind = "tuple[str, ...]" if isinstance(value, tuple) and isinstance(value[0], str) else "object"
            values.append(f"{name}: {kind}")
    return "\n".join([*imported, "", *values]) + "\n"


def make_stubs():
    """Returns all stubs: path below python/theano -> text."""
    core = importlib.import_module("theano._core")
    stubs = {}
    for name, text in raw_stubs().items():
        module = "theano._core" if name == "__init__.pyi" else "theano._core." + name.removesuffix(".pyi")
        if name == "__init__.pyi":
            text = core_stub(text, core)
        else:
            text = "from theano._core import TensorVariable as TensorVariable\n\n" + text
        stubs[f"_core/{name}"] = CAPTION.format(module=module) + text
    # The one module that fills its names by a loop, which type checkers do not follow.
    basic = importlib.import_module("theano.tensor.basic")
    stubs["tensor/basic.pyi"] = CAPTION.format(module=basic.__name__) + constructors_stub(basic)
    return stubs


def main(arguments):
    """Writes or compares; returns the exit status."""
    stale = []
    for name, text in make_stubs().items():
        path = TARGET / name
        if path.exists() and path.read_text() == text:
            continue
        stale.append(name)
        if "--check" not in arguments:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text)
    if stale:
        print(("stale: " if "--check" in arguments else "written: ") + ", ".join(stale))
    return 1 if stale and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
