"""The type stubs in the repository are those of the extension that is tested."""
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]


def test_stubs_are_up_to_date():
    command = [sys.executable, str(ROOT / "tools" / "generate_stubs.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr + "\nRun tools/generate_stubs.py and commit what it writes."


def test_stubs_know_the_functions_and_their_parameters():
    text = (ROOT / "python" / "theano" / "_core" / "api_tensor.pyi").read_text()
    assert "def sum(input, axis=None, dtype=None, keepdims=False, acc_dtype=None) -> TensorVariable:" in text
    core = (ROOT / "python" / "theano" / "_core" / "__init__.pyi").read_text()
    assert "def sum(self, axis=None, dtype=None, keepdims=False, acc_dtype=None) -> TensorVariable:" in core
    assert "class ShapeError(Error, builtins.ValueError): ..." in core
