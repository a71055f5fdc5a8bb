#!/usr/bin/env bash
# suncalc 0.1.3 and astral 3.2: the sun's direction differs by 180 degrees, and the order of the place is turned
# round.
# A good guess: both give the azimuth clockwise from north, as a compass and as maps do.
# What happens: suncalc counts from south, westwards, and in radians: a morning sun in the east-south-east at 117
# degrees is -1.10. It takes longitude before latitude; for northern Syria the exchange gives another place
# on land and no error. A time without a zone is that of the machine to suncalc and UTC to astral, both without a
# warning.
# Why it matters: the hour of a video is told from shadows. Half a turn makes morning of afternoon; a place turned
# round moves the hour by minutes that nobody notices.
# Dalil: uses neither. Its own sun (src/dalil/intake/cells/prayer.py) serves the hours of prayer alone.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check suncalc==0.1.3 astral==3.2 pandas==3.1.1 numpy==2.4.6

cat >"$work/expected" <<'END'
astral: 117 degrees, 30 above the horizon
suncalc: -1.10, in degrees -63, from north 117
suncalc, place turned round: from north 116
09:00 without a zone, on a machine in Damascus: suncalc reads 06:00 UTC True, astral 09:00 UTC True
END
cd "$work"
"$work/venv/bin/python" - >"$work/found" <<'END'
import math
import os
import time
from datetime import UTC, datetime

import suncalc
from astral import Observer, sun

moment, latitude, longitude = datetime(2016, 9, 26, 6, 0, tzinfo=UTC), 36.2, 37.15
bare, later = datetime(2016, 9, 26, 9, 0), datetime(2016, 9, 26, 9, 0, tzinfo=UTC)
os.environ["TZ"] = "Asia/Damascus"
time.tzset()
place = Observer(latitude, longitude)
print(f"astral: {sun.azimuth(place, moment):.0f} degrees, {sun.elevation(place, moment):.0f} above the horizon")


def azimuth(*where: float, at: datetime = moment) -> float:
    return float(suncalc.get_position(at, *where)["azimuth"])


there = azimuth(longitude, latitude)
turned = azimuth(latitude, longitude)
print(f"suncalc: {there:.2f}, in degrees {math.degrees(there):.0f}, from north {math.degrees(there) + 180:.0f}")
print(f"suncalc, place turned round: from north {math.degrees(turned) + 180:.0f}")
local, utc = azimuth(longitude, latitude, at=bare) == there, sun.azimuth(place, bare) == sun.azimuth(place, later)
print(f"09:00 without a zone, on a machine in Damascus: suncalc reads 06:00 UTC {local}, astral 09:00 UTC {utc}")
END
diff "$work/expected" "$work/found"
echo "as recorded"
