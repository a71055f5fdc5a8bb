#!/usr/bin/env bash
# convertdate 2.5.1 and hijridate 2.6.0: one date of the Islamic calendar is two days apart.
# A good guess: two libraries that turn Hijri dates into Gregorian ones agree, but for a day here and there.
# What happens: convertdate computes the tabular calendar, hijridate looks up the Umm al-Qura calendar of Saudi
# Arabia. On six of ten days from 2011 to 2024 they disagree, sometimes by two days: 25 Dhu al-Hijja 1437 is 26 or
# 28 September 2016. convertdate also takes a 45th day and a 13th month and gives a date for them; hijridate raises.
# Why it matters: papers of courts and of armed groups can bear such dates alone. Two days are another attack.
# Dalil: reads no Hijri dates: such a date is refused, and a year such as 1437 is named as a placeholder to be
# mended.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check convertdate==2.5.1 hijridate==2.6.0

cat >"$work/expected" <<'END'
25.12.1437: (2016, 9, 28) (2016, 9, 26)
of 5114 days differ 3065, by at most 2
45.12.1437: (2016, 10, 18) ValueError
1.13.1437: (2016, 10, 3) ValueError
END
cd "$work"
"$work/venv/bin/python" - >"$work/found" <<'END'
from datetime import date, timedelta

from convertdate import islamic
from hijridate import Gregorian, Hijri


def looked_up(year: int, month: int, day: int) -> object:
    try:
        return Hijri(year, month, day).to_gregorian().datetuple()
    except ValueError as problem:
        return type(problem).__name__


print("25.12.1437:", islamic.to_gregorian(1437, 12, 25), looked_up(1437, 12, 25))
days = [date(2011, 1, 1) + timedelta(n) for n in range((date(2025, 1, 1) - date(2011, 1, 1)).days)]
hijri = [Gregorian(day.year, day.month, day.day).to_hijri().datetuple() for day in days]
apart = [abs((date(*islamic.to_gregorian(*there)) - day).days) for there, day in zip(hijri, days)]
print(f"of {len(days)} days differ {sum(map(bool, apart))}, by at most {max(apart)}")
print("45.12.1437:", islamic.to_gregorian(1437, 12, 45), looked_up(1437, 12, 45))
print("1.13.1437:", islamic.to_gregorian(1437, 13, 1), looked_up(1437, 13, 1))
END
diff "$work/expected" "$work/found"
echo "as recorded"
