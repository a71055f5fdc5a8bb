#!/usr/bin/env bash
# RapidFuzz 3.14.6: default_process breaks a name with vowel marks into single letters.
# A good guess: the library's own cleaning (lower case, no punctuation) makes names easier to compare, in Arabic
# too.
# What happens: the marks for short vowels are neither letters nor digits to it, and each becomes a space: "رَهَف"
# turns into three words of one letter. Compared as words in any order, Rahaf, a girl's name, and Fihr, a boy's,
# written with the same three letters turned round, are then the same (100); without the cleaning they are at 20. A
# marked and a plain spelling of one full name fall from 76 to 42, hardly above two names that have nothing to do
# with each other.
# Why it matters: some registers carry the marks, most messages do not. With this cleaning two children become one,
# and the two rows of one victim are not brought together.
# Dalil: uses RapidFuzz's distances, never its cleaning; `fold` in src/dalil/names.py drops the marks beforehand.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check RapidFuzz==3.14.6

cat >"$work/expected" <<'END'
cleaned: 'ر ه ف'
Rahaf and Fihr 20 100
one name, marked and plain 76 42
two other names 38 38
END
cd "$work"
"$work/venv/bin/python" - >"$work/found" <<'END'
from rapidfuzz import fuzz
from rapidfuzz.utils import default_process


def likeness(one: str, other: str) -> str:
    cleaned = fuzz.token_sort_ratio(one, other, processor=default_process)
    return f"{round(fuzz.token_sort_ratio(one, other))} {round(cleaned)}"


print("cleaned:", repr(default_process("رَهَف")))
print("Rahaf and Fihr", likeness("رَهَف", "فِهْر"))
print("one name, marked and plain", likeness("محمد حسن صالح", "مُحَمَّد حَسَن صَالِح"))
print("two other names", likeness("محمد حسن صالح", "سالم ديب"))
END
diff "$work/expected" "$work/found"
echo "as recorded"
