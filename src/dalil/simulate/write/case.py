"""case.toml and the notice that all of it is invented."""

from __future__ import annotations

import json
from datetime import timedelta
from importlib import resources
from pathlib import Path

from dalil.simulate.events.strikes import Setting
from dalil.simulate.world.schedule import regimes
from dalil.simulate.write.reference import area

CODEBOOK = "codebook.toml"
_CLASSES = {"helicopter": "helicopter", "MQ-9": "drone"}
NOTICE = """\
FICTIONAL - خيالي

Everything in this folder is invented by a simulator: places, parties, organisations, persons, attacks.
The coordinates lie in the open sea. Nothing here describes a real event or a real person.

raw/    what the invented organisations would hand in
truth/  what "really" happened: never add it to a case, it is for `dalil score`
"""


def case_toml(at: Setting, preset: str, seed: int) -> str:
    """The settings of the case that the raw files belong to."""
    clock = at.calendar.clock
    lines = [
        "# FICTIONAL: an invented conflict, made by a simulator.",
        f"title = {_quoted(f'{at.world.city.latin} (fictional), preset {preset}, seed {seed}')}",
        f"zone = {_quoted(clock.zone)}",
        f"from = {clock.start.isoformat()}",
        f"to = {clock.end.isoformat()}",
        f"area = [{', '.join(map(str, area(at)))}]",
        "fictional = true",
        f"codebook = {_quoted(CODEBOOK)}",
        "",
    ]
    for party in at.conflict.parties.values():
        lines += [
            "[[parties]]",
            f"id = {_quoted(party.party_id)}",
            f"name = {_quoted(party.name)}",
            f"name_ar = {_quoted(party.name_ar)}",
            f"aliases = [{', '.join(map(_quoted, party.aliases))}]",
            f"air_force = {str(party.flies).lower()}",
            f"kind = {_quoted('state' if party.flies else 'armed_group')}",
            "",
        ]
    return "\n".join(lines + _aircraft(at) + _periods(at)) + "\n"


def _aircraft(at: Setting) -> list[str]:
    """Who flies which type: in any conflict this is public knowledge, and no truth about one attack."""
    lines = []
    for name, kind in at.conflict.types.items():
        operators = [party.party_id for party in at.conflict.parties.values() if name in party.fleet]
        lines += [
            "[[sky.aircraft]]",
            f"id = {_quoted(name)}",
            f"aircraft_class = {_quoted(_CLASSES.get(name, _CLASSES.get(kind.family, 'fixed_wing')))}",
            f"operators = [{', '.join(map(_quoted, operators))}]",
            "",
        ]
    return lines


def write_codebook(out: Path) -> None:
    """The code book that case.toml names: what an analyst who knows the invented parties a little would write."""
    (out / CODEBOOK).write_bytes(resources.files("dalil.simulate").joinpath(CODEBOOK).read_bytes())


def _periods(at: Setting) -> list[str]:
    if not at.settings.rates.scheduled:
        return []
    clock, lines = at.calendar.clock, []
    for number, (start, end, _) in enumerate(regimes(at.settings.rates, clock.days), 1):
        first, last = clock.start + timedelta(days=int(start)), clock.start + timedelta(days=int(end) - 1)
        lines += ["[[periods]]", f'id = "P{number}"', f"from = {first.isoformat()}", f"to = {last.isoformat()}", ""]
    return lines


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def write_notice(out: Path) -> None:
    """README.txt at the top of the output."""
    (out / "README.txt").write_text(NOTICE, encoding="utf-8")
