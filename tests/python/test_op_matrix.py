"""Every function of the registry, checked from every side; docs/op_matrix.md is what these tests find."""
import pathlib

import pytest

import op_matrix_page as page

PAGE = pathlib.Path(__file__).resolve().parents[2] / "docs" / "op_matrix.md"
TABLE = page.table()
COMMITTED = page.read(PAGE.read_text())
AGAIN = "\nRun tools/write_op_matrix.py and commit what it writes."


@pytest.mark.parametrize("name", sorted(TABLE))
def test_row(name):
    cells, faults = page.excused(name, page.outcomes_of(TABLE[name]))
    assert not faults, "\n".join(faults)
    changed = ["%s: the page says %s, the check %s" % (column, COMMITTED.get(name, {}).get(column), cells[column])
               for column in cells if COMMITTED.get(name, {}).get(column) != cells[column]]
    assert not changed, "\n".join(changed) + AGAIN


def test_the_page_has_the_functions_of_the_registry():
    assert sorted(COMMITTED) == sorted(TABLE), AGAIN
    assert page.write(COMMITTED) == PAGE.read_text(), AGAIN


def test_failures_are_told_from_holes():
    def fails(row):
        assert row is None

    def refuses(row):
        raise page.Hole("why")

    row = {"is_elementwise": True}
    cells = {"value": page.outcome(row, fails), "docs": page.outcome(row, refuses), "shape": page.outcome(row, len)}
    assert [symbol for symbol, _ in cells.values()] == [page.FAILED, "", page.PASSED]
    _, faults = page.excused("f", cells)
    assert len(faults) == 1 and "f, column value" in faults[0] and "AssertionError" in faults[0]
