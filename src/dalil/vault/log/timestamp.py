"""RFC 3161 time stamps over checkpoints: somebody outside says that the log stood so, at the latest then.

A request is made beside the log first (`CHAIN.SIZE.tsq`), so that it can wait for a network; the answer of an authority
lies beside it (`CHAIN.SIZE.ID.tsr`, ID from the authority's address). What is stamped is `Checkpoint.signed_bytes`, as
a submission gives it in PROOF, so that `openssl ts -verify` checks it without this program. Stamps are no entries:
they do not move the position of the log.
"""

from __future__ import annotations

import re
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Literal

from dalil.errors import CannotProceed, Refused, UsageError, VerificationFailed
from dalil.vault.files.disk import write_new
from dalil.vault.files.regular import read_regular
from dalil.vault.log.chain import Problem
from dalil.vault.log.entry import Checkpoint

if TYPE_CHECKING:
    from cryptography.x509 import Certificate
    from rfc3161_client import TimeStampRequest, TimeStampResponse

__all__ = [
    "STAMP_NAME",
    "Ask",
    "Outcome",
    "ask_by_http",
    "check_stamps",
    "copy_stamps",
    "read_roots",
    "stamp",
    "stamps_of",
]

STAMP_NAME = re.compile(r"([0-9a-f]{32})\.([1-9][0-9]*)\.(?:tsq|[0-9a-f]{8}\.tsr)")
"""The names of requests and stamps in a log folder."""

Ask = Callable[[str, bytes], bytes]
"""Sends a request (DER) to an address and gives the answer. Raises `OSError` when nobody answers."""

_TIMEOUT_S = 30.0  # an authority that is silent for longer counts as down: the request stays and waits
_GRANTED = (0, 1)  # granted, and granted with modifications (RFC 3161, section 2.4.2): both bear a token
_MOST_BYTES = 1_000_000  # read of an answer: stamps with their certificates have some kilobytes


@dataclass(frozen=True, slots=True)
class Outcome:
    """One checkpoint: stamped (`at` is the authority's time), still waiting, or answered with what does not hold."""

    chain: str
    size: int
    state: Literal["stamped", "queued", "refused"]
    at: datetime | None = None
    reason: str = ""


def stamp(
    folder: Path, points: Sequence[Checkpoint], url: str, *, roots: Sequence[Certificate] = (), ask: Ask | None = None
) -> list[Outcome]:
    """Stamp `points` (checkpoints of the log in `folder`) and whatever waited, with the authority at `url`.

    Without an address, or where nobody answers, the requests wait for a later call. `roots` are the certificates that
    the authority's own must lead to; without them only what was stamped is checked, not by whom. Raises `UsageError`
    for an address that is not http or https, `CannotProceed` where the package is missing.
    """
    if url and not url.startswith(("http://", "https://")):
        raise UsageError("This is no address of an authority.", expected="http://… or https://…", found=url)
    # Requests first, network second: what is asked stays asked, also where the machine has no network for a month.
    for point in points:
        request = folder / f"{point.chain}.{point.size}.tsq"
        if not request.exists():
            write_new(request, _request(point))
    waiting = sorted(folder.glob("*.tsq"), key=lambda path: (path.name.split(".")[0], int(path.name.split(".")[1])))
    known = {(point.chain, point.size): point for point in points}
    return [_one(request, known, url, roots, ask or ask_by_http) for request in waiting if not _stamped(request, url)]


def _stamped(request: Path, url: str) -> bool:
    """With an address: by that authority. Without: by any."""
    return any(request.parent.glob(f"{request.stem}.{_authority(url) if url else '*'}.tsr"))


def _one(
    request: Path,
    known: dict[tuple[str, int], Checkpoint],
    url: str,
    roots: Sequence[Certificate],
    ask: Ask,
) -> Outcome:
    chain, size = request.name.split(".")[0], int(request.name.split(".")[1])
    if not url:
        return Outcome(chain, size, "queued", reason="no authority was named")
    try:
        answer = ask(url, request.read_bytes())
    except OSError as problem:
        return Outcome(chain, size, "queued", reason=f"no answer from {url}: {problem}")
    point = known.get((chain, size))
    try:
        at = _checked(answer, request.read_bytes(), point, roots)
    except Refused as problem:
        return Outcome(chain, size, "refused", reason=str(problem).replace("\n", " "))
    write_new(request.with_name(f"{request.stem}.{_authority(url)}.tsr"), answer)
    return Outcome(chain, size, "stamped", at)


