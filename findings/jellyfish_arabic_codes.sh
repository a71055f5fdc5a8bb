#!/usr/bin/env bash
# jellyfish 1.3.0: the sound codes of Arabic names say "same" of all names, or of all that begin alike.
# A good guess: a phonetic code made for English raises for letters that it has no rule for.
# What happens: Metaphone gives every name in Arabic script the empty code, so that any two agree; Soundex gives the
# first letter and three zeros, so that Mohammad (محمد) and Maryam (مريم) agree. NYSIIS hands the name back. The one
# that raises is the match rating codex, and for Latin script: for the apostrophe of "Sa'id".
# Why it matters: sound codes are a usual first step in linking lists. On Arabic names they put a whole list into
# one block, or count a name as agreeing where nothing was compared.
# Dalil: does not use it. `sound_of` in src/dalil/names.py folds both scripts to one skeleton of consonants.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check jellyfish==1.3.0

cat >"$work/expected" <<'END'
محمد metaphone='' soundex='م000' nysiis='محمد'
مريم metaphone='' soundex='م000' nysiis='مريم'
خالد metaphone='' soundex='خ000' nysiis='خالد'
match rating of Sa'id: ValueError
END
cd "$work"
"$work/venv/bin/python" - >"$work/found" <<'END'
import jellyfish

for name in ("محمد", "مريم", "خالد"):
    codes = {code: getattr(jellyfish, code)(name) for code in ("metaphone", "soundex", "nysiis")}
    print(name, " ".join(f"{code}={value!r}" for code, value in codes.items()))
try:
    print("match rating of Sa'id:", jellyfish.match_rating_codex("Sa'id"))
except ValueError as problem:
    print("match rating of Sa'id:", type(problem).__name__)
END
diff "$work/expected" "$work/found"
echo "as recorded"
