"""What follows from attacks: the state of sites, labels, findings of others."""

from __future__ import annotations

from datetime import timedelta

from dalil.simulate.events.strikes import Setting, Strike
from dalil.simulate.tell.naming import Counters, global_id
from dalil.simulate.tell.slices import Slice
from dalil.simulate.world.clock import DAY_S
from dalil.simulate.write.reference import FOLDER
from dalil.simulate.write.tables import Tables

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
    # Over half stay open, damaged; of the closed most open again within two weeks, one in fifteen is gone.
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
            basis = "expert" if by_expert else "court" if court < s.court else "accepted_by_party"
            tables.write(FOLDER, "labels", {"report_id": report, "party": party, "basis": basis})
        if finding < s.findings:
            number = counters.more["finding"] = counters.more.get("finding", 0) + 1
            # Panels report half a year after: too late to have been copied by anybody here.
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
