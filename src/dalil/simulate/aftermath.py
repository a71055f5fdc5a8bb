"""What follows from attacks: the state of sites, labels, findings of others, statements of parties."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from dalil.simulate.clock import DAY_S
from dalil.simulate.naming import Counters, global_id
from dalil.simulate.reference import FOLDER
from dalil.simulate.slices import Slice
from dalil.simulate.strikes import Setting, Strike
from dalil.simulate.tables import Tables

_PANEL = "Panel of Inquiry into Qasr (fictional)"


def write_aftermath(at: Setting, tables: Tables, part: Slice, counters: Counters) -> None:
    """site_status of sites that were hit, labels, outside findings."""
    first = {report.strike: n for n, report in reversed(list(enumerate(part.reports))) if report.how == "own"}
    for strike in part.strikes.values():
        if strike.site >= 0 and strike.lists:
            _site_status(at, tables, strike, _report_id(at, part, first[strike.number]))
    _labels(at, tables, part, first, counters)


def _report_id(at: Setting, part: Slice, position: int) -> str:
    return global_id(at.conflict, part.reports[position].list_, part.ids[position])


def _site_status(at: Setting, tables: Tables, strike: Strike, report: str) -> None:
    clock, rng = at.calendar.clock, at.streams["ground"]
    how = rng.random()
    steps = [("damaged", 0)] if how < 0.55 else [("closed", 0), ("reopened", 2 + int(rng.integers(10)))]
    if how > 0.93:
        steps = [("destroyed", 0)]
    for status, days in steps:
        day = clock.local(strike.at_s + days * DAY_S).date()
        row = {"site_id": at.world.sites[strike.site].site_id, "from": day.isoformat(), "status": status}
        tables.write(FOLDER, "site_status", {**row, "report_id": report, "source": "site register (fictional)"})


def _labels(at: Setting, tables: Tables, part: Slice, first: dict[int, int], counters: Counters) -> None:
    s, rng, parties = at.settings.labels, at.streams["labels"], sorted(at.conflict.parties)
    for strike in part.strikes.values():
        draw, expert, wrong, court, other, finding = rng.random(6)
        if not strike.lists:
            continue
        report = _report_id(at, part, first[strike.number])
        if draw < s.share:
            by_expert = expert < s.expert
            party = parties[int(other * len(parties))] if by_expert and wrong < s.expert_wrong else strike.plan.party
            basis = "expert" if by_expert else "court" if court < 0.6 else "accepted_by_party"
            tables.write(FOLDER, "labels", {"report_id": report, "party": party, "basis": basis})
        if finding < 0.02:
            number = counters.more["finding"] = counters.more.get("finding", 0) + 1
            made = at.calendar.clock.end + timedelta(days=200)
            tables.write(
                FOLDER,
                "outside_findings",
                {
                    "finding_id": f"OF{number:03d}",
                    "body": _PANEL,
                    "standard": "reasonable_grounds",
                    "made_on": made.isoformat(),
                    "report_id": report,
                    "party": strike.plan.party,
                    "violation": "indiscriminate attack",
                    "text": "[Fictional] reasonable grounds to believe",
                    "url": "https://panel.invalid/fictional",
                },
            )


def write_statements(at: Setting, tables: Tables) -> None:
    """What parties said of their own acts. Truth decides nothing here: some of it is false, and some true."""
    if not at.settings.labels.statements:
        return
    clock = at.calendar.clock
    stop = clock.local(clock.first_s + int(0.62 * clock.days) * DAY_S).date()
    west, south, east, north = area(at)
    box = f"{west},{south},{east},{north}"
    rows: list[dict[str, Any]] = [
        {
            "party": "toruvia",
            "made_on": (stop + timedelta(days=2)).isoformat(),
            "act": "denies",
            "scope_from": stop.isoformat(),
            "scope_to": clock.end.isoformat(),
            "scope_area": box,
            "scope_kinds": "airstrike",
            "text": f"[Fictional] We stopped all strikes on {stop.isoformat()}.",
        },
        {
            "party": "toruvia",
            "made_on": clock.end.isoformat(),
            "act": "denies",
            "scope_from": clock.start.isoformat(),
            "scope_to": clock.end.isoformat(),
            "scope_objects": "hospital;school",
            "scope_kinds": "airstrike",
            "text": "[Fictional] Our aircraft have never struck a hospital or a school.",
        },
        {
            "party": "naharat",
            "made_on": clock.end.isoformat(),
            "act": "denies_responsibility",
            "scope_from": clock.start.isoformat(),
            "scope_to": clock.end.isoformat(),
            "scope_objects": "mosque",
            "text": "[Fictional] Mosques were destroyed by the other side.",
        },
        {
            "party": "naharat",
            "made_on": stop.isoformat(),
            "act": "other_explanation",
            "scope_from": clock.start.isoformat(),
            "scope_to": stop.isoformat(),
            "scope_objects": "market",
            "text": "[Fictional] A store of ammunition exploded.",
        },
        {
            "party": "selvane",
            "made_on": clock.end.isoformat(),
            "act": "accepts",
            "scope_from": clock.start.isoformat(),
            "scope_to": clock.end.isoformat(),
            "scope_kinds": "airstrike",
            "text": "[Fictional] We regret the loss of life.",
        },
        {
            "party": "dahr",
            "made_on": stop.isoformat(),
            "act": "acknowledges",
            "scope_from": clock.start.isoformat(),
            "scope_to": stop.isoformat(),
            "scope_kinds": "artillery",
            "text": "[Fictional] Our guns answered.",
        },
        {
            "party": "dahr",
            "made_on": clock.end.isoformat(),
            "act": "asked_no_reply",
            "text": "[Fictional] no reply to our letter",
        },
    ]
    for number, row in enumerate(rows, 1):
        row["url"] = f"https://statements.invalid/fictional/{number}"
        tables.write(FOLDER, "statements", {"statement_id": f"ST{number:03d}", **row})


def area(at: Setting) -> tuple[float, float, float, float]:
    """West, south, east, north of the country, degrees to two places."""
    south, west = at.world.plane.degrees(-78_000, -78_000)
    north, east = at.world.plane.degrees(78_000, 78_000)
    return round(west, 2), round(south, 2), round(east, 2), round(north, 2)
