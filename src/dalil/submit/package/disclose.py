"""Release chosen values that were withheld, and prove that they are what had been committed to."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from dalil.casefile.case import Case
from dalil.casefile.facts import Facts
from dalil.errors import DalilError, Refused, UsageError
from dalil.intake import known_people
from dalil.submit.package.bag import PUBLIC_KEY, TAG_MANIFEST, file_sha256
from dalil.submit.package.strict import FAULTS, load_csv, load_json, said
from dalil.submit.package.verify import read_public_key, verify_submission
from dalil.submit.release.commitments import Opened, opening
from dalil.submit.release.receiver import receiver_of
from dalil.submit.release.redact import cut
from dalil.vault.files.disk import clear_errors
from dalil.vault.files.regular import read_regular
from dalil.vault.keys.signature import signature_holds
from dalil.vault.log.chain import Problem
from dalil.vault.log.entry import canonical
from dalil.vault.verify import Check

__all__ = ["disclose", "verify_disclosure"]

FORMAT = "dalil disclosure 1"

MOST_WITHHELD = 1 << 30  # bytes of withheld.csv: some five million commitments

Place = tuple[str, str, str]


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


FIRST = 21
"""Number of the first check of a disclosure: those of the submission stand before it, also ones to come."""


def verify_disclosure(submission: Path, disclosure: Path, *, expected_key: str = "") -> list[Check]:
    """The checks of the submission, and three more: on what was opened since.

    Raises `Refused` for a file that is not a disclosure.
    """
    content, opened = _read(disclosure)
    checks = verify_submission(submission, expected_key=expected_key)
    key, signature = read_public_key(submission / PUBLIC_KEY), content.pop("signature")
    about = file_sha256(submission / TAG_MANIFEST)
    committed = _commitments(submission)
    wrong = [
        Problem(committed.get(_place(each), "a line in withheld.csv"), found, "/".join(_place(each)))
        for each in opened
        if committed.get(_place(each)) != (found := _commitment(each))
    ]
    for number, (title, problems) in enumerate((
        ("The disclosure is about this submission", _differ(about, content["bag_sha256"], "bag_sha256")),
        ("The disclosure is signed by the key of this submission",
         [] if signature_holds(key, signature, canonical(content)) else [Problem(key, "another key", "signature")]),
        ("Every value that is disclosed is what had been committed to", wrong),
    ), FIRST):  # fmt: skip
        first = problems[0] if problems else Problem("", f"{len(opened)} values", "")
        checks.append(Check(number, title, not problems, first.expected, first.found, first.where, tuple(problems)))
    return checks


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
        rows = load_csv(read_regular(submission / "data/withheld.csv", most=MOST_WITHHELD))
        return {(row["table"], row["id"], row["field"]): row["commitment"] for row in rows}
    except (*FAULTS, DalilError) as error:
        raise Refused("The submission has no list of commitments.", found=said(error), where=str(submission)) from None


def _read(path: Path) -> tuple[dict[str, Any], list[Opened]]:
    try:
        content = load_json(read_regular(path))
        if content["format"] != FORMAT or not isinstance(content["signature"], str):
            raise ValueError(content["format"])
        return content, [Opened(**each) for each in content["opened"]]
    except (*FAULTS, DalilError) as error:
        raise Refused("This is not a disclosure.", expected=FORMAT, found=said(error), where=str(path)) from None
