"""Time stamps over checkpoints, against an authority of our own: `openssl ts` with a root made for the tests."""

from __future__ import annotations

import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from tests.vault.authority import Authority

from dalil.errors import UsageError, VerificationFailed
from dalil.vault.keys.own import Keys
from dalil.vault.log.entry import Checkpoint
from dalil.vault.log.timestamp import (
    Outcome,
    ask_by_http,
    check_stamps,
    copy_stamps,
    read_roots,
    stamp,
    stamps_of,
)
from dalil.vault.session import writing
from dalil.vault.verify import verify_case

pytest.importorskip("rfc3161_client", reason="time stamps need the extra 'sign'")
pytestmark = pytest.mark.skipif(not shutil.which("openssl"), reason="the authority of these tests is openssl")

URL = "http://tsa.invalid/"


@pytest.fixture
def made(tmp_path: Path, keys: Keys) -> Path:
    """A case with two entries."""
    case = tmp_path / "case"
    case.mkdir()
    (case / "case.toml").write_text("title = 'x'\n")
    with writing(case, keys) as session:
        session.log.append("note", {"text": "x"})
    return case


def heads(case: Path, keys: Keys) -> list[Checkpoint]:
    with writing(case, keys) as session:
        return session.log.heads()


def down(url: str, request: bytes) -> bytes:
    raise OSError("no route")


def states(outcomes: list[Outcome]) -> list[str]:
    return [outcome.state for outcome in outcomes]


def test_a_checkpoint_is_stamped_and_openssl_agrees(made: Path, keys: Keys, authority: Authority) -> None:
    points = heads(made, keys)
    roots = read_roots(authority.folder / "ca.pem")
    (outcome,) = stamp(made / "log", points, URL, roots=roots, ask=authority)
    assert (outcome.state, outcome.size) == ("stamped", points[0].size) and outcome.at is not None
    (file,) = stamps_of(made / "log", points[0])
    (made.parent / "line").write_bytes(points[0].signed_bytes())
    command = ["openssl", "ts", "-verify", "-data", made.parent / "line", "-in", file, "-CAfile",
               authority.folder / "ca.pem", "-untrusted", authority.folder / "tsa.pem"]  # fmt: skip
    assert subprocess.run(command, capture_output=True).returncode == 0


def with_status(answer: bytes, status: int) -> bytes:
    """An authority's answer with another status: `openssl ts` writes the bare status 0, or a text beside it."""
    assert answer.count(b"\x02\x01\x00", 0, 12) == 1
    return answer.replace(b"\x02\x01\x00", bytes([2, 1, status]), 1)


@pytest.mark.parametrize(("status", "state"), [(0, "stamped"), (1, "stamped"), (2, "refused"), (4, "refused")])
def test_granted_with_modifications_is_granted(
    made: Path, keys: Keys, authority: Authority, status: int, state: str
) -> None:
    roots = read_roots(authority.folder / "ca.pem")
    (outcome,) = stamp(
        made / "log", heads(made, keys), URL, roots=roots,
        ask=lambda url, request: with_status(authority(url, request), status),
    )  # fmt: skip
    assert outcome.state == state
    assert check_stamps(made / "log", heads(made, keys), roots)[0] == []


def test_a_stamped_case_verifies_and_a_second_call_asks_nothing(made: Path, keys: Keys, authority: Authority) -> None:
    stamp(made / "log", heads(made, keys), URL, ask=authority)
    assert stamp(made / "log", heads(made, keys), URL, ask=down) == []
    checks = verify_case(made, roots=read_roots(authority.folder / "ca.pem"))
    assert [check.number for check in checks if not check.passed] == []
    assert checks[-1].found == "1 time stamps"


@pytest.mark.parametrize("url", ["", URL])
def test_without_a_network_requests_wait_and_are_completed_later(
    made: Path, keys: Keys, authority: Authority, url: str
) -> None:
    assert states(stamp(made / "log", heads(made, keys), url, ask=down)) == ["queued"]
    with writing(made, keys) as session:
        session.log.append("note", {"text": "y"})
    assert "1 time stamps still asked for" in verify_case(made)[-1].found
    assert states(stamp(made / "log", heads(made, keys), URL, ask=authority)) == ["stamped", "stamped"]
    assert "still asked for" not in verify_case(made)[-1].found


