"""Taking files into a case: seal the originals, log what reads them, read them.

Three steps, each complete before the next: after an interruption `add` run again finds what is sealed, logs what is
not logged, and reads what is not read.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from shlex import quote
from typing import Any

from dalil.casefile.case import Case
from dalil.casefile.facts import Facts
from dalil.errors import DalilError, Refused, UsageError
from dalil.intake.formats.registry import Context, Reader, find_reader, reader_named
from dalil.intake.guard.doubt import is_unread_table
from dalil.intake.guard.fields import demand_nobody, fields_of
from dalil.intake.guard.protected import ProtectedTable, guard, mapped_columns
from dalil.intake.ingest.discover import Found, discover
from dalil.intake.ingest.replay import catch_up
from dalil.intake.ingest.summary import AddSummary, FileSummary, summary_of, unread_table
from dalil.intake.notations.source_file import SourceFile
from dalil.intake.notations.tables import is_table
from dalil.progress import Announce, silent
from dalil.records import KINDS
from dalil.vault.log.seal import SealedFile, ToSeal, seal_files

__all__ = ["add"]


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is to become of one file that can be taken. `reader` is None for an exhibit."""

    found: Found
    name: str
    reader: Reader | None
    as_: str
    protected: ProtectedTable | None = None
    unread: bool = False  # a table, by its content, that no reader knows


@dataclass(frozen=True, slots=True)
class _Options:
    """What the person said."""

    context: Context
    mapping_sha256: str


def add(
    case: Case,
    paths: Sequence[Path],
    *,
    as_: str | None = None,
    organisation: str | None = None,
    mapping: Path | None = None,
    today: date | None = None,
    announce: Announce = silent,
) -> AddSummary:
    """Take `paths` (files, or folders with all that is in them) into an open case.

    Takes: files; `as_` names a kind (`reports`) or a format (`airwars`); `organisation` is who handed them in, and
    fills that column where a table has none; `mapping` is the TOML file of the format `table`. Gives: sealed
    originals, entries `seal` and `read` in the log, and the tables of the kinds with `original`, `reading`,
    `refusal`, `unknown_column`, `superseded`, `report_source`. Refuses: what the summary says, with reasons; raises
    only for wrong use (`UsageError`) or when it cannot go on (`CannotProceed`).
    """
    options = _options(case, as_, organisation, mapping, today)
    plans: list[_Plan] = []
    done: dict[int, FileSummary] = {}
    for number, found in enumerate(discover(paths)):
        planned = _plan(found, options)
        if isinstance(planned, _Plan):
            plans.append(planned)
        else:
            done[number] = planned
        done.setdefault(number, FileSummary(found.path.name, "exhibit"))
    pending = iter(_take(case, plans, options, announce))
    taken = [summary if summary.status != "exhibit" else next(pending) for _, summary in sorted(done.items())]
    return AddSummary(tuple(taken))


def _options(
    case: Case, as_: str | None, organisation: str | None, mapping: Path | None, today: date | None
) -> _Options:
    if as_ and as_ not in KINDS:
        reader_named(as_)
    who = (organisation if organisation is not None else case.settings.organisation).strip()
    if "/" in who:  # ids are organisation/id: a second slash would part them elsewhere
        raise UsageError("The name of an organisation holds a slash.", expected="a name without /", found=who)
    text, sha256 = None, ""
    if mapping is not None:
        content = _read_mapping(mapping)
        text, sha256 = tomllib.loads(content.decode("utf-8")), case.store.put_bytes(content).sha256
    if (as_ == "table") != (mapping is not None):
        raise UsageError(
            "The format `table` and a mapping belong together.",
            expected="--as table --mapping FILE",
            found="one without the other",
        )
    day = today or datetime.now(UTC).date()
    return _Options(Context(case.settings, who, day, as_ or "", text), sha256)


def _read_mapping(path: Path) -> bytes:
    try:
        content = path.read_bytes()
        tomllib.loads(content.decode("utf-8"))
    except OSError as error:
        raise UsageError("The mapping cannot be read.", found=error.strerror or "", where=str(path)) from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Refused("The mapping is not valid TOML in UTF-8.", found=str(error), where=str(path)) from None
    return content


def _plan(found: Found, options: _Options) -> _Plan | FileSummary:
    name = found.path.name
    if found.refused is not None:
        return FileSummary(name, "refused", problem=found.refused)
    if found.path.is_symlink() or not found.path.is_file():  # a pipe must not be waited for; the sealing says why not
        return _Plan(found, name, None, "")
    file = SourceFile.at(found.path)
    unread = False
    try:
        reader, as_ = _reader_for(file, options.context)
        protected = _guarded(file, reader, replace(options.context, as_=as_))
        unread = reader is None and bool(file.head) and is_unread_table(file)
    except DalilError as refused:
        return FileSummary(name, "refused", problem=refused)
    except OSError:  # not readable: the sealing says why
        return _Plan(found, name, None, "")
    if protected is not None:
        return _Plan(found, protected.name, reader if protected.copy is not None else None, as_, protected)
    return _Plan(found, name, reader, as_, unread=unread)


