"""The benchmarks' rows stay in order: each gives NumPy's results in our own words."""
import pathlib
import sys

import numpy as np
import pytest

import theano

BENCHMARKS = pathlib.Path(__file__).resolve().parents[2] / "benchmarks"
LARGEST = 2_100_000  # numbers in the inputs of the cases tried here


@pytest.fixture(scope="module")
def compare():
    sys.path.insert(0, str(BENCHMARKS))
    try:
        import compare.row
        import compare.systems.with_theano
        import compare.worker
        yield compare
    finally:
        sys.path.remove(str(BENCHMARKS))


def smallest_case(row):
    labels = [label for label in row.cases if sum(a.size for a in row.inputs(label)) <= LARGEST]
    return labels[0] if labels else None


def test_every_row_that_numpy_can_check_agrees(compare, monkeypatch):
    monkeypatch.setattr(theano.config, "floatX", theano.config.floatX)
    rows = [r for r in compare.row.load_rows().values() if not isinstance(r, compare.row.Timed)]
    assert len(rows) > 70
    runner = compare.systems.with_theano.Runner(1)
    for row in rows:
        label = smallest_case(row)
        if label is None:
            continue
        inputs = row.inputs(label)
        wanted = row.reference(inputs)
        call, results = runner.prepare(row, label, inputs, wanted)
        for _ in range(row.checked_calls):
            value = call()
        tolerance = row.tolerance or (1e-11 if all(a.dtype != np.float32 for a in inputs) else 2e-5)
        compare.worker.compare(results(value), wanted, tolerance)


def test_every_row_has_a_rival_in_cpp(compare):
    for row in compare.row.load_rows().values():
        if isinstance(row, compare.row.Timed):
            continue
        assert "EXPORT(%s)" % row.native in compare.row.native_source(row.group).read_text(), row.name


def test_results_that_differ_are_refused(compare):
    ones = np.ones(3)
    compare.worker.compare([ones + 1e-9], [ones], 1e-8)
    for wrong in (ones + 1e-7, np.array([1, np.nan, 1]), np.ones(4)):
        with pytest.raises(AssertionError, match="result 0"):
            compare.worker.compare([wrong], [ones], 1e-8)
    with pytest.raises(AssertionError, match="differs in 1 of 3 integers"):
        compare.worker.compare([np.array([1, 2, 4])], [np.array([1, 2, 3])], 1.0)
