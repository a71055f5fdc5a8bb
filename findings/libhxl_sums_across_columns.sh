#!/usr/bin/env bash
# libhxl 5.2.2: one total holds the killed of one row and the injured of another, and a zero is no figure.
# A good guess: the sum of #affected over a table with #affected+killed and #affected+injured is that of one column,
# or of both.
# What happens: each row gives the first filled cell whose tag matches. Of a row with killed 3 and injured 5 it
# takes 3; of a row whose killed is empty it takes the injured, 7: the total is 10, neither killed (3), injured (12)
# nor both (15). Where the cell holds the number 0, as JSON gives it, it goes on as if the cell were empty; a "0" in
# letters counts.
# Why it matters: aid organisations exchange counts of people harmed with these tags. The total changes meaning by
# row.
# Dalil: does not use it. Killed and injured are columns of their own, and a zero is a statement of none.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check libhxl==5.2.2 six==1.17.0

cat >"$work/expected" <<'END'
sum(#affected) Upper Town 10
sum(#affected) Old Town 0
sum(#affected) Lower Town 4
sum(#affected+killed) Upper Town 3
sum(#affected+killed) Old Town 0
sum(#affected+killed) Lower Town nothing
sum(#affected+injured) Upper Town 12
sum(#affected+injured) Old Town 6
sum(#affected+injured) Lower Town 4
END
cd "$work"
"$work/venv/bin/python" - >"$work/found" <<'END'
import hxl

TABLE = [
    ["Town", "Killed", "Injured"],
    ["#adm3", "#affected+killed", "#affected+injured"],
    ["Upper Town", 3, 5],
    ["Upper Town", "", 7],
    ["Lower Town", 0, 4],
    ["Old Town", "0", "6"],
]
for pattern in ("#affected", "#affected+killed", "#affected+injured"):
    rows = hxl.data(TABLE).count("#adm3", f"sum({pattern}) as Total#total")
    for town, total in sorted((row.values for row in rows), reverse=True):
        print(f"sum({pattern})", town, "nothing" if total == "" else total)
END
diff "$work/expected" "$work/found"
echo "as recorded"
