#!/usr/bin/env bash
# fastkml 1.4.0: a track read and written again has headings, and a time zone, that nobody recorded.
# A good guess: a file of a flight path that is only read and written again says what it said before.
# What happens: for a gx:Track that holds times and positions alone, the file written has a gx:angles line for every
# point, "0.0 0.0 0.0": level, and flying due north. A time that carries no zone is written as UTC. Neither is
# marked.
# Why it matters: spotters and flight trackers hand out tracks as KML. The heading of an aircraft before a strike is
# used as evidence; here every aircraft heads north, and local times are hours off.
# Dalil: does not read KML: it is kept as an exhibit, byte for byte. Tracks come as tables or as traces of readsb.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check fastkml==1.4.0 lxml==6.1.3

cat >"$work/expected" <<'END'
angles before: 0 when: ['2016-09-26T14:00:00', '2016-09-26T14:00:10']
angles after: ['0.0 0.0 0.0', '0.0 0.0 0.0'] when: ['2016-09-26T14:00:00+00:00', '2016-09-26T14:00:10+00:00']
END
cd "$work"
"$work/venv/bin/python" - >"$work/found" <<'END'
import re

from fastkml import KML

TRACK = """<kml xmlns="http://www.opengis.net/kml/2.2" xmlns:gx="http://www.google.com/kml/ext/2.2"><Document>
<Placemark><name>flight</name><gx:Track>
<when>2016-09-26T14:00:00</when><when>2016-09-26T14:00:10</when>
<gx:coord>37.1 36.2 1000</gx:coord><gx:coord>37.2 36.1 1000</gx:coord>
</gx:Track></Placemark></Document></kml>"""


def found(tag: str, text: str) -> list[str]:
    return re.findall(f"<{tag}>([^<]*)</{tag}>", text)


written = KML.from_string(TRACK).to_string()
print("angles before:", len(found("gx:angles", TRACK)), "when:", found("when", TRACK))
print("angles after:", found("gx:angles", written), "when:", found("when", written))
END
diff "$work/expected" "$work/found"
echo "as recorded"
