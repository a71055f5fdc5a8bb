#!/usr/bin/env bash
# python-dateutil 4.0.0 and dateparser 1.5.0: "UTC+3" is three hours before UTC to one and three after to the other.
# A good guess: "14:00 UTC+3", the usual way to write the time in Syria in summer, is 11:00 UTC.
# What happens: dateutil takes a sign after UTC or GMT the other way round, as POSIX zone names do: it reads 17:00
# UTC. dateparser, which builds on it, reads 11:00. Of "+03:00" alone both make 11:00. The names EET and EEST,
# Syria's own, are dropped by dateutil without an error, and the time is left without a zone.
# Why it matters: two tools in one chain put one strike six hours apart: another flight, another crew.
# Dalil: uses neither. Its own reader (src/dalil/intake/cells) takes an ISO offset as it says, and refuses by name
# what it cannot read.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check python-dateutil==4.0.0 dateparser==1.5.0

cat >"$work/expected" <<'END'
UTC+3 17:00 11:00
GMT+3 17:00 11:00
+03:00 11:00 11:00
EEST no zone 11:00
END
cd "$work"
"$work/venv/bin/python" - >"$work/found" <<'END'
import os
import time
import warnings
from datetime import UTC, datetime

import dateparser
from dateutil import parser

warnings.simplefilter("ignore")
os.environ["TZ"] = "UTC"  # dateutil knows by name the zone of the machine that it runs on
time.tzset()


def utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%H:%M}" if moment.tzinfo else "no zone"


for zone in ("UTC+3", "GMT+3", "+03:00", "EEST"):
    text = f"2016-09-26 14:00 {zone}"
    print(zone, utc(parser.parse(text)), utc(dateparser.parse(text, languages=["en"])))
END
diff "$work/expected" "$work/found"
echo "as recorded"
