#!/usr/bin/env bash
# pyModeS 3.6.1: a message gets the position of the message after it, or a position in another country.
# A good guess: decode gives each position message its own place, or none where it cannot tell.
# What happens: a place is coded in turns, even and odd, and takes one of each. Of a pair up to ten seconds apart
# both messages get the later one's place. Here the aircraft flew 2.2 kilometres north between them, and its first
# position is that far ahead of it. With one message and a reference point farther off than about 180 nautical
# miles, decode gives a place that far wrong instead of none: an aircraft by Aleppo, asked for from near Kyiv, is in
# Moldova.
# Why it matters: distance between aircraft and target at the minute of a strike is what attribution rests on.
# Dalil: decodes no radio messages; it reads positions that a receiver has already worked out (adsb_readsb.py,
# opensky.py) and sets aside fixes that no aircraft could have flown (src/dalil/crossref/sky/read/segments.py).
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check pyModeS==3.6.1

cat >"$work/expected" <<'END'
flown 36.200 then 36.220
decoded 36.220 then 36.220
reference 36.0, 37.0: 36.200 37.150
reference 50.4, 30.5: 48.200 27.262
END
cd "$work"
"$work/venv/bin/python" - >"$work/found" <<'END'
import math

import pyModeS


def zones(latitude: float) -> int:
    """Number of longitude zones at a latitude (ICAO Doc 9871)."""
    share = (1 - math.cos(math.pi / 30)) / math.cos(math.radians(latitude)) ** 2
    return int(2 * math.pi / math.acos(1 - share))


def message(latitude: float, longitude: float, odd: int) -> str:
    """An airborne position at 38,000 feet of the made-up aircraft ABCDEF, with its checksum."""
    tall, wide = 360 / (60 - odd), 360 / (zones(latitude) - odd)
    y, x = (round(2**17 * (value % size) / size) % 2**17 for value, size in ((latitude, tall), (longitude, wide)))
    frame = (17 << 3 | 5) << 80 | 0xABCDEF << 56 | 11 << 51 | 0xC38 << 36 | odd << 34 | y << 17 | x
    rest = frame << 24
    for bit in range(111, 23, -1):
        rest ^= 0x1FFF409 << (bit - 24) if rest >> bit & 1 else 0
    return f"{frame << 24 | rest:028X}"


first, second = message(36.20, 37.15, 0), message(36.22, 37.15, 1)
pair = pyModeS.decode([first, second], timestamps=[0, 9])
print("flown 36.200 then 36.220")
print("decoded", " then ".join(f"{each['latitude']:.3f}" for each in pair))
for near in ((36.0, 37.0), (50.4, 30.5)):
    alone = pyModeS.decode(first, reference=near)
    print(f"reference {near[0]}, {near[1]}: {alone['latitude']:.3f} {alone['longitude']:.3f}")
END
diff "$work/expected" "$work/found"
echo "as recorded"