def _authority(url: str) -> str:
    # Of the address: two authorities may stamp one checkpoint, and an address is no name for a file.
    return sha256(url.encode()).hexdigest()[:8]


def ask_by_http(url: str, request: bytes) -> bytes:
    """POST as RFC 3161 section 3.4 has it. Raises `OSError` (also for an HTTP status that is no success)."""
    asked = urllib.request.Request(url, data=request, headers={"Content-Type": "application/timestamp-query"})
    with urllib.request.urlopen(asked, timeout=_TIMEOUT_S) as answer:
        return bytes(answer.read(_MOST_BYTES))


def _request(point: Checkpoint) -> bytes:
    client = _client()
    builder = client.TimestampRequestBuilder().data(point.signed_bytes())
    request: TimeStampRequest = (
        builder.hash_algorithm(client.HashAlgorithm.SHA256).cert_request(cert_request=True).build()
    )
    return bytes(request.as_bytes())


def _client() -> ModuleType:
    try:
        import rfc3161_client
    except ImportError:
        raise CannotProceed(
            "Time stamps need a package that is not installed.", expected="rfc3161-client",
            do="install dalil with its extra 'sign'",
        ) from None  # fmt: skip
    return rfc3161_client


def _checked(answer: bytes, request: bytes, point: Checkpoint | None, roots: Sequence[Certificate]) -> datetime:
    """The time in an answer to `request`, or `Refused` with what does not hold."""
    asked = _client()._rust.parse_timestamp_request(request)
    response = _parsed(answer)
    info = response.tst_info
    imprint = bytes(asked.message_imprint.message)
    if bytes(info.message_imprint.message) != imprint:
        raise Refused("The authority stamped something else.", expected=imprint.hex(),
                      found=bytes(info.message_imprint.message).hex())  # fmt: skip
    if point is not None and imprint != sha256(point.signed_bytes()).digest():
        raise Refused("The request that waited is not about this checkpoint.", expected=f"{point.chain}, {point.size}")
    # Without it an old answer to the same checkpoint could be played back.
    if info.nonce != asked.nonce:
        raise Refused("The answer is not one to this request.", expected=str(asked.nonce), found=str(info.nonce))
    _demand_signed(response, imprint, roots)
    return info.gen_time


def _parsed(answer: bytes) -> TimeStampResponse:
    try:
        response: TimeStampResponse = _client().decode_timestamp_response(answer)
    except ValueError as problem:
        raise Refused("The answer is not a time stamp that can be read.", found=str(problem)[:200]) from None
    if response.status not in _GRANTED:
        raise Refused("The authority refused.", expected="status 0 or 1, granted", found=f"status {response.status}")
    return response