def test_one_that_stamps_something_else_is_refused_and_nothing_is_kept(
    made: Path, keys: Keys, authority: Authority
) -> None:
    from rfc3161_client import HashAlgorithm, TimestampRequestBuilder

    def liar(url: str, request: bytes) -> bytes:
        other = TimestampRequestBuilder().data(b"other").hash_algorithm(HashAlgorithm.SHA256).build()
        return authority(url, other.as_bytes())

    (outcome,) = stamp(made / "log", heads(made, keys), URL, ask=liar)
    assert outcome.state == "refused" and "stamped something else" in outcome.reason
    assert list((made / "log").glob("*.tsr")) == []


def test_an_old_answer_is_not_an_answer_to_this_request(made: Path, keys: Keys, authority: Authority) -> None:
    from rfc3161_client import HashAlgorithm, TimestampRequestBuilder

    data = heads(made, keys)[0].signed_bytes()

    def replays(url: str, request: bytes) -> bytes:
        return authority(
            url, TimestampRequestBuilder().data(data).hash_algorithm(HashAlgorithm.SHA256).build().as_bytes()
        )

    (outcome,) = stamp(made / "log", heads(made, keys), URL, ask=replays)
    assert "not one to this request" in outcome.reason


@pytest.mark.parametrize("answer", [b"", b"garbage", b"<html>Sign in</html>"])
def test_what_is_no_stamp_is_refused_in_words(made: Path, keys: Keys, answer: bytes) -> None:
    (outcome,) = stamp(made / "log", heads(made, keys), URL, ask=lambda url, request: answer)
    assert outcome.state == "refused" and "not a time stamp that can be read" in outcome.reason


def test_an_authority_of_another_root_is_refused(
    made: Path, keys: Keys, authority: Authority, stranger: Authority
) -> None:
    roots = read_roots(authority.folder / "ca.pem")
    (outcome,) = stamp(made / "log", heads(made, keys), URL, roots=roots, ask=stranger)
    assert outcome.state == "refused" and "not signed by an authority that is trusted" in outcome.reason


def tamper_name(file: Path) -> None:
    chain, size, *rest = file.name.split(".")
    file.rename(file.with_name(".".join([chain, str(int(size) - 1), *rest])))


def tamper_bytes(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[-5] ^= 1  # in the signature
    file.write_bytes(bytes(content))


@pytest.mark.parametrize("tamper", [tamper_name, tamper_bytes])
def test_a_stamp_that_was_moved_or_changed_fails_verification(
    made: Path, keys: Keys, authority: Authority, tamper: Callable[[Path], None]
) -> None:
    points = heads(made, keys)
    stamp(made / "log", points, URL, ask=authority)
    tamper(stamps_of(made / "log", points[0])[0])
    failed = [check.number for check in verify_case(made, roots=read_roots(authority.folder / "ca.pem"))
              if not check.passed]  # fmt: skip
    assert failed == [15]


def test_a_case_without_stamps_has_nothing_to_check(made: Path) -> None:
    assert check_stamps(made / "log", []) == ([], [])


def test_an_address_that_is_none_and_roots_that_are_none_are_said(made: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no address"):
        stamp(made / "log", [], "ftp://x")
    with pytest.raises(UsageError, match="cannot be read"):
        read_roots(tmp_path / "nothing.pem")


@pytest.fixture
def server(authority: Authority) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            good = self.headers["Content-Type"] == "application/timestamp-query" and self.path == "/tsa"
            self.send_response(200 if good else 500)
            self.end_headers()
            self.wfile.write(authority("", body) if good else b"")

        def log_message(self, format: str, *args: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as httpd:
        threading.Thread(target=httpd.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{httpd.server_port}"
        httpd.shutdown()


@pytest.mark.parametrize(("path", "state"), [("/tsa", "stamped"), ("/elsewhere", "queued")])
def test_over_http_an_answer_is_a_stamp_and_an_error_leaves_the_request_waiting(
    made: Path, keys: Keys, server: str, path: str, state: str
) -> None:
    assert states(stamp(made / "log", heads(made, keys), server + path, ask=ask_by_http)) == [state]


def test_what_was_copied_is_over_the_checkpoint_or_refused(
    made: Path, keys: Keys, authority: Authority, tmp_path: Path
) -> None:
    points = heads(made, keys)
    stamp(made / "log", points, URL, ask=authority)
    (tmp_path / "good").mkdir()
    assert copy_stamps(made / "log", tmp_path / "good", points) == 2
    assert copy_stamps(made / "log", tmp_path / "good", points) == 0
    stamps_of(made / "log", points[0])[0].write_bytes(b"no stamp")
    (tmp_path / "other").mkdir()
    with pytest.raises(VerificationFailed, match="does not hold"):
        copy_stamps(made / "log", tmp_path / "other", points)
