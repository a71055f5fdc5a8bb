"""From the log to the facts of intake: every `seal` an original, every `read` a reading, in the order of the log.

The facts are a function of the log, so reading after an interruption, reading what another organisation's chain
brought, and reading everything anew are one thing.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from itertools import chain
from typing import Any, Protocol

from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings
from dalil.casefile.withdrawals import follow
from dalil.errors import CannotProceed, DalilError, Refused
from dalil.intake.formats.registry import Context, Item, Refusal, reader_named
from dalil.intake.guard.witness_words import with_words
from dalil.intake.ingest.record_loader import RecordLoader, settings_mark
from dalil.intake.ingest.references import local_collisions, resolve
from dalil.intake.notations.source_file import SourceFile
from dalil.progress import Announce, silent
from dalil.records import KINDS
from dalil.units import Sha256
from dalil.vault.files.store import Store
from dalil.vault.identities.sealed import Identities
from dalil.vault.log.reader import Log, Recorded

__all__ = ["INTAKE_TABLES", "SealedCase", "catch_up", "is_stale", "replay"]

INTAKE_TABLES = (
    "original",
    "reading",
    "refusal",
    "unknown_column",
    "superseded",
    "report_source",
    "report_alias",
    "unresolved",
)
"""Tables that intake fills besides those of the kinds."""


class SealedCase(Protocol):
    """What reading needs of a case."""

    @property
    def settings(self) -> Settings: ...
    @property
    def store(self) -> Store: ...
    @property
    def log(self) -> Log: ...
    @property
    def identities(self) -> Identities: ...
    def position(self) -> dict[str, int]: ...


def catch_up(case: SealedCase, facts: Facts, announce: Announce = silent) -> dict[tuple[str, int], Refused]:
    """Read what the log holds and the facts lack, and note how far they reach.

    Gives the files refused as a whole, by their place in the log.

    Where something missing stands before something that was read, or the settings changed, everything is read anew:
    facts never depend on the order in which they were computed.
    """
    entries = list(case.log.entries("read"))
    if is_stale(case, facts, entries):
        _clear(facts)
    resolved_before = bool(facts.value("SELECT count(*) FROM reading"))
    collisions = local_collisions(facts)
    refused = _read_missing(case, facts, entries, announce)
    # a reference that had one meaning may have two now, and what it was before is only in the file
    if resolved_before and collisions != local_collisions(facts):
        _clear(facts)
        refused = _read_missing(case, facts, entries, announce)
    announce("comparing what was read")
    resolve(facts)
    follow(case.log, facts, case.position())
    return refused


def _read_missing(
    case: SealedCase, facts: Facts, entries: list[Recorded], announce: Announce
) -> dict[tuple[str, int], Refused]:
    known = set(facts.query("SELECT DISTINCT chain, number FROM reading").fetchall())
    _note_originals(case.log, facts)
    refused: dict[tuple[str, int], Refused] = {}
    for number, entry in enumerate(entries, 1):
        place = (entry.chain, entry.number)
        announce(f"reading table {number:,} of {len(entries):,}")
        if place not in known and entry.details is not None:
            problem = _read(case, facts, entry, entry.details)
            if problem is not None:
                refused[place] = problem
    return refused


def replay(case: SealedCase, facts: Facts) -> dict[tuple[str, int], Refused]:
    """Read all originals again from the vault into empty tables, in the order (chain, number) of the log.

    Takes: the vault and the log. Gives: the same tables as the `add` that logged the readings. Refuses: what was
    refused then, with the same words.
    """
    _clear(facts)
    return catch_up(case, facts)


def is_stale(case: SealedCase, facts: Facts, entries: list[Recorded] | None = None) -> bool:
    """True when the facts hold readings that must be made anew, and not only more."""
    entries = list(case.log.entries("read")) if entries is None else entries
    logged = [(entry.chain, entry.number) for entry in entries]
    known = set(facts.query("SELECT DISTINCT chain, number FROM reading").fetchall())
    if not known:
        return False
    marks = {row[0] for row in facts.query("SELECT DISTINCT settings_mark FROM reading").fetchall()}
    # the readings that are known must be a beginning of the log, else an earlier file came in from another chain
    return marks != {settings_mark(case.settings)} or set(logged[: len(known)]) != known


def _clear(facts: Facts) -> None:
    for table in (*INTAKE_TABLES, *(kind.table for kind in KINDS.values() if kind.table)):
        facts.query(f'DELETE FROM "{table}"')


def _read(case: SealedCase, facts: Facts, entry: Recorded, details: Mapping[str, Any]) -> Refused | None:
    context = Context(
        case.settings,
        organisation=details["organisation"],
        as_of=date.fromisoformat(details["as_of"]),
        as_=details["as"],
    )
    before = frozenset[str]() if entry.trusted else case.log.trusted()
    loader = RecordLoader(facts, context, details["sha256"], details["file_name"], (entry.chain, entry.number), before)
    try:
        reader = reader_named(details["reader"])
        if details.get("mapping_sha256"):
            loader.context = replace(context, mapping=_mapping(case.store, details["mapping_sha256"]))
        file = SourceFile.in_store(case.store, details["sha256"], details["file_name"])
        lacking: list[Item] = []
        if details.get("words"):
            file, lacking = _spoken(case, entry, file)
        return loader.load(chain(lacking, reader.read(file, loader.context)), reader.name, reader.version)
    except (DalilError, ValueError) as problem:
        if entry.trusted:
            raise
        # What a stranger's log asks for may be nonsense, or of a newer version: it must not close the case for others.
        return loader.load(_refusing(problem), details["reader"], str(details["reader_version"]))


def _spoken(case: SealedCase, entry: Recorded, copy: SourceFile) -> tuple[SourceFile, list[Item]]:
    """The copy with the words of its witnesses; as it is, with a word on that, where they cannot be opened here."""
    name = str((entry.details or {})["words"])
    try:
        # what a stranger's chain sealed is under another secret
        if entry.trusted:
            return with_words(copy, case.identities.open(Sha256(name))), []
    except CannotProceed:
        pass
    expected, found = "words of witnesses that this case can open", "words sealed to another case, or to another key"
    return copy, [Refusal(None, "text", expected, found, "ask whoever sealed them", whole=False, kind="testimonies")]


def _refusing(problem: Exception) -> Iterator[Item]:
    raise Refused(
        "This reading, which another key logged, cannot be made here.",
        expected="a reader and a mapping that this version has",
        found=type(problem).__name__,
        do="ask whoever handed the case over, or install their version",
    ) from problem
    yield


def _mapping(store: Store, sha256: str) -> dict[str, Any]:
    return tomllib.loads(store.read(Sha256(sha256)).decode("utf-8"))


def _note_originals(log: Log, facts: Facts) -> None:
    known = set(facts.query("SELECT chain, number FROM original").fetchall())
    rows = [
        _original(entry, entry.details)
        for entry in log.entries("seal", "settings", "codebook")
        if entry.details is not None and (entry.chain, entry.number) not in known
    ]
    facts.append("original", rows)


def _original(entry: Recorded, details: Mapping[str, Any]) -> dict[str, Any]:
    metadata = details.get("metadata", {})
    return {
        "sha256": details["sha256"],
        "file_name": details.get("file_name", "case.toml" if entry.kind == "settings" else entry.kind),
        "folder": metadata.get("folder", ""),
        "size": details["size"],
        "organisation": details.get("organisation", ""),
        "sealed_at": datetime.fromisoformat(entry.time).replace(tzinfo=None),
        "chain": entry.chain,
        "number": entry.number,
        "role": metadata.get("role", "settings" if entry.kind != "seal" else "exhibit"),
    }
