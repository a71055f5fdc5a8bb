"""The table of contents: what each command does, one line for each stage.

A run writes what it is about to do to the log before it does it, so that no window can move after looking.
"""

from __future__ import annotations

import dataclasses
import importlib.metadata
import platform
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import duckdb

from dalil import __version__
from dalil.casefile.case import Case
from dalil.casefile.decisions import decisions_of
from dalil.casefile.facts import Facts
from dalil.casefile.standing import note_results
from dalil.commands.current import bring_up
from dalil.errors import CannotProceed, Refused, UsageError
from dalil.progress import Announce, silent

__all__ = ["STAGES", "compute", "rebuild", "run", "stages_of"]

STAGES = ("locate", "link", "crossref", "attribute", "count")


def run(path: Path, *, only: str | None = None, engine: str = "duckdb", announce: Announce = silent) -> dict[str, Any]:
    """Compute all stages, or one; log what is run and with what before it runs.

    `locate` goes before any stage that is asked for alone: every stage reads where the reports are, and the area, the
    period and the parties may have changed since they were located.
    """
    if only is not None and only not in STAGES:
        raise UsageError(f"There is no stage {only!r}.", expected="one of " + ", ".join(STAGES))
    stages = tuple(dict.fromkeys(("locate", only))) if only else STAGES
    with Case.open(path, write=True) as case:
        bring_up(case, announce)
        details = {
            "stages": list(stages),
            "engine": engine,
            "settings": case.settings_sha256(),
            "codebook": case.codebook_sha256() or "",
            "position": case.position(),
            "versions": versions(),
        }
        with case.building() as facts:
            # Logged before it runs, and only once there are facts to run on: a refused command was no run.
            case.writer.append("run", details)
            said = compute(
                case,
                facts,
                details,
                declare=lambda declared: case.writer.append("declare", declared),
                announce=announce,
            )
            if "link" in stages:
                from dalil import link

                case.writer.append("learned", link.learned(facts))
            _note(case, facts, details)
    return {"stages": said}


def compute(
    case: Case,
    facts: Facts,
    details: dict[str, Any],
    *,
    declare: Callable[[dict[str, Any]], object],
    announce: Announce = silent,
) -> dict[str, Any]:
    """One line a stage. `details` is the logged `run` entry; `declare` logs the windows before the search."""
    from dalil import attribute, count, crossref, intake, link
    from dalil.crossref import window
    from dalil.locate.stage import locate

    settings = case.settings_as_of(details["settings"])
    stages = stages_of(details)
    said: dict[str, Any] = {}

    facts.replace("decision", decisions_of(case.log, details["position"], facts))
    if "locate" in stages:
        announce("locate: places by name")
        said["locate"] = locate(facts, settings)
    if "link" in stages:
        announce("link: reports of one attack, rows of one person")
        said["link"] = link.link(facts, settings, engine=details["engine"], sealed=intake.sealed_names(case))
    if "crossref" in stages:
        declared = window.declare(facts, settings)
        declare(declared)
        announce("crossref: flights, tracks, radio")
        earlier = _earlier_declarations(case, details["position"], declared)
        said["crossref"] = crossref.crossref(
            facts, settings, engine=details["engine"], declared=declared, earlier=earlier, announce=announce
        )
    if "attribute" in stages:
        announce("attribute: weighing the evidence")
        said["attribute"] = attribute.attribute(facts, settings, codebook=_codebook(case, details))
    if "count" in stages:
        announce("count: figures and their intervals")
        said["count"] = count.count(facts, settings)
    return {stage: _summary(result) for stage, result in said.items()}


def _earlier_declarations(case: Case, position: dict[str, int], declared: dict[str, Any]) -> list[dict[str, Any]]:
    """Other windows that were searched before: their results stand beside these, none is forgotten."""
    found = [
        dict(entry.details)
        for entry in case.log.entries("declare")
        if entry.details is not None and entry.trusted and entry.number < position.get(entry.chain, 0)
    ]
    return [each for i, each in enumerate(found) if each != declared and each not in found[:i]]


def _codebook(case: Case, details: dict[str, Any]) -> str | None:
    return case.store.read(details["codebook"]).decode("utf-8") if details["codebook"] else None


def rebuild(path: Path, *, announce: Announce = silent) -> dict[str, Any]:
    """Facts anew from vault and log: read every original again, then repeat the runs that came after the last."""
    from dalil import intake

    with Case.open(path, write=True) as case:
        before = _hashes(case)
        with case.building(fresh=True) as facts:
            announce("reading every original again")
            intake.replay(case, facts)
            readings = facts.value("SELECT count(*) FROM reading")
            for details in runs_to_repeat(case):
                compute(case, facts, details, declare=lambda declared: None, announce=announce)
                _note(case, facts, details)
        with case.facts() as facts:
            after = facts.hashes()
    changed = sorted(name for name in after if before and before.get(name) != after[name])
    return {"tables": len(after), "readings": readings, "changed": changed, "hashes": after}


def _note(case: Case, facts: Facts, details: Mapping[str, Any]) -> None:
    # One stage alone leaves results of two moments: they stand for the position of the older, which is noted already.
    if stages_of(details) == STAGES:
        note_results(case.log, facts, details)


def runs_to_repeat(case: Case) -> list[dict[str, Any]]:
    """The logged runs that still count: own ones that saw every reading, from the last one of all stages on."""
    reads = [(entry.chain, entry.number) for entry in case.log.entries("read")]
    repeated: list[dict[str, Any]] = []
    for entry in case.log.entries("run"):
        if entry.details is None or not entry.trusted:
            continue
        position = entry.details["position"]
        if all(number < position.get(chain, 0) for chain, number in reads):
            if stages_of(entry.details) == STAGES:
                repeated.clear()
            repeated.append(dict(entry.details))
    return repeated


def stages_of(details: Mapping[str, Any]) -> tuple[str, ...]:
    """The stages of a logged run. Where none is `locate` the run is older than this stage, and located all the same.

    >>> stages_of({"stages": ["link"]})
    ('locate', 'link')
    """
    return tuple(dict.fromkeys(("locate", *details["stages"])))


def versions() -> dict[str, str]:
    """What a result depends on beside the case."""
    names = ("duckdb", "numpy", "scipy", "splink", "tzdata", "typst")
    found = {"dalil": __version__, "python": platform.python_version()}
    for name in names:
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            found[name] = "absent"
    return found


def _summary(result: Any) -> Any:
    return dataclasses.asdict(result) if dataclasses.is_dataclass(result) and not isinstance(result, type) else result


def _hashes(case: Case) -> dict[str, Any]:
    try:
        with case.facts(checked=False) as facts:
            return dict(facts.hashes())
    except (CannotProceed, Refused, duckdb.Error):  # nothing readable to compare with: that is why one rebuilds
        return {}
