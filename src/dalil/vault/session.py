"""A case open for writing: locked, tidied after an interruption, its settings sealed, its log at hand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from dalil.errors import CannotProceed, Refused
from dalil.units import Sha256, sha256_of
from dalil.vault.duplicate import clear_copies
from dalil.vault.files.disk import clear_errors, clear_leftovers, replace_text
from dalil.vault.files.lock import case_lock
from dalil.vault.files.regular import read_regular
from dalil.vault.files.store import Store
from dalil.vault.identities.sealed import Identities, finish_destroying
from dalil.vault.identities.secret import CaseSecret, find_secret, make_secret
from dalil.vault.keys.own import Keys
from dalil.vault.log.reader import SETTINGS_FILE, Log
from dalil.vault.log.trust import listed_keys
from dalil.vault.log.writer import LogWriter

__all__ = ["SETTINGS_FILE", "Session", "Tidied", "last_settings", "log_of", "sealed_of", "trust", "vault_of", "writing"]


def vault_of(case: Path) -> Store:
    """The originals of a case."""
    return Store(case / "vault")


def sealed_of(case: Path) -> Store:
    """The sealed identities of a case."""
    return Store(case / "sealed", kind="sealed", protection="age")


def log_of(case: Path) -> Log:
    """The log of a case, for reading; needs no lock."""
    return Log(case / "log", vault_of(case))


@dataclass(frozen=True, slots=True)
class Tidied:
    """What an interrupted command left and was put right on opening; the command reports it.

    `temporary`: unfinished files, and folders of unfinished joins, removed. `set_aside`: torn or unsigned ends of the
    log, kept in files beside it. `destroyed`: keys whose destruction was logged and not yet done. `settings`: case.toml
    had changed and was sealed.
    """

    temporary: int
    set_aside: tuple[str, ...]
    destroyed: int
    settings: bool


@dataclass
class Session:
    """A case that this process alone writes to."""

    case: Path
    vault: Store
    sealed: Store
    log: LogWriter
    tidied: Tidied

    @cached_property
    def secret(self) -> CaseSecret:
        """The case's secret. Raises `CannotProceed` when it is not sealed to the writer's key."""
        found = find_secret(self.log, self.sealed, self.log.keys, self.log.chain)
        return found or make_secret(self.log, self.sealed)

    @cached_property
    def identities(self) -> Identities:
        """The sealed identities."""
        return Identities(self.log, self.sealed, self.secret)


@contextmanager
def writing(case: Path, keys: Keys, *, organisation: str = "") -> Iterator[Session]:
    """Open `case` for writing. Raises `CannotProceed` while another process has it.

    `organisation` is the label of a chain that this call begins.
    """
    with case_lock(case):
        vault, sealed = vault_of(case), sealed_of(case)
        temporary = sum(clear_leftovers(case / room) for room in ("vault", "sealed", "log")) + clear_copies(case)
        log = _open_log(case, vault, keys, organisation)
        destroyed = finish_destroying(log, sealed)
        settings = _seal_settings(case / SETTINGS_FILE, log)
        session = Session(case, vault, sealed, log, Tidied(temporary, log.newly_set_aside, destroyed, settings))
        # Made with the case: made later, after a join, it could not be told from one that is withheld from this key.
        if len(log.chains()) == 1:
            _ = session.secret
        yield session


def _open_log(case: Path, vault: Store, keys: Keys, organisation: str) -> LogWriter:
    """The log under `keys`. A key that is new here is listed as trusted: who holds it holds the folder.

    One whose chain came in by a join is not: whose case this is, a person says in case.toml.
    """
    before = log_of(case)
    chains = {chain.name for chain in before.chains()}
    trusted = before.trusted()
    log = LogWriter(case / "log", vault, keys, organisation=organisation)
    if chains and log.chain not in chains:
        trust(log, [*trusted, log.chain])
    elif chains and log.chain not in trusted:
        raise CannotProceed(
            "This case does not trust your key: what you log here would act on nothing but what you brought in.",
            expected="one of " + (", ".join(sorted(trusted)) or "the keys that trusted_keys in case.toml lists"),
            found=log.chain,
            where=str(case / SETTINGS_FILE),
            do=f'if this is your case, list your key there: trusted_keys = ["{log.chain}"]',
        )
    return log


def trust(log: LogWriter, keys: Sequence[str]) -> frozenset[str]:
    """Write into case.toml that the case trusts `keys` and those that it trusts now; gives all of them.

    Where it lists none and needs none (one chain, none to add) it is listed all the same: a second one may come.
    """
    path = log.folder.parent / SETTINGS_FILE
    wanted = log.trusted() | set(keys)
    listed = listed_keys(path)
    if path.exists() and wanted != listed:
        text = read_regular(path).decode("utf-8")
        line = "trusted_keys = [" + ", ".join(f'"{key}"' for key in sorted(wanted)) + "]"
        if listed is None:
            text = f"{line}  # whose entries act on everything in this case\n{text}"
        else:
            text, found = re.subn(r"(?m)^trusted_keys\s*=\s*\[[^\]]*\]", line, text)
            if not found:
                raise Refused(
                    "The list of trusted keys could not be written.",
                    expected="a line `trusted_keys = [...]`",
                    found="another spelling",
                    where=str(path),
                    do=f"write it by hand: {line}",
                )
        replace_text(path, text)
        _seal_settings(path, log)
    return frozenset(wanted)


def last_settings(log: Log) -> dict[str, Sha256]:
    """The hash of case.toml as each trusted chain last sealed it."""
    entries = (entry for entry in log.entries("settings") if entry.trusted)
    return {entry.chain: Sha256(entry.details["sha256"]) for entry in entries if entry.details is not None}


def _seal_settings(path: Path, log: LogWriter) -> bool:
    """Seal case.toml where it is not the one last sealed."""
    if not path.exists():
        return False
    with clear_errors("reading the settings", path):
        content = read_regular(path)
    # Of any trusted chain: a joined copy may have sealed this very text.
    if sha256_of(content) in last_settings(log).values():
        return False
    stored = log.store.put_bytes(content)
    log.append("settings", {"sha256": stored.sha256, "size": stored.size})
    return True
