"""Verify a case: every check below is made, in this order, and none stops the others.

What no check within a case can see: the end of a chain cut off together with its checkpoints, back to an earlier
checkpoint. A checkpoint kept elsewhere (a submission, another organisation's copy, a time stamp) shows it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dalil.errors import UsageError, VerificationFailed
from dalil.units import Sha256, sha256_of
from dalil.vault.files.header import HEADER_LENGTH
from dalil.vault.files.regular import MOST_LOG, read_regular
from dalil.vault.folder import StoreContent, hash_all, list_store, log_strays
from dalil.vault.log.chain import About, Chain, Problem, chain_names, read_chain
from dalil.vault.log.entry import Checkpoint
from dalil.vault.log.reader import details_of, trusted_chains
from dalil.vault.log.schema import fault_of, originals_of
from dalil.vault.log.timestamp import check_stamps
from dalil.vault.log.trust import destroyed_names, explained_gone
from dalil.vault.session import SETTINGS_FILE, sealed_of, vault_of

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

__all__ = ["TITLES", "Check", "verify_case"]

TITLES = {
    1: "The vault, the log and the sealed identities hold nothing that does not belong there",
    2: "Every stored file begins with the header of a format and a protection that this version knows",
    3: "Every original has the SHA-256 that is its name",
    4: "Every sealed file has the SHA-256 that is its name",
    5: "Every line of the log is one entry in its canonical spelling",
    6: "Every chain is opened by the key that it is named after",
    7: "Entries are numbered without a gap, and each has the hash of the entry before",
    8: "Every checkpoint is signed by the key in force",
    9: "Every checkpoint has the Merkle root of the entries it covers, and no acknowledged entry is missing",
    10: "The details of every entry are there and unchanged, or an entry says that they were destroyed",
    11: "Every original that the log names is in the vault, or an entry says that it was destroyed",
    12: "Every sealed file that the log names is there; what an entry says was destroyed is gone",
    13: "case.toml is the one last sealed",
    14: "Ends of the log that were set aside after an interruption are the recorded ones",
    15: "Every time stamp is over the checkpoint that it is named after",
}


@dataclass(frozen=True, slots=True)
class Check:
    """One numbered check.

    `expected` and `where` are those of the first problem, `found` too with a count of the others; where the check
    holds, `found` says what was looked at. `notes` mention what is not wrong but worth knowing.
    """

    number: int
    title: str
    passed: bool
    expected: str
    found: str
    where: str
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class _Named:
    """What the details of the log name: files with their size (None where not given), settings by trusted chain; and
    entries that have not the form of their kind."""

    originals: dict[Sha256, int | None] = field(default_factory=dict)
    settings: dict[str, Sha256] = field(default_factory=dict)
    gone: int = 0
    odd: list[str] = field(default_factory=list)


def verify_case(
    case: Path, progress: Callable[[int], None] | None = None, roots: Sequence[Certificate] = ()
) -> list[Check]:
    """Make every check on the case folder; `progress` gets the bytes of each file read.

    `roots` are certificates that the authorities behind time stamps must lead to.

    Raises `UsageError` when `case` is not a case folder at all.
    """
    if not (case / "log").is_dir():
        raise UsageError("This is not a case folder.", expected="a folder with vault/ and log/", where=str(case))
    # The log before the files: a writer at work brings files first, so whatever the log names by now is there by then.
    chains = [read_chain(case / "log", name) for name in chain_names(case / "log")]
    vault, sealed = list_store(vault_of(case)), list_store(sealed_of(case))
    # Only what an entry names may be missing; entries of a chain that does not hold fail their own checks.
    trusted = trusted_chains(case / SETTINGS_FILE, chains, vault.store)
    gone, named = explained_gone(chains, trusted), _Named()
    return [
        *_of_files(case, chains, vault, sealed, progress),
        *_of_chains(case, chains),
        *_of_details(chains, vault, gone, trusted, named),
        *_of_rest(case, chains, sealed, gone, named, trusted, roots),
    ]


def _of_files(
    case: Path,
    chains: Sequence[Chain],
    vault: StoreContent,
    sealed: StoreContent,
    progress: Callable[[int], None] | None,
) -> Iterator[Check]:
    # (1) nothing that does not belong
    strays, notes = log_strays(case / "log")
    files = f"{len(vault.files)} files in the vault, {len(sealed.files)} sealed, {len(chains)} chains"
    yield _check(1, files, vault.strays + sealed.strays + strays, vault.notes + sealed.notes + notes)

    # (2) (3) (4) headers and hashes, in one reading
    headers, wrong = hash_all(vault, progress)
    sealed_headers, sealed_wrong = hash_all(sealed, progress)
    yield _check(2, f"{len(vault.files) + len(sealed.files)} headers", headers + sealed_headers)
    yield _check(3, f"{len(vault.files)} files", wrong)
    yield _check(4, f"{len(sealed.files)} files", sealed_wrong)


def _of_chains(case: Path, chains: Sequence[Chain]) -> Iterator[Check]:
    entries, signed = _entries(chains), sum(len(chain.checkpoints) for chain in chains)

    # (5) canonical lines
    yield _check(5, f"{entries} entries", _about(chains, "form"))

    # (6) opened by the key of its name
    none = [] if entries else [Problem("a chain with a signed entry", "none", str(case / "log"))]
    yield _check(6, f"{len(chains)} chains", none + _about(chains, "opening"))

    # (7) numbers and hashes of the entry before
    yield _check(7, f"{entries} entries", _about(chains, "order"))

    # (8) signatures
    yield _check(8, f"{signed} checkpoints", _about(chains, "signature"))

    # (9) roots, and nothing acknowledged is missing
    yield _check(9, f"{signed} roots", _about(chains, "root"), _unsigned(chains))


def _of_details(
    chains: Sequence[Chain], vault: StoreContent, gone: set[Sha256], trusted: frozenset[str], named: _Named
) -> Iterator[Check]:
    """Fills `named` on the way."""
    # (10) details
    changed = [
        problem
        for chain in chains
        for problem in _read_details(chain, vault, gone, named, trusted=chain.name in trusted)
    ]
    withdrawn = [f"{named.gone} entries whose content is gone, as an entry says"] if named.gone else []
    yield _check(10, f"{_entries(chains)} entries", changed, withdrawn + named.odd)

    # (11) originals named in the log
    missing, notes = _missing_originals(named, vault, gone, chains)
    yield _check(11, f"{len(named.originals)} originals", missing, notes)


def _of_rest(
    case: Path,
    chains: Sequence[Chain],
    sealed: StoreContent,
    gone: set[Sha256],
    named: _Named,
    trusted: frozenset[str],
    roots: Sequence[Certificate],
) -> Iterator[Check]:
    # (12) sealed files named in the log
    yield _check(12, f"{len(sealed.files)} sealed files", *_sealed_files(chains, sealed, gone, trusted))

    # (13) settings
    yield _check(13, SETTINGS_FILE, _settings(case / SETTINGS_FILE, named))

    # (14) ends set aside
    yield _check(14, "ends set aside", *_set_aside(case / "log", chains, trusted))

    # (15) time stamps
    stamps = len(list((case / "log").glob("*.tsr")))
    yield _check(15, f"{stamps} time stamps", *check_stamps(case / "log", _points(chains), roots))


def _check(number: int, checked: str, problems: Iterable[Problem], notes: Iterable[str] = ()) -> Check:
    every, notes = tuple(problems), tuple(notes)
    if not every:
        return Check(number, TITLES[number], True, "", "; ".join([checked, *notes]), "", notes=notes)
    first = every[0]
    found = first.found + (f" (and {len(every) - 1} more)" if len(every) > 1 else "")
    return Check(number, TITLES[number], False, first.expected, found, first.where, every, notes)


def _entries(chains: Sequence[Chain]) -> int:
    return sum(len(chain.entries) for chain in chains)


def _points(chains: Sequence[Chain]) -> list[Checkpoint]:
    return [point for chain in chains for point in chain.checkpoints]


def _about(chains: Sequence[Chain], about: About) -> list[Problem]:
    return [problem for chain in chains for problem in chain.about(about)]


def _unsigned(chains: Sequence[Chain]) -> list[str]:
    return [
        f"{len(chain.tail) + len(chain.checkpoint_tail)} bytes of an interrupted command at the end of {chain.name}, "
        "never acknowledged; the next command sets them aside"
        for chain in chains
        if chain.tail or chain.checkpoint_tail
    ]


def _read_details(
    chain: Chain, vault: StoreContent, gone: set[Sha256], named: _Named, *, trusted: bool
) -> Iterable[Problem]:
    pack, lines = Sha256(""), list[bytes]()
    for entry in chain.entries:
        name = entry.body.get("pack")
        where = f"{chain.name}, entry {entry.number}"
        if name is None:
            continue
        if name not in vault.files:
            if name in gone:
                named.gone += 1
            else:
                yield Problem(f"details in {name}", "nothing", where)
            continue
        if name != pack:
            pack, lines = name, read_regular(Path(vault.files[name]), most=MOST_LOG)[HEADER_LENGTH:].split(b"\n")
        try:
            details = details_of(entry, lines)
        except VerificationFailed as problem:
            yield Problem(problem.expected, problem.found, where)
            continue
        fault = fault_of(entry.kind, entry.body, details)
        if fault is None:
            _remember(named, chain.name if trusted else "", entry.kind, details)
        else:
            named.odd.append(f"set aside, acting nowhere: {where}, {entry.kind}: {fault}")


def _remember(named: _Named, chain: str, kind: str, details: Mapping[str, Any]) -> None:
    """Keep what an entry of the form of its kind names.

    `chain` is empty for one that is not trusted: its case.toml is not this one's.
    """
    for name in originals_of(details):
        named.originals.setdefault(name, None)
    if "sha256" in details:
        named.originals[Sha256(str(details["sha256"]))] = details.get("size")
    if kind == "settings" and chain:
        named.settings[chain] = Sha256(str(details.get("sha256")))


def _missing_originals(
    named: _Named, vault: StoreContent, gone: set[Sha256], chains: Sequence[Chain]
) -> tuple[list[Problem], list[str]]:
    problems = []
    for name, size in named.originals.items():
        if name in vault.files:
            found = vault.sizes.get(name, size)
            if size not in (None, found):
                problems.append(Problem(f"{size} bytes", f"{found} bytes", vault.files[name]))
        elif name not in gone:
            problems.append(Problem(f"the original {name}", "nothing", str(vault.store.root)))
    packs = {entry.body.get("pack") for chain in chains for entry in chain.entries}
    unnamed = vault.files.keys() - named.originals.keys() - packs
    notes = [f"{len(unnamed)} files that no entry names, as an interrupted command leaves them"] if unnamed else []
    return problems, notes


def _sealed_files(
    chains: Sequence[Chain], sealed: StoreContent, gone: set[Sha256], trusted: frozenset[str]
) -> tuple[list[Problem], list[str]]:
    entries = [(chain.name, entry) for chain in chains for entry in chain.entries]
    named = {
        Sha256(name): f"{chain}, entry {entry.number}"
        for chain, entry in entries
        for name in entry.body.get("sealed", ())
    }
    problems = [
        Problem(f"the sealed file {name}", "nothing", where)
        for name, where in named.items()
        if name not in sealed.files and name not in gone
    ]
    problems += [
        Problem("nothing: an entry says that it was destroyed", "the file", sealed.files[name])
        for name in destroyed_names(chains, trusted)
        if name in sealed.files
    ]
    destroyed = sum(name in gone and name not in sealed.files for name in named)
    unnamed = len(sealed.files.keys() - named.keys())
    notes = [f"{destroyed} keys destroyed: the content is gone"] if destroyed else []
    notes += [f"{unnamed} sealed files that no entry names, as an interrupted command leaves them"] if unnamed else []
    return problems, notes


def _settings(path: Path, named: _Named) -> list[Problem]:
    """In a joined case every chain sealed its own; the file must be the last of one of them."""
    found = sha256_of(read_regular(path)) if path.exists() else "nothing"
    if not named.settings and found == "nothing":
        return []
    if found in named.settings.values():
        return []
    expected = " or ".join(sorted(set(named.settings.values()))) or "settings sealed by an entry"
    return [Problem(expected, f"{found} (any command that writes to the case seals the new one)", str(path))]


def _set_aside(folder: Path, chains: Sequence[Chain], trusted: frozenset[str]) -> tuple[list[Problem], list[str]]:
    recorded = {
        f"{chain.name}.{name}.set-aside": chain.name in trusted
        for chain in chains
        for entry in chain.entries
        for name in entry.body.get("set_aside", ())
    }
    files = {path.name: path for path in folder.glob("[0-9a-f]*.set-aside")}
    lacking = sorted(recorded.keys() - files.keys())
    # What a stranger says to have set aside carries nothing of the case, and may never have been there.
    problems = [Problem(f"the file {name}", "nothing", str(folder)) for name in lacking if recorded[name]]
    notes = [f"{name}, which another chain names, is not here" for name in lacking if not recorded[name]]
    for name, path in sorted(files.items()):
        found = sha256_of(read_regular(path))
        if found != name.split(".")[1]:
            problems.append(Problem(name.split(".")[1], found, str(path)))
    return problems, notes + [f"{name}, not recorded yet" for name in sorted(files.keys() - recorded.keys())]
