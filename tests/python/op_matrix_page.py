"""Writes docs/op_matrix.md from the outcomes of the checks, and reads it back."""
import re
import traceback
import warnings

from theano import _core
from op_matrix_calls import NO_ARGUMENTS, Hole, full_name
from op_matrix_cases import CASES, KNOWN
from op_matrix_checks import COLUMNS

PASSED, REFUSED, FAILED = "✓", "–", "✗"
NAMES = [name for name, _ in COLUMNS]
SHORT = {"bool": "b", "int8": "i8", "int16": "i16", "int32": "i32", "int64": "i64", "uint8": "u8", "uint16": "u16",
         "uint32": "u32", "uint64": "u64", "float16": "f16", "float32": "f32", "float64": "f64", "complex64": "c64",
         "complex128": "c128"}
HEAD = """# Every function, checked from every side

The tests write this page (`tools/write_op_matrix.py`) and fail when it differs from what they find. A mark stands for
a check that ran for that function:

- **value**: NumPy's value (or SciPy's), within the units in the last place that the block promises;
- **b ... c128**: the same in each dtype; – means that the function refuses the dtype by a `TypeError` or `ValueError`;
- **broadcast**, **0-d**, **empty**, **strided**, **reversed**: the same for such shapes and memory layouts;
- **special**: the same for NaN, infinities, both zeros and denormals, with and without rewriting;
- **gradient**, **2nd**: finite differences of the function, and of its gradient; **R = L**: forward and reverse mode agree;
- **shape**: the sizes known to the type and the symbolic shape are those of the result;
- **oracle**: the fused, rewritten function gives the bits of the plain graph, and `DebugMode` finds no fault;
- **docs**: a sentence and an executable meaning.

A number is a hole; its reason stands at the end of the page.
"""


def table():
    """The rows of the registry that users can call, by full name."""
    return {full_name(row): row for row in _core.api_table() if row["module"]}


def outcome(row, check):
    """(symbol, reason) of one check; the traceback stands in for the reason of a failure."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            check(row)
        return PASSED, ""
    except Hole as hole:
        return (REFUSED, "") if str(hole) == "refused" else ("", str(hole))
    except Exception:  # whatever goes wrong is the outcome
        if not row["is_elementwise"] and full_name(row) not in CASES:
            return "", NO_ARGUMENTS  # matrices were a guess, and need not be what it takes
        return FAILED, traceback.format_exc()


def outcomes_of(row):
    return {name: outcome(row, check) for name, check in COLUMNS}


def excused(name, cells):
    """The cells with known failures as holes, and messages about failures that are not known or no longer there."""
    faults = []
    result = dict(cells)
    for column, (symbol, reason) in cells.items():
        known = KNOWN.get((name, column))
        if symbol == FAILED and known:
            result[column] = ("", known)
        elif symbol == FAILED:
            faults.append("%s, column %s:\n%s" % (name, column, reason))
        elif known and symbol == PASSED:
            faults.append("%s, column %s: passes now; remove it from KNOWN" % (name, column))
    return result, faults


def write(all_cells):
    reasons = {}
    for name in sorted(all_cells, key=lambda name: (name.rpartition(".")[0], name)):
        for _, reason in all_cells[name].values():
            if reason:
                reasons.setdefault(reason, len(reasons) + 1)
    marks = [symbol for cells in all_cells.values() for symbol, _ in cells.values()]
    text = HEAD + "\n%d functions, %d checks passed, %d dtypes refused, %d holes of %d kinds.\n" % (
        len(all_cells), marks.count(PASSED), marks.count(REFUSED), marks.count(""), len(reasons))
    for module in sorted({name.rpartition(".")[0] for name in all_cells}):
        text += "\n## theano.%s\n\n" % module
        text += "| function | " + " | ".join(SHORT.get(n, n) for n in NAMES) + " |\n" + "|---" * (len(NAMES) + 1) + "|\n"
        for name in sorted(n for n in all_cells if n.rpartition(".")[0] == module):
            marks = [s or str(reasons[r]) for s, r in (all_cells[name][c] for c in NAMES)]
            text += "| `%s` | %s |\n" % (name.rpartition(".")[2], " | ".join(marks))
    text += "\n## Holes\n\n" + "".join("%d. %s\n" % (n, reason) for reason, n in reasons.items())
    return text


def read(text):
    """The cells of a page, by function and column."""
    table_text, _, holes = text.partition("\n## Holes\n")
    reasons = dict(re.findall(r"^(\d+)\. (.*)$", holes, re.M))
    cells, module = {}, ""
    for line in table_text.split("\n"):
        if line.startswith("## theano."):
            module = line[len("## theano."):]
        elif line.startswith("| `"):
            name, *marks = [part.strip() for part in line.strip("| \n").split(" | ")]
            cells[module + "." + name.strip("`")] = {
                c: (("", reasons[m]) if m.isdigit() else (m, "")) for c, m in zip(NAMES, marks)}
    return cells
