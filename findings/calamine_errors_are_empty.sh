#!/usr/bin/env bash
# python-calamine 0.9.1: a cell in error, and a formula that was never computed, read as empty cells.
# A good guess: a cell that shows #REF! or #N/A comes as an error or as that text, and a formula without a stored
# result as its text or as a fault.
# What happens: all are the empty text, as is a cell that nobody filled. Nothing in the answer tells them apart.
# Workbooks written by programs hold formulas without results until a spreadsheet program has opened and saved them.
# Why it matters: "killed" computed as men + women + children is "not stated" for the whole sheet, and the totals
# lack those people while the sheet, opened on a screen, shows them.
# Dalil: reads workbooks with it, looks for such cells in the sheet's own XML (src/dalil/stored_results.py), and refuses
# them by name; the library's answer alone cannot tell them from empty ones.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check python-calamine==0.9.1 openpyxl==3.1.5

cat >"$work/expected" <<'END'
killed, typed: 3.0
killed, a formula never computed: ''
killed, #REF!: ''
killed, #N/A: ''
killed, not filled: ''
END
cd "$work"
"$work/venv/bin/python" - >"$work/found" <<'END'
import openpyxl
import python_calamine

book = openpyxl.Workbook()
book.active.append(["killed, typed", 3])
book.active.append(["killed, a formula never computed", "=B1+1"])
for error in ("#REF!", "#N/A"):
    book.active.append([f"killed, {error}", error])
    book.active.cell(book.active.max_row, 2).data_type = "e"
book.active.append(["killed, not filled", None])
book.save("book.xlsx")
for name, value in python_calamine.CalamineWorkbook.from_path("book.xlsx").get_sheet_by_index(0).to_python():
    print(f"{name}: {value!r}")
END
diff "$work/expected" "$work/found"
echo "as recorded"
