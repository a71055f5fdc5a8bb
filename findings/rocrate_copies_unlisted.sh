#!/usr/bin/env bash
# rocrate 0.16.0: writing a crate copies files that the crate does not list.
# A good guess: a crate that was opened and is written to another folder holds what its metadata lists, no more.
# What happens: every file in the folder it was opened from is copied, listed or not, hidden ones too; the metadata
# of the new crate does not name them, so that a reader who goes by the list never sees that they are there.
# Why it matters: a folder of evidence is a working folder. A list of witnesses lying beside the crate leaves with
# it.
# Dalil: uses rocrate in tests alone. A submission is written from nothing, file by file, and `dalil verify` names
# every file that its manifest does not (src/dalil/submit/package).
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check rocrate==0.16.0

cat >"$work/expected" <<'END'
listed: ['photo.jpg']
in the new folder: ['.draft', 'photo.jpg', 'ro-crate-metadata.json', 'witnesses.txt']
END
cd "$work"
"$work/venv/bin/python" - >"$work/found" <<'END'
from pathlib import Path

from rocrate.rocrate import ROCrate

Path("photo.jpg").write_bytes(b"not a picture")
crate = ROCrate()
crate.add_file("photo.jpg")
crate.write("working")
Path("working/witnesses.txt").write_text("made up")
Path("working/.draft").write_text("made up")
opened = ROCrate("working")
opened.write("handed_over")
print("listed:", [entity.id for entity in ROCrate("handed_over").data_entities])
print("in the new folder:", sorted(str(path.relative_to("handed_over")) for path in Path("handed_over").rglob("*")))
END
diff "$work/expected" "$work/found"
echo "as recorded"
