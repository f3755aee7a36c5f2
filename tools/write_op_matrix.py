#!/usr/bin/env python3
"""Runs every check of every function and writes docs/op_matrix.md; prints the failures that the page may not hide."""

import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "python"))


def main() -> int:
    import op_matrix_page as page

    all_cells, faults = {}, []
    for name, row in page.table().items():
        if len(sys.argv) > 1 and not any(part in name for part in sys.argv[1:]):
            continue
        cells, found = page.excused(name, page.outcomes_of(row))
        all_cells[name] = cells
        faults += found
    if faults:
        print("\n\n".join(faults))
        print("%d failures: the page is not written" % len(faults))
        return 1
    if len(sys.argv) > 1:
        print(page.write(all_cells))
    else:
        (ROOT / "docs" / "op_matrix.md").write_text(page.write(all_cells))
    return 0


if __name__ == "__main__":
    sys.exit(main())
