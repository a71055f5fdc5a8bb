"""join: tried on a copy; a stranger's runs, settings, judgements and withdrawals leave ours as they were."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from dalil.casefile.case import Case
from dalil.commands import case as cases
from dalil.commands.join import join
from dalil.commands.run import rebuild, runs_to_repeat
from dalil.commands.withdraw import withdraw
from dalil.errors import DalilError
from dalil.progress import silent

GIVEN = {"title": "Invented", "zone": "UTC", "from": "2016-07-01", "to": "2016-12-31", "area": "36,35,38,37"}
HEAD = "report_id,organisation,earliest,latitude,longitude,kind,consent\n"


def make(folder: Path, keys: Path, organisation: str, rows: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DALIL_CONFIG", str(keys))
    case = folder / f"{organisation}.case"
    cases.new(case, {**GIVEN, "organisation": organisation})
    raw = folder / organisation
    raw.mkdir()
    (raw / "reports.csv").write_text(HEAD + rows, encoding="utf-8")
    cases.add(case, [raw], as_=None, organisation=organisation, mapping=None)
    return case


@pytest.fixture
def ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    rows = "".join(f"{n},Ours,2016-10-0{n}T10:00,36.2,37.1,airstrike,public;commission\n" for n in range(1, 7))
    return make(tmp_path, tmp_path / "our keys", "Ours", rows, monkeypatch)


@pytest.fixture
def theirs(tmp_path: Path, ours: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    rows = "1,Theirs,2016-11-01T10:00,36.2,37.1,airstrike,public\n2,Ours,2016-10-02T10:00,1.0,1.0,ground,\n"
    case = make(ours.parent, ours.parent / "their keys", "Theirs", rows, monkeypatch)
    with Case.open(case, write=True) as opened:
        writer = opened.writer
        for number in range(1, 7):
            writer.append("withdraw", {"testimonies": [], "reports": [f"Ours/{number}"], "reason": ""})
        writer.append("decide", {"kind": "merge", "a": ["Ours/1"], "b": ["Ours/2"], "by": "Ours", "reason": "x"})
        position = {"c" * 32: 10**6, writer.chain: 10**6}
        writer.append("run", {
            "stages": ["count"], "engine": "duckdb", "settings": opened.settings_sha256(), "codebook": "",
            "position": position, "versions": {},
        })  # fmt: skip
        read = {"file_name": "x", "as": "", "organisation": "T", "as_of": "2016-12-01", "mapping_sha256": ""}
        sha256 = next(iter(opened.log.entries("seal"))).details["sha256"]
        writer.append("read", {**read, "sha256": sha256, "reader": "of a newer version", "reader_version": "9"})
    monkeypatch.setenv("DALIL_CONFIG", str(ours.parent / "our keys"))
    return case


def bytes_of(case: Path) -> dict[str, str]:
    return {
        str(path.relative_to(case)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(case.rglob("*"))
        if path.is_file() and path.name != ".lock"
    }


def test_a_dry_run_says_what_would_come_and_changes_nothing(ours: Path, theirs: Path) -> None:
    before = bytes_of(ours)
    found = join(ours, theirs, dry_run=True)
    assert bytes_of(ours) == before
    assert found["dry_run"] and found["chains"] == 1
    assert found["tables"]["report"] == [6, 7]
    kinds = {kind: count for _, kind, count in found["without_effect"]}
    assert kinds["withdraw"] == 6 and kinds["decide"] == 1 and kinds["run"] == 1
    assert [path.name for path in ours.parent.glob(".*")] == []


def test_what_is_ours_stays_as_it_was(ours: Path, theirs: Path) -> None:
    join(ours, theirs)
    again = rebuild(ours)
    assert again["changed"] == []
    with Case.open(ours) as case, case.facts() as facts:
        found = facts.rows("SELECT report_id, latitude, kind, consent FROM report ORDER BY report_id")
        assert [row["report_id"] for row in found] == [*(f"Ours/{n}" for n in range(1, 7)), "Theirs/1"]
        assert {row["latitude"] for row in found} == {36.2} and {row["kind"] for row in found} == {"airstrike"}
        assert all(row["consent"] == ["public", "commission"] for row in found[:6])
        assert facts.rows("SELECT * FROM decision") == []
        assert runs_to_repeat(case) == []
        refused = facts.rows('SELECT "do" FROM refusal WHERE whole AND row IS NULL')
        assert any("their version" in row["do"] for row in refused)


def test_after_a_join_the_case_goes_on(ours: Path, theirs: Path, tmp_path: Path) -> None:
    join(ours, theirs)
    (tmp_path / "reports.csv").write_text(HEAD + "7,Ours,2016-12-01T10:00,36.2,37.1,airstrike,\n", encoding="utf-8")
    cases.add(ours, [tmp_path / "reports.csv"], as_=None, organisation="Ours", mapping=None)
    withdraw(ours, "Ours/1", reason="asked")
    with Case.open(ours) as case, case.facts() as facts:
        assert facts.value("SELECT count(*) FROM report") == 8
        assert facts.value("SELECT consent FROM report WHERE report_id = 'Ours/1'") == []


def test_whoever_brought_a_record_withdraws_it(ours: Path, theirs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DALIL_CONFIG", str(ours.parent / "their keys"))
    withdraw(theirs, "Theirs/1", reason="asked")
    monkeypatch.setenv("DALIL_CONFIG", str(ours.parent / "our keys"))
    join(ours, theirs)
    with Case.open(ours) as case, case.facts() as facts:
        assert facts.value("SELECT consent FROM report WHERE report_id = 'Theirs/1'") == []


def test_a_join_that_fails_leaves_the_case_and_nothing_beside_it(
    ours: Path, theirs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = bytes_of(ours)
    monkeypatch.setattr("dalil.commands.join.rebuild", lambda path, announce=silent: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        join(ours, theirs)
    assert bytes_of(ours) == before
    assert [path.name for path in ours.parent.glob(".*")] == []


def test_a_case_is_not_joined_with_itself_or_with_nothing(ours: Path, tmp_path: Path) -> None:
    for other in (ours, tmp_path / "nowhere"):
        with pytest.raises(DalilError):
            join(ours, other)
