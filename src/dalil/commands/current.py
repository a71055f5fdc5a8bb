"""Facts that stand where the log stands: caught up before they are used, or refused with the command that mends it."""

from __future__ import annotations

from dalil.casefile.case import Case
from dalil.casefile.facts import Facts
from dalil.casefile.standing import missing, results_lack
from dalil.errors import CannotProceed, Refused
from dalil.progress import Announce, silent
from dalil.records import KINDS, TABLES

__all__ = ["bring_up", "clear", "demand_computed"]


def bring_up(case: Case, announce: Announce = silent) -> None:
    """Make the tables of intake what the log says, where an interrupted command, or nothing, left others.

    `case` is open for writing. Where records came or went the results are put away: they are of other records.
    """
    from dalil import intake

    if case.facts_path.exists():
        with case.facts(checked=False) as facts:
            lacking = missing(case.log, facts, case.position())
            if not lacking and not intake.is_stale(case, facts):
                return
    announce("catching up with the log")
    with case.building() as facts:
        if "trusted_keys" in missing(case.log, facts, case.position()):
            intake.replay(case, facts)
            clear(facts)
        else:
            before = _readings(facts)
            stale = intake.is_stale(case, facts)
            intake.catch_up(case, facts, announce)
            if stale or _readings(facts) != before:
                clear(facts)


def clear(facts: Facts) -> None:
    """Put away what was computed: from fewer records it would look like a right figure."""
    from dalil.intake import INTAKE_TABLES

    read = {*INTAKE_TABLES, *(kind.table for kind in KINDS.values())}
    for table in TABLES:
        if table not in read:
            facts.replace(table, [])
    facts.set_mark("results", {})


def demand_computed(case: Case, facts: Facts) -> None:
    """Refuse results that were computed before something that is in the log, or under other settings.

    Raises `CannotProceed`: what leaves would bear a position of the log that its content does not have.
    """
    used = facts.mark("results").get("settings")
    try:
        before = case.settings_as_of(used) if used else None
    except Refused:  # settings of another version, which cannot be compared: computed anew they can
        before = None
    lacking = results_lack(
        case.log, facts, case.position(), before, case.settings, case.codebook_sha256() or ""
    )  # fmt: skip
    if lacking:
        raise CannotProceed(
            "The results are older than what the case holds; nothing was written.",
            expected="results of everything that the log says",
            found="since they were computed: " + "; ".join(lacking),
            where=str(case.path),
            do=f"run: dalil run {case.path}",
        )


def _readings(facts: Facts) -> int:
    return int(facts.value("SELECT count(*) FROM reading"))
