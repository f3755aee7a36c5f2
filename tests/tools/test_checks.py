"""The checks of the sources and the counting of tests must themselves be able to fail."""

import importlib.util
import pathlib
import xml.etree.ElementTree as ElementTree

import pytest

TOOLS = pathlib.Path(__file__).resolve().parents[2] / "tools"


def load(name):
    spec = importlib.util.spec_from_file_location(name, TOOLS / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def write(root, files):
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def run(module, root, capsys):
    status = module.main(root)
    return status, capsys.readouterr().out


HOUSE = {
    "tools/layers.txt": "base:\narray: base\ncodegen: base array\n",
    "theano/base/error.h": "// Errors.\n",
    "theano/array/array.h": '// Arrays.\n#include "theano/base/error.h"\n#include <vector>\n',
}


def test_layers_accept_a_clean_house(tmp_path, capsys):
    write(tmp_path, HOUSE)
    status, text = run(load("check_layers"), tmp_path, capsys)
    assert (status, text) == (0, "layers: 2 files, 0 errors\n")


@pytest.mark.parametrize(
    "name, line, complaint",
    [
        ("theano/base/up.cpp", '#include "theano/array/array.h"', "base may include no other room"),
        ("theano/array/jit.cpp", "#include <llvm/IR/Module.h>", "only codegen/llvm_* may include llvm/IR/Module.h"),
        ("theano/codegen/jit.cpp", "#include <llvm/IR/Module.h>", "only codegen/llvm_* may include llvm/IR/Module.h"),
        ("python/bindings/jit.cpp", "#include <llvm/IR/Module.h>", "only codegen/llvm_* may include llvm/IR/Module.h"),
        ("theano/array/snake.cpp", "#include <Python.h>", "no room below python/bindings may include Python.h"),
        ("theano/array/near.cpp", '#include "array.h"', 'write "array.h" as "theano/<room>/..."'),
        ("theano/array/gone.cpp", '#include "theano/array/gone.h"', "there is no theano/array/gone.h"),
        ("theano/attic/box.cpp", "", "the room attic is not in tools/layers.txt"),
        ("theano/base/error.h", '#include "theano/base/error.h"', "circle of includes"),
    ],
)
def test_layers_refuse(tmp_path, capsys, name, line, complaint):
    write(tmp_path, HOUSE | {name: f"// A file.\n{line}\n"})
    status, text = run(load("check_layers"), tmp_path, capsys)
    assert status == 1
    assert complaint in text


def test_layers_accept_llvm_in_its_place(tmp_path, capsys):
    write(tmp_path, HOUSE | {"theano/codegen/llvm_emit.cpp": "// A file.\n#include <llvm/IR/Module.h>\n"})
    assert run(load("check_layers"), tmp_path, capsys)[0] == 0


def test_layers_refuse_a_table_that_points_upward(tmp_path):
    write(tmp_path, HOUSE | {"tools/layers.txt": "base: array\narray: base\n"})
    with pytest.raises(SystemExit, match="base may not include rooms listed later"):
        load("check_layers").main(tmp_path)


def test_layers_find_a_long_circle(tmp_path, capsys):
    write(tmp_path, HOUSE)
    for number in range(3000):
        following = (number + 1) % 3000
        write(tmp_path, {f"theano/base/f{number}.h": f'// A file.\n#include "theano/base/f{following}.h"\n'})
    status, text = run(load("check_layers"), tmp_path, capsys)
    assert status == 1
    assert "circle of includes" in text


TIDY = {
    "theano/README.md": "# theano\n",
    "theano/base/README.md": "# base\n",
    "theano/base/error.h": "// What an error is.\n",
}


def test_style_accepts_a_tidy_house(tmp_path, capsys):
    write(tmp_path, TIDY)
    assert run(load("check_style"), tmp_path, capsys) == (0, "style: 3 files, 0 errors\n")


@pytest.mark.parametrize(
    "name, text, complaint",
    [
        ("theano/base/a.cpp", "int a;\n", "open the file with a comment"),
        ("theano/base/a.cpp", "// a\n", "open the file with a comment"),
        ("tools_of_mine/a.py", "import os\n", "open the file with a comment"),
        ("theano/base/a.cpp", "// What it is.\n// TO" + "DO finish\n", "is left over"),
        ("theano/base/utils.h", "// What it is.\n", "'utils' says nothing"),
        ("theano/misc/a.h", "// What it is.\n", "'misc' says nothing"),
        ("theano/array/a.h", "// What it is.\n", "theano/array/: README.md is missing"),
        ("theano/base/a.cpp", "// What it is.\n" + "\n" * 700, "701 lines"),
    ],
)
def test_style_refuses(tmp_path, capsys, name, text, complaint):
    write(tmp_path, TIDY | {name: text})
    status, said = run(load("check_style"), tmp_path, capsys)
    assert status == 1
    assert complaint in said


CASES = """<testsuites><testsuite>
<testcase classname="A" name="good" status="run" result="completed"/>
<testcase classname="A" name="bad" status="run" result="completed"><failure message="no"/></testcase>
<testcase classname="A" name="left" status="run" result="skipped"><skipped/></testcase>
<testcase classname="A" name="off" status="notrun" result="suppressed"/>
</testsuite></testsuites>"""


def count(tmp_path, name, status, cases=None):
    module = load("run_tests")
    if cases is not None:
        (tmp_path / f"{name}.xml").write_text(cases)
    tally = module.Tally()
    module.add_test(tally, ElementTree.Element("testcase", name=name, status=status, time="1"), tmp_path)
    return tally.passed, len(tally.failures), tally.skipped


def test_cases_are_counted(tmp_path):
    assert count(tmp_path, "test_a", "fail", CASES) == (1, 1, 1)


def test_a_check_without_cases_counts_once(tmp_path):
    assert count(tmp_path, "check_x", "run") == (1, 0, 0)
    assert count(tmp_path, "check_x", "fail") == (0, 1, 0)


def test_a_crash_is_a_failure(tmp_path):
    assert count(tmp_path, "test_crash", "fail") == (0, 1, 0)
    assert count(tmp_path, "test_half", "fail", "<testsuites><testsu") == (0, 1, 0)


def test_a_program_without_cases_is_a_failure(tmp_path):
    assert count(tmp_path, "test_none", "run", "<testsuites/>") == (0, 1, 0)


def test_an_error_after_the_last_case_is_a_failure(tmp_path):
    good = '<testsuites><testcase classname="A" name="good" status="run" result="completed"/></testsuites>'
    assert count(tmp_path, "test_leak", "fail", good) == (1, 1, 0)


def test_staging_follows_the_sources(tmp_path):
    stage = load("stage_package").stage
    source, target = tmp_path / "source", tmp_path / "target"
    write(source, {"__init__.py": "", "tensor/__init__.py": "", "tensor/nnet.py": ""})
    write(target, {"_core.so": "built"})
    stage(str(source), str(target))
    assert (target / "tensor/nnet.py").is_symlink()
    (source / "tensor/nnet.py").unlink()
    (source / "tensor/__init__.py").unlink()
    stage(str(source), str(target))
    assert sorted(path.name for path in target.iterdir()) == ["__init__.py", "_core.so"]
