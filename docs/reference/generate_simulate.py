"""Writes docs/reference/simulate.md from the parameters, the presets and the tables of the simulator.

Run: python docs/reference/generate_simulate.py
"""

from __future__ import annotations

from pathlib import Path

from dalil.simulate.world.loading import PRESETS, load, parameters
from dalil.simulate.write.tables import COLUMNS, TRUTH

PAGE = Path(__file__).with_name("simulate.md")

_HEAD = """\
# Parameters and files of the simulated conflict

`dalil simulate OUT --seed N [--preset small|siege|large] [--set NAME=VALUE]…` writes a fictional conflict to `OUT`, a
new or empty folder. The same seed, preset and parameters give the same bytes. What it is and how it is made stands in
[method/simulate.md](../method/simulate.md).

`--set` takes the names below, as often as needed: `--set habits.wrong_day=0 --set labels.share=0.15`. `SECTION=off`
switches off a whole section that has an `on`: `--set media=off`. A name that does not exist is refused, with the
nearest ones; so is a value that cannot be. Shares and chances lie from 0 to 1. Lists with commas have one number for
each organisation, in the order Lantern, Cedar, Marjan, Rescue, or one for each regime. All values used are written to
`OUT/truth/parameters.json`.

## Presets

| preset | what |
|---|---|
| `small` | about 40 documented attacks in five weeks: for the demo and for tests |
| `siege` | six months with the exact annex described in the method |
| `large` | 100,000 documented attacks in five years, written slice by slice, and 100 million positions in Parquet |

## Parameters

"""

_FILES = """
## Files

`OUT/README.txt` and `OUT/case.toml` say that all of it is fictional. `dalil new CASE --settings OUT/case.toml` and
`dalil add CASE OUT/raw` make a case of it.

`OUT/raw/` has a folder for each organisation (`lantern`, `cedar`, `marjan`, `rescue`), one for the observers' network
(`skywatch`: sightings, positions, transmissions), `reference` (what belongs to no single organisation), `imagery`
(radar images as GeoTIFF in decibels, footprints as GeoJSON) and `map` (districts, streets and buildings as GeoJSON).
Exhibits lie in `media/` of each organisation. The columns are those of [formats.md](formats.md); filled are:

"""

_TRUTH = """
`OUT/truth/` is what really happened. Never add it to a case.

"""


def text() -> str:
    """The whole page."""
    loaded = [load(preset) for preset in PRESETS]
    presets = [{p.name: _value(settings, p.name) for p in parameters()} for settings in loaded]
    lines = ["| name | " + " | ".join(PRESETS) + " | what |", "|---|---|---|---|---|"]
    for parameter in parameters():
        values = [preset[parameter.name] for preset in presets]
        shown = [values[0], *(value if value != values[0] else "″" for value in values[1:])]
        lines.append(f"| `{parameter.name}` | {' | '.join(shown)} | {parameter.text} |")
    return _HEAD + "\n".join(lines) + "\n" + _FILES + _columns(COLUMNS) + _TRUTH + _columns(TRUTH)


def _columns(tables: object) -> str:
    rows = ["| table | columns |", "|---|---|"]
    rows += [f"| {stem} | {', '.join(columns)} |" for stem, columns in tables.items()]  # type: ignore[attr-defined]
    return "\n".join(rows) + "\n"


def _value(settings: object, name: str) -> str:
    section, _, entry = name.partition(".")
    value = getattr(getattr(settings, section), entry)
    return {True: "on", False: "off"}[value] if isinstance(value, bool) else f"{value}"


if __name__ == "__main__":
    PAGE.write_text(text(), encoding="utf-8")
