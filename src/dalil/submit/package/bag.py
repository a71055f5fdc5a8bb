"""The bag (RFC 8493) around a submission, signed, with what anyone needs to check it.

The manifests are written here rather than by the bagit package: that one lists tag files in the order of the disk and
with one space, so that neither the same bytes twice nor `sha256sum --check` can be relied on. Tests hold the result
against it.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from dalil.submit.package.chain_keys import write_chain_keys
from dalil.units import Sha256, sha256_of
from dalil.vault.files.regular import open_regular
from dalil.vault.keys.own import Keys
from dalil.vault.keys.signature import public_key_pem
from dalil.vault.log.chain import Chain
from dalil.vault.log.entry import Checkpoint
from dalil.vault.log.proof import InclusionProof
from dalil.vault.log.timestamp import stamped_at, stamps_of

__all__ = [
    "INCLUSION",
    "SIGNATURE",
    "TAG_MANIFEST",
    "close_bag",
    "copy_stamps",
    "file_sha256",
    "stamp_commands",
    "verify_commands",
    "write_proofs",
]

MANIFEST, TAG_MANIFEST = "manifest-sha256.txt", "tagmanifest-sha256.txt"
PROOF = "PROOF"
SIGNATURE = f"{PROOF}/tagmanifest.sig"
PUBLIC_KEY = f"{PROOF}/public-key.pem"
INCLUSION = f"{PROOF}/inclusion.jsonl"

# With -rawin: Ed25519 signs the file itself and not a hash of it.
_VERIFY = "openssl pkeyutl -verify -pubin -inkey {key} -rawin -in {file} -sigfile {signature}"


def file_sha256(path: Path) -> str:
    """SHA-256 of an ordinary file, read in pieces. Raises `Refused` for a link, a pipe or a device."""
    with os.fdopen(open_regular(path), "rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def write_proofs(folder: Path, keys: Keys, head: Sequence[Checkpoint], chains: Sequence[Chain],
                 entries: Iterable[tuple[str, int]]) -> int:  # fmt: skip
    """PROOF: the key, each chain's checkpoint with its signature and key, and a proof for each of the entries.

    Entries after the log's position are left out. Returns how many were proven.
    """
    proof = folder / PROOF
    proof.mkdir()
    (folder / PUBLIC_KEY).write_bytes(public_key_pem(keys.public_key))
    by_name = {chain.name: chain for chain in chains}
    for point in head:
        (proof / f"{point.chain}.checkpoint.json").write_bytes(point.signed_bytes())
        (proof / f"{point.chain}.checkpoint.sig").write_bytes(bytes.fromhex(point.signature))
        (proof / f"{point.chain}.pem").write_bytes(public_key_pem(point.key))
        write_chain_keys(proof, by_name[point.chain], point)
    points = {point.chain: point for point in head}
    lines = []
    for name, number in sorted(set(entries)):
        # An entry written since then has no place in a tree of that size.
        if name in points and number < points[name].size:
            lines.append(json.dumps(_inclusion(by_name[name], points[name], number).as_json(), sort_keys=True))
    (folder / INCLUSION).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return len(lines)


def copy_stamps(folder: Path, log: Path, head: Sequence[Checkpoint]) -> None:
    """The time stamps over the checkpoints of PROOF, beside them, as the authorities gave them."""
    for point in head:
        for stamp in stamps_of(log, point):
            shutil.copyfile(stamp, folder / PROOF / stamp.name)


def _inclusion(chain: Chain, point: Checkpoint, number: int) -> InclusionProof:
    path = tuple(node.hex() for node in chain.tree.inclusion(number, point.size))
    return InclusionProof(chain.lines[number].decode(), path, point)


def verify_commands(head: Sequence[Checkpoint]) -> str:
    """The commands of VERIFY.txt, one a line; each ends without an error when all is well."""
    # Both manifests name all files but themselves and the signature: an unlisted one must show in the count.
    others = "find . -path ./data -prune -o -type f -print | wc -l"
    lines = [
        _VERIFY.format(key=PUBLIC_KEY, file=TAG_MANIFEST, signature=SIGNATURE),
        f"sha256sum --check --strict --quiet {TAG_MANIFEST}",
        f"sha256sum --check --strict --quiet {MANIFEST}",
        f'test "$(find data -type f | wc -l)" -eq "$(wc -l < {MANIFEST})"',
        f'test "$({others})" -eq "$(($(wc -l < {TAG_MANIFEST}) + 2))"',
        # Neither manifest can name a link, a pipe or an empty folder, and the counts above pass them over.
        "! find . ! -type f ! -type d | grep .",
        "! find . -type d -empty | grep .",
        # A list with capital digits passes sha256sum and is another list of the same files.
        f"! cut -c1-64 {MANIFEST} {TAG_MANIFEST} | grep '[A-F]'",
    ]
    for point in head:
        stem = f"{PROOF}/{point.chain}"
        lines.append(
            _VERIFY.format(key=f"{stem}.pem", file=f"{stem}.checkpoint.json", signature=f"{stem}.checkpoint.sig")
        )
    lines.append(f"openssl pkey -pubin -in {PUBLIC_KEY} -outform DER | tail -c 32 | sha256sum | cut -c1-32")
    return "\n".join(lines)


def stamp_commands(folder: Path) -> str:
    """The commands of VERIFY.txt for the time stamps in PROOF, one a line; $ROOTS is a file of certificates."""
    lines = []
    for stamp in sorted((folder / PROOF).glob("*.tsr")):
        point = f"{PROOF}/{stamp.name.split('.')[0]}.checkpoint.json"
        at = stamped_at(stamp)
        # As of the stamp's own time: openssl would else refuse one whose authority's certificate expired since.
        when = f" -attime {int(at.timestamp())}" if at else ""
        lines.append(f'openssl ts -verify -data {point} -in {PROOF}/{stamp.name} -CAfile "$ROOTS"{when}')
    return "\n".join(lines)


def close_bag(folder: Path, info: Mapping[str, str], keys: Keys) -> Sha256:
    """Write bagit.txt, bag-info.txt and both manifests, and sign. Returns the hash of the tag manifest.

    The tag manifest begins with hexadecimal digits, as nothing else does that the key signs.
    """
    payload = _files(folder / "data")
    oxum = f"{sum(path.stat().st_size for path in payload)}.{len(payload)}"
    (folder / "bagit.txt").write_text("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n", encoding="utf-8")
    # In order of name, not of insertion: same case, same bytes.
    lines = sorted({**info, "Payload-Oxum": oxum}.items())
    (folder / "bag-info.txt").write_text("".join(f"{key}: {value}\n" for key, value in lines), encoding="utf-8")
    _write_manifest(folder, MANIFEST, payload)
    data = folder / "data"
    _write_manifest(folder, TAG_MANIFEST, [path for path in _files(folder) if data not in path.parents])
    signed = (folder / TAG_MANIFEST).read_bytes()
    (folder / SIGNATURE).write_bytes(bytes.fromhex(keys.sign(signed)))
    return sha256_of(signed)


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _write_manifest(folder: Path, name: str, files: Iterable[Path]) -> None:
    lines = [f"{file_sha256(path)}  {path.relative_to(folder).as_posix()}\n" for path in files]
    (folder / name).write_text("".join(lines), encoding="utf-8")
