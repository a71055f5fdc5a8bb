#!/usr/bin/env bash
# odfpy 1.4.1: equal neighbours in a spreadsheet are one cell, and everything to their right moves left.
# A good guess: the cells of a row, as the library lists them, stand in the columns in which the screen shows them.
# What happens: OpenDocument stores a run of equal cells or rows once, with a number of repeats, and odfpy leaves it
# to the reader to unfold them. "3, 3, (empty), Upper Town" is three cells, so that the place stands under "note";
# three equal rows are one. Lines of one cell are joined without a space, "fell" and "again" being "fellagain".
# Why it matters: LibreOffice is what many groups work with. Three attacks alike become one, and the harm moves
# columns.
# Dalil: does not use it. python-calamine 0.9.1, with which Dalil reads .ods, reads the same file as it looks (last lines
# below).
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check odfpy==1.4.1 python-calamine==0.9.1

cat >"$work/expected" <<'END'
odfpy ['killed', 'injured', 'note', 'place']
odfpy ['3', '', 'Upper Town']
odfpy ['1']
odfpy ['fellagain']
calamine ['killed', 'injured', 'note', 'place']
calamine [3.0, 3.0, '', 'Upper Town']
calamine [1.0, '', '', '']
calamine [1.0, '', '', '']
calamine [1.0, '', '', '']
calamine ['fell\nagain', '', '', '']
END
cd "$work"
"$work/venv/bin/python" - >"$work/found" <<'END'
import python_calamine
from odf.opendocument import OpenDocumentSpreadsheet, load
from odf.table import Table, TableCell, TableRow
from odf.text import P


def cell(*lines: str, **more: object) -> TableCell:
    made = TableCell(**more)
    for line in lines:
        made.addElement(P(text=line))
    return made


def row(*cells: TableCell, **more: object) -> TableRow:
    made = TableRow(**more)
    for each in cells:
        made.addElement(each)
    return made


def number(value: str, **more: object) -> TableCell:
    return cell(value, valuetype="float", value=value, **more)


sheet = Table(name="attacks")
sheet.addElement(row(*(cell(name, valuetype="string") for name in ("killed", "injured", "note", "place"))))
sheet.addElement(row(number("3", numbercolumnsrepeated=2), TableCell(), cell("Upper Town", valuetype="string")))
sheet.addElement(row(number("1"), numberrowsrepeated=3))
sheet.addElement(row(cell("fell", "again", valuetype="string")))
document = OpenDocumentSpreadsheet()
document.spreadsheet.addElement(sheet)
document.save("attacks.ods")
for each in load("attacks.ods").spreadsheet.getElementsByType(TableRow):
    print("odfpy", [str(one) for one in each.getElementsByType(TableCell)])
for each in python_calamine.CalamineWorkbook.from_path("attacks.ods").get_sheet_by_index(0).to_python():
    print("calamine", each)
END
diff "$work/expected" "$work/found"
echo "as recorded"
