"""f.memory: the memory of a call, told before it runs and reported by the profile."""
import numpy as np
import pytest

import theano
import theano.tensor as T


def test_memory_is_predicted_and_reported():
    x = T.dmatrix("x")
    f = theano.function([x], T.tanh(T.dot(x, x.T)).sum(axis=0), profile=True)
    use = f.memory((100, 3))
    assert use.is_exact
    assert use.result_bytes == 800
    assert use.workspace_bytes >= 80_000
    assert use.peak_bytes == use.workspace_bytes + use.result_bytes + use.nested_bytes
    assert repr(use) == f"MemoryUse({use.peak_bytes} bytes)"
    assert str(use).startswith("80.8 kB at the peak: workspace 80.0 kB, results 800 B\n  80.0 kB  dot  float64 (100, 100)")
    assert f.memory([100, 3]).peak_bytes == f.memory(np.zeros((100, 3))).peak_bytes == use.peak_bytes
    f(np.zeros((100, 3)))
    assert "memory: 80.8 kB at the peak" in f.profile.summary_string()


def test_values_of_integers_tell_sizes():
    n, x = T.lscalar("n"), T.dvector("x")
    f = theano.function([n, theano.In(x, value=np.ones(3))], [T.arange(n), x * 2])
    assert f.memory(1000).result_bytes == 8024
    assert f.memory(1000, 5).result_bytes == 8040
    assert f.memory(1000, None).result_bytes == 8024
    unknown = f.memory(())
    assert not unknown.is_exact
    assert str(unknown).startswith("at least ")


def test_what_does_not_fit_is_refused():
    x, y = T.dmatrix("x"), T.dmatrix("y")
    f = theano.function([x, y], x + y)
    with pytest.raises(TypeError, match=r"input 1 is missing"):
        f.memory((2, 3))
    with pytest.raises(TypeError, match=r"must fit its type, but is the shape \(3,\)"):
        f.memory((2, 3), (3,))
    with pytest.raises(ValueError, match="sizes along axis 1 must agree"):
        f.memory((2, 3), (2, 4))