def _guarded(file: SourceFile, reader: Reader | None, context: Context) -> ProtectedTable | None:
    """What of the file must be sealed, whatever its reader. Raises `Refused` where persons cannot be kept apart."""
    if reader is None:
        return guard(file, None, context.organisation)
    if reader.kind is not None:
        return guard(file, reader.kind(file, context), context.organisation)
    known = reader.fields if reader.published else frozenset[str]()
    if context.mapping is not None:
        known |= mapped_columns(file, context.mapping)
    demand_nobody(fields_of(file, published=reader.published), known, file)
    return None


def _reader_for(file: SourceFile, context: Context) -> tuple[Reader | None, str]:
    """The reader, and the kind or format that goes to the log."""
    # a kind named for a whole folder is meant of its tables; films and papers beside them stay exhibits
    if context.as_ and (context.as_ not in KINDS or is_table(file)):
        return reader_named("plain" if context.as_ in KINDS else context.as_), context.as_
    reader = find_reader(file)
    if reader is not None and reader.kind is not None:
        kind = reader.kind(file, context)
        return reader, kind.stem if kind else ""
    return reader, reader.name if reader else ""


def _take(case: Case, plans: list[_Plan], options: _Options, announce: Announce) -> list[FileSummary]:
    if not plans:
        return []
    announce(f"sealing {len(plans):,} files")
    outcomes = _seal(case, plans, options)
    places = _log_readings(case, plans, outcomes, options)
    with case.building() as facts:
        # readings that have facts already are not said again; one that an interruption left without is read now
        before = set(facts.query("SELECT DISTINCT chain, number FROM reading").fetchall())
        places = {n: place for n, place in places.items() if place not in before}
        refused = catch_up(case, facts, announce)
        return [
            _said(facts, case, plan, outcome, places.get(number), refused)
            for number, (plan, outcome) in enumerate(zip(plans, outcomes, strict=True))
        ]


def _said(
    facts: Facts, case: Case, plan: _Plan, outcome: SealedFile, place: tuple[str, int] | None,
    refused: dict[tuple[str, int], Refused],
) -> FileSummary:  # fmt: skip
    again = f"dalil add {quote(str(case.path))} {quote(str(plan.found.path))}"  # what adds this one file
    made = summary_of(facts, plan.found.path.name, plan.reader, outcome, place, refused, plan.protected, again)
    return unread_table(made, again) if plan.unread and made.status == "exhibit" else made


def _seal(case: Case, plans: list[_Plan], options: _Options) -> list[SealedFile]:
    """Seal every file, in order; rows with identities go to their persons."""
    plain = [plan for plan in plans if plan.protected is None]
    sealed = seal_files(case.writer, (_to_seal(plan, options) for plan in plain))
    return [
        next(sealed)
        if plan.protected is None
        else plan.protected.seal(case, plan.found.path, plan.found.folder, options.context.organisation)
        for plan in plans
    ]


def _to_seal(plan: _Plan, options: _Options) -> ToSeal:
    metadata = {"folder": plan.found.folder, "role": "table" if plan.reader else "exhibit"}
    return ToSeal(plan.found.path, plan.name, options.context.organisation, metadata)


def _log_readings(
    case: Case, plans: Sequence[_Plan], outcomes: Sequence[SealedFile], options: _Options
) -> dict[int, tuple[str, int]]:
    """Where the reading of each table stands in the log; it is logged unless this reader read it before in this way.

    A reading that an interruption left without facts stands there too: it is made now.
    """
    known = {_reading_key(e.details): (e.chain, e.number) for e in case.log.entries("read") if e.details}
    fresh: dict[int, dict[str, Any]] = {}
    logged: dict[int, tuple[str, int]] = {}
    keys: set[tuple[Any, ...]] = set()
    for number, (plan, outcome) in enumerate(zip(plans, outcomes, strict=True)):
        if plan.reader is None or outcome.refused is not None or not outcome.sha256:
            continue
        details = _reading_details(plan, plan.reader, outcome, options)
        key = _reading_key(details)
        if key in known:
            logged[number] = known[key]
        elif key not in keys:
            fresh[number] = details
        keys.add(key)
    refs = case.writer.extend("read", fresh.values())
    return logged | {n: (ref.chain, ref.number) for n, ref in zip(fresh, refs, strict=True)}


def _reading_details(plan: _Plan, reader: Reader, outcome: SealedFile, options: _Options) -> dict[str, Any]:
    context = options.context
    # by its sealed table, not by the copy: two tables of other words may leave one copy
    words = {"words": outcome.sealed} if plan.protected is not None and plan.protected.words else {}
    return {
        "sha256": outcome.sha256, "file_name": plan.name, "reader": reader.name, "reader_version": reader.version,
        "as": plan.as_, "organisation": context.organisation, "as_of": context.as_of.isoformat(),
        "mapping_sha256": options.mapping_sha256, **words,
    }  # fmt: skip


def _reading_key(details: Mapping[str, Any]) -> tuple[Any, ...]:
    # not the day of the reading: the same file on another day is the same reading
    names = ("sha256", "reader", "reader_version", "as", "organisation", "mapping_sha256")
    return (*(details[name] for name in names), details.get("words", ""))
