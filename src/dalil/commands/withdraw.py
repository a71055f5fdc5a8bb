"""withdraw: consent taken back, the key with which words and identity are sealed destroyed, and what remains said."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dalil.casefile.case import Case
from dalil.casefile.facts import Facts
from dalil.casefile.withdrawals import PERSON, TESTIMONY, Meant, apply_withdrawals, follow, keys_left, meant_by
from dalil.commands.current import bring_up
from dalil.errors import CannotProceed, DalilError, Refused, UsageError
from dalil.vault.identities.sealed import Identities

__all__ = ["withdraw"]


@dataclass(frozen=True, slots=True)
class _Keys:
    """Keys to destroy, and persons whose key lives on, each with the reason in words."""

    ending: tuple[str, ...]
    alive: dict[str, str]


def withdraw(path: Path, name: str, *, reason: str) -> dict[str, Any]:
    """Withdraw the consent of a witness, a testimony or a report. Nothing of it leaves any more.

    With the last testimony of a witness the key is destroyed that opens their identity and their words; the log stays.
    Gives what was `withdrawn`, whether an identity was `identity_destroyed`, whose `key_alive` (with why), what
    `remains` on this machine and elsewhere, and whether results must be computed anew. Raises `UsageError` where
    nothing, or more than one thing, is called `name`; nothing is logged then.
    """
    with Case.open(path, write=True) as case:
        behind = _fault_of_bringing_up(case)
        identities = _identities(case)
        with case.facts(checked=False) as facts:
            meant = meant_by(facts, name, _organisations(case, facts), identities.has_key if identities else _none)
            keys = _keys(case, facts, meant, identities)
            remains = _remains(case, facts, meant)
        details = {**meant.as_details(), "reason": reason}
        # One batch, one signature: at no moment is consent withdrawn with the key alive, or a key gone without a word.
        if identities is not None:
            identities.destroy(case.writer, *keys.ending, because=details)
        else:
            case.writer.append("withdraw", details)
        with case.building() as facts:
            if behind is None:
                follow(case.log, facts, case.position())
            else:
                apply_withdrawals(case.log, facts)
    if behind is not None:
        remains.append(f"whatever the log holds and the facts lack, for they could not be caught up: {behind.what}")
    return {
        "name": name, "withdrawn": meant.as_details(), "identity_destroyed": bool(keys.ending),
        "key_alive": keys.alive, "remains": remains, "run_again": bool(meant.testimonies),
        "facts_behind": behind is not None,
    }  # fmt: skip


def _fault_of_bringing_up(case: Case) -> DalilError | None:
    """Why the facts stay behind the log. A file that cannot be read must not keep consent from being withdrawn."""
    try:
        bring_up(case)
    except (Refused, UsageError) as fault:
        return fault
    return None


def _identities(case: Case) -> Identities | None:
    """The sealed identities; None where the case's secret is not sealed to this key."""
    try:
        return case.identities
    except CannotProceed:
        return None


def _none(person: str) -> bool:
    return False


def _organisations(case: Case, facts: Facts) -> list[str]:
    """Every organisation that handed something in, as ids begin with it; the one of this case first."""
    rows = facts.query(
        "SELECT DISTINCT coalesce(organisation, '') FROM (SELECT organisation FROM testimony UNION ALL"
        " SELECT organisation FROM report UNION ALL SELECT organisation FROM victim UNION ALL"
        " SELECT organisation FROM original) ORDER BY 1"
    ).fetchall()
    return list(dict.fromkeys([case.settings.organisation, *(name for (name,) in rows), ""]))


def _keys(case: Case, facts: Facts, meant: Meant, identities: Identities | None) -> _Keys:
    ending: list[str] = []
    alive: dict[str, str] = {}
    foreign = _sealed_elsewhere(case, facts, meant)
    for person, ends in keys_left(facts, meant):
        if person in foreign:
            alive[person] = f"sealed in the case of chain {foreign[person]}: only who holds its secret can destroy it"
        elif identities is None and any(case.log.entries("sealed_file")):
            alive[person] = "the secret of this case is not sealed to your key: somebody who can open it must withdraw"
        elif identities is not None and identities.has_key(person):
            if ends:
                ending.append(person)
            else:
                alive[person] = f"other testimony of theirs stands: dalil withdraw CASE {person} ends all of it"
    return _Keys(tuple(ending), alive)


def _sealed_elsewhere(case: Case, facts: Facts, meant: Meant) -> dict[str, str]:
    """Persons whose testimony came in with a chain that this case does not trust and that sealed identities."""
    sealing = {entry.chain for entry in case.log.entries("sealed_file") if not entry.trusted}
    rows = facts.query(
        f"SELECT DISTINCT {PERSON}, r.chain FROM testimony JOIN reading r ON r.sha256 = testimony.source_sha256"
        f" WHERE list_contains(?::VARCHAR[], {TESTIMONY}) ORDER BY ALL",
        [list(meant.testimonies)],
    ).fetchall()
    return {person: chain for person, chain in rows if chain in sealing}


def _remains(case: Case, facts: Facts, meant: Meant) -> list[str]:
    """What is still there of what was withdrawn, in words a person can act on."""
    named = [list(meant.testimonies)]
    clear = facts.query(
        f"SELECT DISTINCT source_sha256 FROM testimony WHERE list_contains(?::VARCHAR[], {TESTIMONY})"
        " AND (text IS NOT NULL OR translation IS NOT NULL) ORDER BY 1", named,
    ).fetchall()  # fmt: skip
    sealed = {str((e.details or {}).get("sha256")) for e in case.log.entries("read") if (e.details or {}).get("words")}
    open_ = [sha256 for (sha256,) in clear if sha256 not in sealed]
    exhibits = facts.query(
        f"SELECT DISTINCT unnest(exhibits) FROM testimony WHERE list_contains(?::VARCHAR[], {TESTIMONY}) ORDER BY 1",
        named,
    ).fetchall()
    left = sum(1 for _ in case.log.entries("submit", "export", "read_out"))
    said = ["the log: that consent was withdrawn, when, by which ids, and your reason"]
    if meant.testimonies:
        said.append(
            f"of {len(meant.testimonies)} testimonies the codes, times, places and the pseudonym, in the vault and the"
            " facts; no audience gets them"
        )
    said += [
        f"the words in clear, in original {sha256}: they were taken in before words were sealed" for sha256 in open_
    ]
    if exhibits:
        said.append(f"{len(exhibits)} files named as exhibits: " + ", ".join(name for (name,) in exhibits))
    if meant.reports:
        said.append(
            f"{len(meant.reports)} reports, in the vault and the facts: counted, and their account leaves to nobody"
        )
    if left:
        said.append(f"what left before ({left} times, dalil show CASE log): recall it with dalil submit … --since OLD")
    said.append("copies of this case on other machines and in backups: with keys, until they join this one")
    return said
