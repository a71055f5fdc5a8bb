"""Which part of the log the facts stand for, and what of the log they lack.

An entry is written before the facts that follow from it, so a full disk or a kill between the two leaves facts behind
their log: a withdrawn account would keep leaving. Whoever reads facts asks here first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings
from dalil.errors import CannotProceed
from dalil.vault.log.reader import Log, Recorded

__all__ = ["demand_standing", "missing", "note_position", "note_results", "results_lack"]

FOLLOWED = ("read", "seal", "withdraw")
"""Kinds of entries that the tables of intake follow. Others (who may open, what left) change no table."""

DECIDING = ("read", "decide", "withdraw")
"""Kinds of entries that move what is computed."""

_WORDING = frozenset({"title", "organisation", "submit", "audiences", "trusted_keys", "codebook", "format"})
"""Settings that move no result: they are read when a submission is made, or are compared by themselves."""


def note_position(log: Log, facts: Facts, position: Mapping[str, int]) -> None:
    """Write down that the tables of intake stand for the log up to `position`: {chain: entries}."""
    facts.set_mark("position", {"entries": dict(position), "trusted": _trusted(log, position)})


def note_results(log: Log, facts: Facts, details: Mapping[str, Any]) -> None:
    """Write down that the results are those of a run of all stages; `details` is its logged `run` entry."""
    position = details["position"]
    facts.set_mark(
        "results",
        {
            "entries": dict(position), "trusted": _trusted(log, position),
            "settings": details["settings"], "codebook": details["codebook"],
        },
    )  # fmt: skip


def missing(log: Log, facts: Facts, position: Mapping[str, int]) -> Counter[str]:
    """What of the log, which stands at `position`, the tables of intake lack: kinds of entries, each with its number.

    `trusted_keys` counts as one where another set of keys was trusted when they were made: then all is read anew.
    """
    return _lack(log, facts.mark("position"), position, FOLLOWED)


def demand_standing(log: Log, facts: Facts, position: Mapping[str, int], case: object) -> None:
    """Refuse facts that are behind their log: what was withdrawn since would be shown as if it were not."""
    lacking = missing(log, facts, position)
    if lacking:
        raise CannotProceed(
            "The computed tables are behind the log: a command was interrupted, or another one is writing now.",
            expected="tables that hold what the log says",
            found=f"without {_named(lacking)}",
            where=str(case),
            do=f"run: dalil rebuild {case}   (or wait for the command that is writing)",
        )


def results_lack(
    log: Log, facts: Facts, position: Mapping[str, int], before: Settings | None, now: Settings, codebook: str
) -> list[str]:
    """What was logged or set since the results were computed, in words; empty where they hold all of it.

    `before` are the settings of the run that computed them, None where there was none.
    """
    mark = facts.mark("results")
    if not mark or before is None:
        return ["no run of all stages"]
    lacking = _lack(log, mark, position, DECIDING, _feeds_results)
    said = [_named(lacking)] if lacking else []
    moved = [name for name in type(now).model_fields if name not in _WORDING]
    changed = [name.rstrip("_") for name in moved if getattr(before, name) != getattr(now, name)]
    said += [f"another {name} in case.toml" for name in changed]
    if mark["codebook"] != codebook:
        said.append("another code book")
    return said


def _feeds_results(entry: Recorded) -> bool:
    # A report whose consent is withdrawn is counted as before: only its account stays in.
    return entry.kind != "withdraw" or bool((entry.details or {}).get("testimonies"))


def _lack(
    log: Log, mark: Mapping[str, Any], position: Mapping[str, int], kinds: Iterable[str],
    concerns: Callable[[Recorded], bool] = lambda entry: True,
) -> Counter[str]:  # fmt: skip
    entries: Mapping[str, int] = mark.get("entries", {})
    lacking: Counter[str] = Counter()
    # Most commands meet facts that stand where the log stands: then no entry is opened.
    if any(size > entries.get(chain, 0) for chain, size in position.items()):
        for entry in log.entries(*kinds):
            if entry.number >= entries.get(entry.chain, 0) and concerns(entry):
                lacking[entry.kind] += 1
    if mark and mark["trusted"] != _trusted(log, entries):
        lacking["trusted_keys"] += 1
    return +lacking


def _trusted(log: Log, position: Mapping[str, int]) -> list[str]:
    """The trusted chains that have entries within `position`: another set acts on the case in another way."""
    return sorted(chain for chain in log.trusted() if position.get(chain, 0))


_WORDS = {
    "read": "readings", "seal": "originals", "withdraw": "withdrawals", "decide": "decisions",
    "trusted_keys": "change of trusted keys",
}  # fmt: skip


def _named(lacking: Mapping[str, int]) -> str:
    return ", ".join(f"{number} {_WORDS[kind]}" for kind, number in sorted(lacking.items()))
