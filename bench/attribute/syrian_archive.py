"""The published incidents of the Syrian Archive, one by one: python bench/attribute/syrian_archive.py DATA.

DATA is the folder with incidents.json. Who was there and named a party becomes a witness without a name; a remnant
that the report verified becomes a remnant. Flights are left out: their rows have place names and no posts. The code
book is that of the fictional conflict with its parties renamed, so the result says how the method treats such
records, not who did what.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from dalil.attribute import attribute
from dalil.casefile.facts import Facts
from dalil.casefile.settings import parse_settings

BOOK = Path(__file__).parents[2] / "src" / "dalil" / "simulate" / "codebook.toml"
STANDS_FOR = {"toruvia": "russia", "naharat": "syria", "selvane": "coalition", "dahr": "opposition"}
SPOKEN = {"russia": "russian", "syria": "syrian", "coalition": "coalition"}
WAS_THERE = ("witness", "staff", "resident")
MUNITIONS = {"s-5": "S-5"}  # what the book knows; of the others nothing is made
RAW = {
    "title": "Syrian Archive", "zone": "Asia/Damascus", "from": "2017-01-01", "to": "2018-12-31",
    "parties": [{"id": name, "name": name} for name in STANDS_FOR.values()],
}  # fmt: skip


def book() -> str:
    """The fictional code book, its parties renamed."""
    text = BOOK.read_text(encoding="utf-8")
    for name, party in STANDS_FOR.items():
        text = text.replace(name, party)
    return text


def parties(text: str) -> list[str]:
    """The parties that a phrase names."""
    return [party for party, word in SPOKEN.items() if word in text.lower()]


def put(facts: Facts, incident: dict[str, Any]) -> None:
    """One incident with its witnesses and verified remnants."""
    name = incident["id"]
    facts.append("incident", [{"incident_id": name, "in_scope": True, "kind": "airstrike"}])
    facts.append("report", [{"report_id": name, "organisation": "Syrian Archive", "kind": "airstrike"}])
    facts.append("incident_report", [{"incident_id": name, "report_id": name, "origin_id": name}])
    for number, said in enumerate(incident["perpetrator_allegations"]):
        there = any(word in (said["source_kind"] or "") for word in WAS_THERE)
        heard = any(word in json.dumps(said) for word in ("heard", "radio"))
        row = {"testimony_id": f"{name}:{number}", "report_id": name, "witness": f"w{number}"}
        row |= {"directness": "told" if heard else "saw", "parties_alleged": parties(said["actor_as_stated"])}
        if there:
            facts.append("testimony", [row])
    for number, found in enumerate(incident["munitions"]):
        kind = next((value for word, value in MUNITIONS.items() if word in found["claim"].lower()), None)
        if found["verified_by_report"] and kind:
            facts.append("remnant", [{"remnant_id": f"{name}:{number}", "report_id": name, "munition": kind,
                                      "certainty": "probable"}])  # fmt: skip


def main(folder: Path) -> None:
    """Print a row for each incident: what the report concluded, and what the method makes of the same."""
    facts, settings = Facts.in_memory(), parse_settings(RAW, where="bench")
    incidents = json.loads((folder / "incidents.json").read_text(encoding="utf-8"))
    for incident in incidents:
        put(facts, incident)
    attribute(facts, settings, codebook=book())
    print("| incident | the report: attribution; aircraft identified | held here | graded | posteriors |")
    print("|---|---|---|---|---|")
    for incident in incidents:
        print(_row(facts, incident["id"], incident["conclusion"]))


def _row(facts: Facts, name: str, said: dict[str, Any]) -> str:
    found = facts.rows("SELECT party, grade FROM attribution WHERE incident_id = ?", [name])[0]
    held = facts.rows(
        "SELECT line, value, sum(copies)::INT AS n FROM evidence WHERE incident_id = ? AND dropped IS NULL AND"
        " variable IN ('party_named', 'munition') GROUP BY ALL ORDER BY ALL",
        [name],
    )
    top = facts.rows(
        "SELECT party, posterior FROM finding WHERE incident_id = ? AND party NOT LIKE '%+%'"
        " ORDER BY posterior DESC LIMIT 2",
        [name],
    )
    cells = [
        name[3:],
        f"{said['attribution']}; {said['specific_aircraft_identified']}",
        ", ".join(f"{each['line']}: {each['value']} ({each['n']})" for each in held) or "nothing",
        f"{found['party'] or ''} {found['grade'].replace('_', ' ')}".strip(),
        ", ".join(f"{each['party']} {each['posterior']:.2f}" for each in top),
    ]
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
