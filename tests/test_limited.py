"""A child gets so much and no more, and its end has a name."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dalil import limited, limited_host
from dalil.errors import CannotProceed, Refused
from dalil.limited import LimitReached, Limits

SMALL = Limits(memory_bytes=512 * 2**20, seconds=2, clock_seconds=20, output_bytes=1000)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., bytes]]:
    """Runs a body of `main` in a child, in a package that holds nothing else."""
    package = tmp_path / "dalil"
    package.mkdir()
    source = Path(limited.__file__).parent
    for name in ("__init__.py", "errors.py", "limited.py", "limited_host.py"):
        shutil.copy(source / name, package)
    monkeypatch.setattr(limited_host, "__file__", str(package / "limited_host.py"))
    limited_host.hosts.cache_clear()

    def ran(body: str, given: bytes = b"", limits: Limits = SMALL) -> bytes:
        head = "import os, signal, time\nfrom dalil.errors import *\ndef main(arguments, given, out):\n"
        (package / "job.py").write_text(f"{head}    {body}\n", encoding="utf-8")
        with limited_host.limited_output("dalil.job", ["a"], given, limits, where="list.xlsx") as out:
            return out.read()

    yield ran
    if limited_host.hosts.cache_info().currsize:
        limited_host.hosts()[0].stop()
    limited_host.hosts.cache_clear()


def test_what_the_child_writes_comes_back(run: Callable[..., bytes]) -> None:
    assert run("out.write(arguments[0].encode() + given.read())", b"bc") == b"abc"


def test_an_open_file_is_read_from_its_position(run: Callable[..., bytes], tmp_path: Path) -> None:
    (tmp_path / "given").write_bytes(b"12345")
    with (tmp_path / "given").open("rb", buffering=0) as stream:
        stream.seek(3)
        assert run("out.write(given.read())", stream) == b"45"


@pytest.mark.parametrize(
    ("body", "limit"),
    [
        ("x = b'1' * 2**30", "memory"),
        ("os.kill(os.getpid(), signal.SIGABRT)", "memory"),
        ("while True: pass", "time"),
        ("out.write(b'1' * 1001)", "output"),
        ("while True: out.write(b'1' * 2**20)", "output"),
        ("os.kill(os.getpid(), signal.SIGSEGV)", "fault"),
        ("raise ValueError('a name of somebody')", "fault"),
    ],
)
def test_a_child_that_goes_too_far_is_ended_by_name(run: Callable[..., bytes], body: str, limit: str) -> None:
    with pytest.raises(LimitReached) as caught:
        run(body)
    assert caught.value.limit == limit
    assert caught.value.where == "list.xlsx"
    assert "somebody" not in str(caught.value)


def test_a_child_that_waits_is_ended_by_the_clock(run: Callable[..., bytes]) -> None:
    with pytest.raises(LimitReached) as caught:
        run("time.sleep(60)", limits=Limits(seconds=2, clock_seconds=1))
    assert caught.value.limit == "time"


def test_a_child_that_does_not_read_what_it_is_given_is_no_deadlock(run: Callable[..., bytes]) -> None:
    assert run("out.write(b'done')", b"1" * 2**21) == b"done"


def test_its_refusal_is_raised_again_with_its_words(run: Callable[..., bytes]) -> None:
    with pytest.raises(Refused) as caught:
        run("raise Refused('No.', expected='this', found='that', do='mend it')")
    assert caught.value.as_json() == {
        "error": "No.", "expected": "this", "found": "that", "where": "list.xlsx", "do": "mend it",
    }  # fmt: skip


def test_its_error_keeps_its_class(run: Callable[..., bytes]) -> None:
    with pytest.raises(CannotProceed):
        run("raise CannotProceed('Locked.')")


def test_it_does_not_get_the_passphrase(run: Callable[..., bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DALIL_PASSPHRASE", "open sesame")
    assert run("out.write(repr(os.environ.get('DALIL_PASSPHRASE')).encode())") == b"None"
