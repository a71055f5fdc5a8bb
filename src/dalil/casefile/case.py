"""A case behind one door: its settings, originals, log, sealed identities and facts."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from dalil.casefile import facts as factsfile
from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings, parse_settings, read_settings
from dalil.casefile.standing import demand_standing, note_position
from dalil.errors import CannotProceed, Refused, UsageError
from dalil.units import Sha256, sha256_of
from dalil.vault.duplicate import put_back
from dalil.vault.files.regular import read_regular
from dalil.vault.files.store import Store
from dalil.vault.identities.sealed import Identities
from dalil.vault.identities.secret import CaseSecret
from dalil.vault.keys.own import open_keys
from dalil.vault.log.entry import Checkpoint
from dalil.vault.log.reader import Log
from dalil.vault.log.writer import LogWriter
from dalil.vault.session import SETTINGS_FILE, Session, log_of, vault_of, writing

__all__ = ["FACTS_FILE", "LEAVING", "Case", "create", "is_case"]

FACTS_FILE = "facts.duckdb"
# What left moves no result: without this two submissions in a row would differ by the entry of the first.
LEAVING = frozenset({"export", "read_out", "submit"})
"""Kinds of entries that say what left the case."""


def is_case(path: Path) -> bool:
    """True when `path` looks like a case folder."""
    return (path / SETTINGS_FILE).is_file() and (path / "log").is_dir()


@dataclass(frozen=True)
class Case:
    """An open case. It can be written to only where it was opened for that; then `session` holds the lock."""

    path: Path
    settings: Settings
    store: Store
    log: Log
    session: Session | None = None

    @classmethod
    @contextmanager
    def open(cls, path: Path, *, write: bool = False) -> Iterator[Case]:
        """Open a case.

        To read takes no lock and no keys: a reader never blocks a writer. To write takes the case's lock, tidies
        what an interrupted command left, and seals case.toml and the code book where they changed.
        """
        put_back(path)
        _demand_case(path)
        # Before the lock: a fault in case.toml is told without tidying anything.
        settings = read_settings(path / SETTINGS_FILE)
        if not write:
            yield cls(path, settings, vault_of(path), log_of(path))
            return
        with writing(path, open_keys(), organisation=settings.organisation) as session:
            case = cls(path, settings, session.vault, session.log, session)
            case._seal_codebook()
            yield case

    @property
    def writer(self) -> LogWriter:
        """The log, for appending."""
        return self._writing.log

    @property
    def identities(self) -> Identities:
        """The sealed identities."""
        return self._writing.identities

    @property
    def secret(self) -> CaseSecret:
        """What every salt of this case is made from."""
        return self._writing.secret

    @property
    def _writing(self) -> Session:
        if self.session is None:
            raise CannotProceed("The case is open for reading only.", where=str(self.path))
        return self.session

    @property
    def facts_path(self) -> Path:
        """Where the facts are."""
        return self.path / FACTS_FILE

    @contextmanager
    def facts(self, *, checked: bool = True) -> Iterator[Facts]:
        """The facts, read-only. Raises `CannotProceed` where there are none, and where they are behind the log.

        `checked` is False for whoever looks whether they are, or only compares.
        """
        if not self.facts_path.exists():
            raise CannotProceed(
                "This case has no computed tables.", where=str(self.facts_path), do=f"run: dalil rebuild {self.path}"
            )
        with factsfile.reading(self.facts_path) as facts:
            if checked:
                demand_standing(self.log, facts, self.position(), self.path)
            yield facts

    def building(self, *, fresh: bool = False) -> AbstractContextManager[Facts]:
        """The facts, to write: a copy that takes their place when the block ends well."""
        return factsfile.building(self.facts_path, fresh=fresh)

    def head(self) -> list[Checkpoint]:
        """The log's position: of each chain the signed checkpoint after its last entry that is not about leaving.

        Handing over and reading out are logged too, but change nothing that is computed: two submissions in a row
        stand at one position and have the same bytes.
        """
        heads = []
        for chain in self.log.chains():
            last = max((entry.number for entry in chain.entries if entry.kind not in LEAVING), default=0)
            # The first checkpoint past it, not the last: entries about leaving that follow are signed by later ones.
            heads.append(next(point for point in chain.checkpoints if point.size > last))
        return heads

    def position(self) -> dict[str, int]:
        """How many entries of each chain lie at or before `head`."""
        return {checkpoint.chain: checkpoint.size for checkpoint in self.head()}

    def settings_sha256(self) -> Sha256:
        """Hash of case.toml; a case open for writing has sealed it under this hash."""
        return sha256_of(_read(self.path / SETTINGS_FILE))

    def settings_as_of(self, sha256: str) -> Settings:
        """The settings that were sealed under this hash."""
        text = self.store.read(Sha256(sha256)).decode("utf-8")
        return parse_settings(tomllib.loads(text), where=f"case.toml as sealed under {sha256}")

    def codebook_sha256(self) -> Sha256 | None:
        """Hash of the code book as last sealed, where the case has one."""
        if not self.settings.codebook:
            return None
        return sha256_of(_read_named(self.path, self.settings.codebook))

    def _seal_codebook(self) -> None:
        # Sealed once for each content: a book that is put back as it was needs no second entry.
        wanted = self.codebook_sha256()
        known = {str(entry.details["sha256"]) for entry in self.log.entries("codebook") if entry.details}
        if wanted is not None and wanted not in known:
            stored = self.store.put_bytes(_read_named(self.path, self.settings.codebook))
            self.writer.append("codebook", {"sha256": stored.sha256, "size": stored.size})


def create(path: Path, case_toml: str, *, codebook: str | None = None) -> None:
    """Make the case folder with these settings; refuses a folder that holds anything.

    `codebook` is the text of the code book that the settings name.
    """
    # Everything is checked before the folder is made: a refusal leaves nothing behind.
    settings = parse_settings(tomllib.loads(case_toml), where="the settings of the new case")
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise UsageError("The folder for the new case is not empty.", where=str(path), do="name a new folder")
    # A path would seal a file from anywhere on this machine into a case that is handed on.
    _demand_inside(settings.codebook)
    for part in ("vault", "log", "sealed"):
        (path / part).mkdir(parents=True, exist_ok=True)
    path.chmod(0o700)  # what is computed is readable for whoever may enter the folder
    (path / SETTINGS_FILE).write_text(case_toml, encoding="utf-8")
    if settings.codebook and codebook is not None:
        (path / settings.codebook).write_text(codebook, encoding="utf-8")
    with Case.open(path, write=True) as case, case.building(fresh=True) as facts:
        note_position(case.log, facts, case.position())


def _demand_case(path: Path) -> None:
    if not is_case(path):
        raise UsageError(
            "This is not a case.",
            expected="a folder with case.toml and log/",
            found="nothing there" if not path.exists() else "a folder or file without them",
            where=str(path),
            do="make one with: dalil new CASE --title … --zone … --from … --to …",
        )


def _demand_inside(codebook: str) -> None:
    if codebook and Path(codebook).name != codebook:
        raise Refused(
            "The code book must lie in the case folder.",
            expected="a file name",
            found=codebook,
            where="codebook",
            do="put it beside case.toml and name it there",
        )


def _read_named(case: Path, codebook: str) -> bytes:
    """The code book that case.toml names. A case that came from elsewhere could name any file of this machine."""
    _demand_inside(codebook)
    return _read(case / codebook)


def _read(path: Path) -> bytes:
    try:
        return read_regular(path)
    except FileNotFoundError:
        raise UsageError("A file that case.toml names is missing.", where=str(path), do="put it back") from None
