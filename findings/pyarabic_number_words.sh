#!/usr/bin/env bash
# PyArabic 0.6.15: text2number adds up what is no number, and gives 0 for what it does not know.
# A good guess: the function that turns Arabic number words into a number reads the usual spellings, and raises or
# gives None for the others.
# What happens: every word it knows is added, every other counts nothing. "لا أحد" (nobody) is 1, "خمسة أو ستة"
# (five or six) is 11, "ثلاثة إلى خمسة" (three to five) is 8. Eleven without its hamza and twelve in the feminine
# are 10; two hundred in its old spelling vanishes. The dual "شخصان" (two persons) is 0, as is a word that is no
# number.
# Why it matters: statements of casualties are written so. Each of these is a wrong count that looks like a right
# one.
# Dalil: does not use it. What the cells of a count (src/dalil/intake/cells) do not read is refused, never added up;
# the number words of radio traffic stand in src/dalil/crossref/sky/radio/codebook.toml.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check PyArabic==0.6.15

cat >"$work/expected" <<'END'
خمسة وعشرون 25
أحد عشر 11
احد عشر 10
اثنا عشر 12
اثنتا عشرة 10
مئتان وخمسة 205
مائتان وخمسة 5
لا أحد 1
خمسة أو ستة 11
ثلاثة إلى خمسة 8
شخصان 0
عائلة 0
END
cd "$work"
"$work/venv/bin/python" - >"$work/found" <<'END'
from pyarabic.number import text2number

for words in (
    "خمسة وعشرون",
    "أحد عشر",
    "احد عشر",
    "اثنا عشر",
    "اثنتا عشرة",
    "مئتان وخمسة",
    "مائتان وخمسة",
    "لا أحد",
    "خمسة أو ستة",
    "ثلاثة إلى خمسة",
    "شخصان",
    "عائلة",
):
    print(words, text2number(words))
END
diff "$work/expected" "$work/found"
echo "as recorded"
