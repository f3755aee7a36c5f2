"""The text of a function's kernels: C that the system's compiler takes and that computes the same bits."""

import ctypes
import pathlib
import re
import shutil
import subprocess

import numpy as np
import pytest

import theano
import theano.tensor as T


def test_is_c_by_default():
    x = T.fvector("x")
    f = theano.function([x], T.exp(x) + 1)
    assert f.kernel_text() == f.kernel_text("c")
    assert re.search(r"^void kernel_\w+\(", f.kernel_text(), re.MULTILINE)
    assert f.kernel_text("ir").count("kernel ") == 1


def test_other_languages_are_refused():
    x = T.fvector("x")
    with pytest.raises(ValueError, match="language must be"):
        theano.function([x], x + 1).kernel_text("fortran")


@pytest.mark.skipif(shutil.which("cc") is None, reason="there is no C compiler on this machine")
def test_the_c_computes_the_same_bits(tmp_path):
    x = T.dvector("x")
    f = theano.function([x], T.gammaln(x) * T.sin(x))
    text = f.kernel_text("c")
    (tmp_path / "kernel.c").write_text(text)
    library = tmp_path / "kernel.so"
    home = pathlib.Path(theano.__file__).parent
    subprocess.run(["cc", "-O1", "-ffp-contract=off", "-shared", "-fPIC", "-o", library, tmp_path / "kernel.c",
                    f"-L{home}", "-ltheano", f"-Wl,-rpath,{home}", "-lm"], check=True)
    name = re.search(r"^void (kernel_\w+)\(", text, re.MULTILINE).group(1)
    kernel = getattr(ctypes.CDLL(str(library)), name)
    values = np.concatenate([np.random.RandomState(3).randn(1000) * 10, [0.0, -0.0, 1e7, -3e8, np.inf, np.nan]])
    result = np.empty_like(values)
    address = ctypes.POINTER(ctypes.c_double)
    one = ctypes.c_int64(1)
    kernel(ctypes.c_int64(values.size), values.ctypes.data_as(address), one, result.ctypes.data_as(address), one)
    np.testing.assert_array_equal(result, f(values))


def test_machine_code_is_shown_for_operands_in_one_piece():
    x = T.fvector("x")
    f = theano.function([x], T.exp(x) * 2)
    llvm, assembly = f.kernel_text("llvm"), f.kernel_text("asm")
    if not llvm:
        pytest.skip("this build has no code generator")
    assert "; " in llvm and "define i64 @" in llvm and "fmul <" in llvm
    assert "test_kernel_text.py" in llvm and "test_kernel_text.py" in assembly
    assert "ret" in assembly
