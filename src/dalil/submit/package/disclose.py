"""Release chosen values that were withheld, and prove that they are what had been committed to."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dalil.casefile.case import Case
from dalil.casefile.facts import Facts
from dalil.errors import Refused, UsageError
from dalil.intake import known_people
from dalil.recheck.reading import Unreadable, read_json, read_rows
from dalil.submit.package.bag import PUBLIC_KEY, TAG_MANIFEST, file_sha256
from dalil.submit.package.files import read_public_key
from dalil.submit.package.verify import verify_submission
from dalil.submit.release.commitments import Opened, opening
from dalil.submit.release.receiver import receiver_of
from dalil.submit.release.redact import cut
from dalil.vault.files.disk import clear_errors
from dalil.vault.keys.signature import signature_holds
from dalil.vault.log.chain import Problem
from dalil.vault.log.entry import canonical
from dalil.vault.verify import Check

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

__all__ = ["disclose", "verify_disclosure"]

FORMAT = "dalil disclosure 1"
WITHHELD = "data/withheld.csv"

Place = tuple[str, str, str]

_TITLES = {
    21: "The disclosure is about this submission",
    22: "The disclosure is signed by the key of this submission",
    23: "Every value that is disclosed is what had been committed to",
}
"""The checks of the submission stand before them, also ones to come."""


def disclose(
    case: Case,
    facts: Facts,
    submission: Path,
    out: Path,
    *,
    audience: str,
    chosen: Sequence[str],
    leaving: Callable[[], object] = lambda: None,
) -> int:
    """Write to `out` the values chosen as `TABLE/ID/FIELD`, signed, with the salts that open their commitments.

    `submission` is the folder that was handed to `audience`. Refuses what is not withheld, what changed in the case
    since that submission, and a file that exists. Returns how many were opened. `leaving` is called before anything is
    written, to log it.
    """
    if out.exists():
        raise UsageError("The target exists already; nothing is overwritten.", where=str(out))
    # The same door as the submission: a commitment is opened only if it would be made again today.
    released = cut(facts, receiver_of(case.settings, audience, case.secret), known=known_people(case))
    opened = opening(facts, released, chosen)
    committed = _commitments(submission)
    for each in opened:
        if committed.get(_place(each)) != each.commitment:
            raise Refused(
                "This value is not what the submission committed to.",
                expected=committed.get(_place(each), "a line in withheld.csv"),
                found=each.commitment,
                where="/".join(_place(each)),
                do="rebuild the case as of that submission; the value or the audience changed since",
            )
    # The hash of the submission is signed too, so that an opening cannot be laid beside another one.
    content = {
        "format": FORMAT,
        "bag_sha256": file_sha256(submission / TAG_MANIFEST),
        "opened": [asdict(each) for each in opened],
    }
    signature = case.writer.keys.sign(canonical(content))
    leaving()
    with clear_errors("writing the disclosure", out):
        text = json.dumps({**content, "signature": signature}, ensure_ascii=False, indent=1)
        out.write_text(f"{text}\n", encoding="utf-8")
    return len(opened)


def verify_disclosure(
    submission: Path, disclosure: Path, roots: Sequence[Certificate] = (), *, expected_key: str = ""
) -> list[Check]:
    """The checks of the submission (`verify_submission`), and three more: on what was opened since.

    Raises `Refused` for a file that is not a disclosure.
    """
    content, opened = _read(disclosure)
    checks = verify_submission(submission, roots=roots, expected_key=expected_key)
    public, signature = read_public_key(submission / PUBLIC_KEY), content.pop("signature")
    about = file_sha256(submission / TAG_MANIFEST)
    for number, problems in (
        (21, _differ(about, content["bag_sha256"], "bag_sha256")),
        (22, [] if _is_signed(content, public, signature) else [Problem(public, "another key", "signature")]),
        (23, list(_not_committed(submission, opened))),
    ):
        first = problems[0] if problems else Problem("", f"{len(opened)} values", "")
        found = (not problems, first.expected, first.found, first.where, tuple(problems))
        checks.append(Check(number, _TITLES[number], *found))
    return checks


def _not_committed(submission: Path, opened: Sequence[Opened]) -> Iterator[Problem]:
    try:
        committed = _commitments(submission)
    except Refused as error:
        yield Problem("a list of commitments", error.found, error.where)
        return
    for each in opened:
        found = _commitment(each)
        if committed.get(_place(each)) != found:
            yield Problem(committed.get(_place(each), "a line in withheld.csv"), found, "/".join(_place(each)))


def _is_signed(content: dict[str, Any], key: str, signature: str) -> bool:
    try:
        return signature_holds(key, signature, canonical(content))
    except ValueError:  # numbers that have no spelling of their own
        return False


def _differ(expected: str, found: str, where: str) -> list[Problem]:
    return [] if expected == found else [Problem(expected, found, where)]


def _place(opened: Opened) -> Place:
    return opened.table, opened.id, opened.field


def _commitment(opened: Opened) -> str:
    try:
        return opened.commitment
    except ValueError:
        return "a salt that is not hexadecimal"


def _commitments(submission: Path) -> dict[Place, str]:
    try:
        rows = read_rows(submission / WITHHELD, WITHHELD)
        return {(row["table"], row["id"], row["field"]): row["commitment"] for row in rows}
    except (Unreadable, KeyError) as error:
        raise Refused(
            "The submission has no list of commitments.",
            expected=error.expected if isinstance(error, Unreadable) else "its four columns",
            found=error.found if isinstance(error, Unreadable) else f"no column {error}",
            where=str(submission / WITHHELD),
        ) from None


def _read(path: Path) -> tuple[dict[str, Any], list[Opened]]:
    try:
        parsed = read_json(path, path.name)
        if parsed.twice:
            raise ValueError(f"{parsed.twice[0]} twice")
        content = parsed.value
        texts = [content["format"], content["signature"], content["bag_sha256"]]
        opened = [Opened(**each) for each in content["opened"]]
        if content["format"] != FORMAT or not all(isinstance(text, str) for text in [*texts, *_texts(opened)]):
            raise ValueError("another form")
    except (ValueError, KeyError, TypeError) as error:
        raise Refused("This is not a disclosure.", expected=FORMAT, found=str(error)[:120], where=str(path)) from None
    return content, opened


def _texts(opened: Sequence[Opened]) -> Iterator[object]:
    for each in opened:
        yield from (each.table, each.id, each.field, each.salt)
