"""Writes empty stand-ins for the GPU libraries that PyTorch's wheel is linked with and its CPU part never calls.

The wheel for Linux asks the loader for gigabytes of GPU libraries before it can be imported on a machine without a GPU.
Each library that is absent becomes a small shared object of the same name that has the symbols which PyTorch's
libraries look for, under the same symbol versions. Used as: python gpu_stand_ins.py FOLDER_OF_LIBRARIES OUTPUT_FOLDER PRESENT...
"""
import collections
import pathlib
import re
import subprocess
import sys

SYSTEM = re.compile(r"lib(c|m|dl|rt|pthread|stdc\+\+|gcc_s|gomp|gfortran|quadmath|z|cuda)\.so|ld-linux")
GPU_SYMBOL = re.compile(r"^_?_?(cu|nv|nccl)[A-Za-z_]*")


def readelf(option, library):
    return subprocess.run(["readelf", "-W", option, library], capture_output=True, text=True, check=True).stdout


def wanted_symbols(libraries):
    """Returns {library: {version: symbols}} of what is looked for in others, and the GPU symbols without a version."""
    wanted, unversioned = collections.defaultdict(lambda: collections.defaultdict(set)), set()
    for library in libraries:
        home = {}
        for line in readelf("-V", library).splitlines():
            if file := re.search(r"File: (\S+)\s+Cnt", line):
                needed = file[1]
            elif name := re.search(r"Name: (\S+)\s+Flags", line):
                home.setdefault(name[1], needed if ".so" in needed else None)
        for line in readelf("-d", library).splitlines():
            if needed := re.search(r"\(NEEDED\).*\[(.*)\]", line):
                wanted[needed[1]]
        for line in readelf("--dyn-syms", library).splitlines():
            symbol = re.search(r" UND (\w+)(?:@+(\S+))?", line)
            if symbol and symbol[2] and home.get(symbol[2]):
                wanted[home[symbol[2]]][symbol[2]].add(symbol[1])
            elif symbol and not symbol[2] and GPU_SYMBOL.match(symbol[1]):
                unversioned.add(symbol[1])
    return wanted, unversioned


def write(name, versions, unversioned, folder):
    """Compiles one stand-in."""
    symbols = sorted(set().union(unversioned, *versions.values()))
    script = folder / (name + ".map")
    script.write_text("".join("%s { global: %s };\n" % (version, " ".join(s + ";" for s in sorted(found)))
                              for version, found in versions.items()))
    source = "".join("char %s[64];\n" % symbol for symbol in symbols)
    command = ["gcc", "-shared", "-fno-builtin", "-w", "-x", "c", "-Wl,-soname," + name, "-o", str(folder / name), "-"]
    if versions:
        command.insert(1, "-Wl,--version-script=" + str(script))
    subprocess.run(command, input=source, text=True, check=True)
    script.unlink()


def main(source, output, *present):
    folder = pathlib.Path(output)
    folder.mkdir(parents=True, exist_ok=True)
    libraries = sorted(pathlib.Path(source).glob("*.so*"))
    wanted, unversioned = wanted_symbols(libraries)
    own = {library.name for library in libraries} | {f.name for place in present for f in pathlib.Path(place).glob("*.so*")}
    absent = [name for name in wanted if name not in own and not SYSTEM.match(name)]
    for number, name in enumerate(absent):
        write(name, wanted[name], unversioned if number == 0 else (), folder)
    print("stand-ins:", " ".join(sorted(absent)))


if __name__ == "__main__":
    main(*sys.argv[1:])
