"""verify: a case or a submission checked without trusting it, with who signed it and what no check covers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dalil.casefile.case import is_case
from dalil.errors import UsageError

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

    from dalil.vault.verify import Check

__all__ = ["verify"]

BAG = "bagit.txt"
"""The file by which a folder says that it is a bag, as every submission is."""


def verify(
    path: Path, disclosure: Path | None = None, roots: Path | None = None, key: str | None = None
) -> dict[str, Any]:
    """Every check of a case or of a submission, numbered; of what was disclosed since, where it is given.

    `roots` are the certificates that time stamps must lead to; without them a stamp is checked for what it is over.
    `key` is the fingerprint, or a PEM file of the public key, that a submission must be signed with, or a case trust.
    Raises `UsageError` for a folder that is both: whoever laid them together chose which of them is looked at.
    """
    if not path.is_dir():
        raise UsageError("There is nothing to verify.", expected="a case or a submission folder", where=str(path))
    case = is_case(path)
    if case and any((path / name).exists() for name in (BAG, "tagmanifest-sha256.txt", "manifest-sha256.txt")):
        raise UsageError(
            "This folder is a case and a submission at once; nothing of it was checked.",
            expected="one of the two",
            found="case.toml and log/ beside the lists of hashes of a submission",
            where=str(path),
            do="a submission as it is handed over has neither case.toml nor log/: ask whoever gave it to you",
        )
    from dalil.vault.log.timestamp import read_roots

    trusted = read_roots(roots) if roots else ()
    wanted = _fingerprint(key) if key else ""
    return _case(path, trusted, wanted) if case else _submission(path, disclosure, trusted, wanted)


def _case(path: Path, roots: Sequence[Certificate], key: str) -> dict[str, Any]:
    from dalil.vault.log.chain import chain_names, read_chain
    from dalil.vault.log.reader import trusted_chains
    from dalil.vault.session import SETTINGS_FILE, vault_of
    from dalil.vault.verify import Check, verify_case

    checks = verify_case(path, roots=roots)
    chains = [read_chain(path / "log", name) for name in chain_names(path / "log")]
    trusts = trusted_chains(path / SETTINGS_FILE, chains, vault_of(path))
    if key:
        title = "The key that was given is that of a chain that the case trusts"
        found = ", ".join(sorted(trusts)) or "no key"
        checks.append(Check(len(checks) + 1, title, key in trusts, key, found, SETTINGS_FILE))
    shown = [{"chain": chain.name, "entries": len(chain.entries), "own": chain.name in trusts} for chain in chains]
    return _report("case", path, checks, "", shown, key, [])


def _submission(path: Path, disclosure: Path | None, roots: Sequence[Certificate], key: str) -> dict[str, Any]:
    from dalil.submit import NOT_COVERED, shown_by, verify_disclosure, verify_submission

    shown = shown_by(path)
    checks = (
        verify_disclosure(path, disclosure, expected_key=key)
        if disclosure
        else verify_submission(path, roots=roots, expected_key=key)
    )
    chains = [{"chain": name, "entries": size, "own": own} for name, size, own in shown.chains]
    return _report("submission", path, checks, shown.key, chains, key, list(NOT_COVERED))


def _report(
    what: str, path: Path, checks: list[Check], key: str, chains: list[dict[str, Any]], compared: str, not_: list[str]
) -> dict[str, Any]:
    return {
        "what": what, "path": str(path), "passed": all(check.passed for check in checks), "key": key,
        "chains": chains, "compared_with": compared, "checks": [asdict(check) for check in checks], "not_covered": not_,
    }  # fmt: skip


def _fingerprint(given: str) -> str:
    """32 hexadecimal digits, from those (spaces and colons between them) or from a PEM file with the public key."""
    from dalil.submit import read_public_key
    from dalil.vault.keys.signature import fingerprint_of

    digits = re.sub(r"[\s:]", "", given).lower()
    if re.fullmatch(r"[0-9a-f]{32}", digits):
        return digits
    found = read_public_key(Path(given))
    if not found:
        raise UsageError(
            "--key is neither a fingerprint nor a public key.",
            expected="32 hexadecimal digits, or a PEM file with an Ed25519 public key",
            found=given,
        )
    return fingerprint_of(found)
