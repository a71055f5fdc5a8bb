#!/usr/bin/env bash
# pyshp 3.1.6: a number too wide for its field is cut to another number, without a word.
# A good guess: a count that does not fit its column of a shapefile's table raises, or is written as the asterisks
# that dBASE uses for an overflow.
# What happens: the digits that do not fit fall off at the end: 12345 displaced people in a field of three digits
# are 123, and -1250 are -12. For text that is cut there is a warning, for numbers none. Names of fields are cut to
# ten letters; where two then are the same, reading by name gives the second one only.
# Why it matters: mapping groups hand over shapefiles of damage and displacement. A wrong figure looks like a right
# one.
# Dalil: does not read shapefiles: one is kept as an exhibit, and figures come from a table handed in beside it.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check pyshp==3.1.6

cat >"$work/expected" <<'END'
displaced 123
change -12
casualties 7
numbers warned of: []
END
cd "$work"
"$work/venv/bin/python" - >"$work/found" <<'END'
import io
import warnings

import shapefile

shp, shx, dbf = io.BytesIO(), io.BytesIO(), io.BytesIO()
with warnings.catch_warnings(record=True) as told, shapefile.Writer(shp=shp, shx=shx, dbf=dbf) as writer:
    warnings.simplefilter("always")
    writer.field("displaced", "N", 3)
    writer.field("change", "N", 3)
    writer.field("casualties_killed", "N", 5)  # ten letters: casualties
    writer.field("casualties_injured", "N", 5)  # the same ten
    told.clear()  # what was said of the names
    writer.point(37.15, 36.2)
    writer.record(12345, -1250, 2, 7)
for part in (shp, shx, dbf):
    part.seek(0)
for name, value in shapefile.Reader(shp=shp, shx=shx, dbf=dbf).record(0).as_dict().items():
    print(name, value)
print("numbers warned of:", [str(each.message) for each in told])
END
diff "$work/expected" "$work/found"
echo "as recorded"