def _as_granted(answer: bytes) -> bytes:
    """A response (DER: a sequence of status and token) with status 0 in place of its own."""
    _, begin, end = _der(answer, 0)
    _, _, status_ends = _der(answer, begin)
    body = bytes.fromhex("3003020100") + answer[status_ends:end]
    size = len(body).to_bytes((len(body).bit_length() + 7) // 8, "big")
    return b"\x30" + (size if len(body) < 0x80 else bytes([0x80 | len(size)]) + size) + body


def _der(content: bytes, at: int) -> tuple[int, int, int]:
    """Tag, first byte of the content and the byte behind it, of the element at `at`."""
    size, begin = content[at + 1], at + 2
    if size & 0x80:
        begin += size & 0x7F
        size = int.from_bytes(content[at + 2 : begin], "big")
    return content[at], begin, begin + size


def _demand_signed(response: TimeStampResponse, imprint: bytes, roots: Sequence[Certificate]) -> None:
    if not roots:
        return
    client = _client()
    builder = client.VerifierBuilder()
    for root in roots:
        builder = builder.add_root_certificate(root)
    # the package verifies what has status 0 alone; the status stands outside of what is signed
    granted = client.decode_timestamp_response(_as_granted(bytes(response.as_bytes())))
    try:
        builder.build().verify(granted, imprint)
    except client.VerificationError as problem:
        raise Refused("The stamp is not signed by an authority that is trusted here.", found=str(problem)) from None


def read_roots(path: Path) -> list[Certificate]:
    """The certificates in a PEM file. Raises `UsageError` where there is none."""
    from cryptography.x509 import load_pem_x509_certificates

    try:
        return load_pem_x509_certificates(path.read_bytes())
    except (OSError, ValueError) as problem:
        raise UsageError("The authority's certificates cannot be read.", expected="a PEM file", found=str(problem),
                         where=str(path)) from None  # fmt: skip


def stamped_at(path: Path) -> datetime | None:
    """The time that a stamp states; None where the package that reads it is missing, or it cannot be read."""
    try:
        at: datetime = _parsed(read_regular(path)).tst_info.gen_time
    except (CannotProceed, Refused):
        return None
    return at


def stamps_of(folder: Path, point: Checkpoint) -> list[Path]:
    """The stamps over one checkpoint, by name."""
    return sorted(folder.glob(f"{point.chain}.{point.size}.*.tsr"))


def copy_stamps(source: Path, target: Path, checkpoints: Iterable[Checkpoint]) -> int:
    """For a join: bring the stamps over `checkpoints`, and the requests that wait, from one log folder to another.

    Nothing is overwritten. Returns how many came. Raises `VerificationFailed` for a stamp that does not hold.
    """
    points = {(point.chain, point.size): point for point in checkpoints}
    named = {path: STAMP_NAME.fullmatch(path.name) for path in sorted(source.iterdir())}
    found = [path for path, match in named.items() if match and (match[1], int(match[2])) in points]
    new = [path for path in found if not (target / path.name).exists()]
    try:
        wrong = list(_wrong([path for path in new if path.suffix == ".tsr"], points, ()))
    except CannotProceed:
        wrong = []  # without the package nothing here can read them; `verify` says so and checks them where it can
    for problem in wrong:
        raise VerificationFailed("A time stamp of the other case does not hold.", expected=problem.expected,
                                 found=problem.found, where=problem.where)  # fmt: skip
    for path in new:
        write_new(target / path.name, read_regular(path))
    return len(new)


def check_stamps(
    folder: Path, checkpoints: Iterable[Checkpoint], roots: Sequence[Certificate] = ()
) -> tuple[list[Problem], list[str]]:
    """For the verifier: every stamp in `folder` is over the checkpoint that its name gives. Problems, and notes.

    With `roots` each must also be signed by an authority that leads to one of them.
    """
    points = {(point.chain, point.size): point for point in checkpoints}
    stamps = sorted(folder.glob("*.tsr"))
    waiting = [path for path in folder.glob("*.tsq") if not _stamped(path, "")]
    notes = [f"{len(waiting)} time stamps still asked for"] if waiting else []
    try:
        problems = list(_wrong(stamps, points, roots))
    except CannotProceed as missing:
        return [], [*notes, f"{len(stamps)} time stamps not checked: {missing.what}"]
    if stamps and not roots:
        notes.append("who stamped was not checked: no certificates of an authority were given")
    return problems, notes


def _wrong(
    stamps: Sequence[Path], points: dict[tuple[str, int], Checkpoint], roots: Sequence[Certificate]
) -> Iterator[Problem]:
    for path in stamps:
        chain, size = path.name.split(".")[:2]
        point = points.get((chain, int(size)))
        if point is None:
            yield Problem(f"a checkpoint of {chain} at {size}", "none", str(path))
            continue
        imprint = sha256(point.signed_bytes()).digest()
        try:
            response = _parsed(read_regular(path))
            found = bytes(response.tst_info.message_imprint.message)
            if found != imprint:
                yield Problem(f"a stamp over {imprint.hex()}", found.hex(), str(path))
            _demand_signed(response, imprint, roots)
        except Refused as problem:
            yield Problem("a time stamp that holds", str(problem).replace("\n", " "), str(path))
