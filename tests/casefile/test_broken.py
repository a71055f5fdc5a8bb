"""Facts that are damaged, a disk that is full, too little memory: each named, and the case still verifies."""

from __future__ import annotations

import os
import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pytest

from dalil.casefile import facts as factsfile
from dalil.casefile.broken import faults_named
from dalil.casefile.case import Case, create
from dalil.commands import run
from dalil.commands.case import add
from dalil.errors import CannotProceed, DalilError, Refused
from dalil.vault.verify import verify_case

REPORTS = "report_id,organisation,earliest\n" + "".join(f"{n},L,2016-10-01\n" for n in range(200))


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """A case with some reports."""
    path = tmp_path / "x.case"
    create(path, 'title = "Invented"\nzone = "UTC"\nfrom = 2016-07-01\nto = 2016-12-31\n')
    (tmp_path / "reports.csv").write_text(REPORTS)
    add(path, [tmp_path / "reports.csv"], as_=None, organisation="L", mapping=None)
    return path


def overwritten(path: Path, start: int, end: int) -> None:
    content = bytearray(path.read_bytes())
    content[start:end] = os.urandom(end - start)
    path.write_bytes(content)


DAMAGE: dict[str, Callable[[Path], None]] = {
    "empty": lambda path: path.write_bytes(b""),
    "cut": lambda path: os.truncate(path, path.stat().st_size // 2),
    "short": lambda path: os.truncate(path, 5_000),
    "noise": lambda path: overwritten(path, 0, path.stat().st_size),
    "middle": lambda path: overwritten(path, 20_000, path.stat().st_size // 2),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_damaged_facts_are_named_and_made_anew(case: Path, tmp_path: Path, damage: str) -> None:
    DAMAGE[damage](case / "facts.duckdb")
    with pytest.raises(Refused, match="damaged") as caught, Case.open(case) as opened, opened.facts() as facts:
        facts.hashes()
    assert f"dalil rebuild {case}" in caught.value.do
    (tmp_path / "more.csv").write_text("report_id,organisation,earliest\nM,L,2016-10-02\n")
    with pytest.raises(DalilError) as caught_too:
        add(case, [tmp_path / "more.csv"], as_="reports", organisation="L", mapping=None)
    assert "dalil rebuild" in caught_too.value.do
    run.rebuild(case)
    with Case.open(case) as opened, opened.facts() as facts:
        assert facts.value("SELECT count(*) FROM report") >= 200


@contextmanager
def small_disk(free: int) -> Iterator[None]:
    """No file may grow beyond `free` bytes: what a full disk is to whoever writes one."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (free, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("free", [100, 20_000, 300_000])
def test_a_full_disk_is_named_and_the_case_verifies(case: Path, tmp_path: Path, free: int) -> None:
    (tmp_path / "more.csv").write_text(REPORTS.replace("\n", "\nM", 200).rpartition("\n")[0] + "\n")
    with small_disk(free), pytest.raises(DalilError) as caught:
        add(case, [tmp_path / "more.csv"], as_="reports", organisation="L", mapping=None)
    assert isinstance(caught.value, CannotProceed)
    assert "disk" in caught.value.what.lower()
    assert [check.title for check in verify_case(case) if not check.passed] == []


@pytest.mark.parametrize("error", [MemoryError, duckdb.OutOfMemoryException])
def test_too_little_memory_is_named(tmp_path: Path, error: type[Exception]) -> None:
    with pytest.raises(CannotProceed, match="memory") as caught, faults_named(tmp_path / "facts.duckdb"):
        raise error("no more")
    assert "dalil rebuild" in caught.value.do


def test_a_lock_and_a_wrong_query_are_no_damage(tmp_path: Path) -> None:
    with pytest.raises(CannotProceed, match="Another program"), faults_named(tmp_path / "facts.duckdb"):
        raise duckdb.IOException("Could not set lock on file")
    with pytest.raises(duckdb.BinderException), factsfile.building(tmp_path / "facts.duckdb", fresh=True) as facts:
        facts.query("SELECT nothing FROM report")
