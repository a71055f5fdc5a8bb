from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest

from dalil import intake
from dalil.casefile.case import Case
from dalil.errors import Refused, UsageError
from dalil.vault.log.seal import seal_files

REPORTS = """report_id,organisation,earliest,killed_total_min
1,Lantern,2016-10-01,2
2,Lantern,2016-10-02,x
,Lantern,2016-10-03,1
"""


def put(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def statuses(summary: intake.AddSummary) -> dict[str, str]:
    return {file.file: file.status for file in summary.files}


def hashes(case: Case) -> dict[str, str]:
    with case.facts() as facts:
        return dict(facts.hashes())


def test_a_folder_of_tables_and_pictures(case: Case, folder: Path) -> None:
    put(folder, "reports.csv", REPORTS)
    put(folder, "exhibits.csv", "file,kind\nviews/a.jpg,photo\nmissing.jpg,photo\n")
    put(folder, "views/a.jpg", b"\xff\xd8 a picture")
    summary = intake.add(case, [folder])
    assert statuses(summary) == {"exhibits.csv": "read", "reports.csv": "read", "a.jpg": "exhibit"}
    assert (summary.rows, summary.records, summary.refused, summary.exit_code()) == (5, 4, 1, 0)
    assert summary.exit_code(strict=True) == 1
    with case.facts() as facts:
        linked = facts.query(
            "SELECT e.file, o.folder FROM exhibit e LEFT JOIN original o USING (sha256) ORDER BY 1"
        ).fetchall()
    assert linked == [("missing.jpg", None), ("views/a.jpg", "views")]


def test_rows_are_records_and_refusals_and_superseded_in_each_file_and_in_all(case: Case, folder: Path) -> None:
    put(folder, "a/reports.csv", REPORTS)
    put(folder, "b/reports.csv", REPORTS.replace("2016-10-01,2", "2016-10-01,3"))
    put(folder, "victims.csv", "person_id,organisation,fate\n1,L,killed\n1,L,killed\n")
    intake.add(case, [folder])
    with case.facts() as facts:
        readings = facts.rows("SELECT * FROM reading")
        live = facts.value("SELECT (SELECT count(*) FROM report) + (SELECT count(*) FROM victim)")
        refused = facts.value("SELECT count(*) FROM (SELECT DISTINCT sha256, row FROM refusal WHERE whole)")
        superseded = facts.value("SELECT count(*) FROM superseded")
    for row in readings:
        assert row["rows"] == row["records"] + row["refused"] + row["superseded"]
    totals = [sum(row[name] for row in readings) for name in ("rows", "records", "refused", "superseded")]
    assert totals == [8, live, refused, superseded]
    assert (live, refused, superseded) == (3, 3, 2)


def test_a_newer_file_takes_the_place_of_the_older_and_says_so(case: Case, folder: Path) -> None:
    intake.add(case, [put(folder, "reports.csv", REPORTS)])
    summary = intake.add(case, [put(folder, "reports.csv", REPORTS.replace("2016-10-01,2", "2016-10-01,9"))])
    assert summary.files[0].replaced == 2
    with case.facts() as facts:
        assert facts.query("SELECT killed_total_min FROM report ORDER BY report_id").fetchall() == [(9,), (None,)]
        assert facts.query("SELECT id, by_row FROM superseded ORDER BY id").fetchall() == [
            ("Lantern/1", 1),
            ("Lantern/2", 2),
        ]


def test_the_same_file_again_changes_nothing(case: Case, folder: Path) -> None:
    put(folder, "reports.csv", REPORTS)
    put(folder, "a.jpg", b"picture")
    intake.add(case, [folder])
    before, head = hashes(case), case.writer.checkpoint()
    summary = intake.add(case, [folder])
    assert set(statuses(summary).values()) == {"same"}
    assert "nothing changed" in summary.files[0].note
    assert (hashes(case), case.writer.checkpoint()) == (before, head)


def test_replay_gives_the_same_facts_table_by_table(case: Case, folder: Path) -> None:
    put(folder, "reports.csv", REPORTS)
    put(folder, "places.csv", "place_id,name,latitude,longitude\nP1,Tel Amber,36.2,37.1\n")
    intake.add(case, [folder])
    intake.add(case, [put(folder, "reports.csv", REPORTS.replace("10-02", "10-05"))])
    before = hashes(case)
    with case.building(fresh=True) as facts:
        intake.replay(case, facts)
    assert hashes(case) == before


def test_an_interrupted_add_is_completed_by_the_next(case: Case, folder: Path, monkeypatch) -> None:
    put(folder, "reports.csv", REPORTS)
    monkeypatch.setattr("dalil.intake.ingest.add.catch_up", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        intake.add(case, [folder])
    monkeypatch.undo()
    summary = intake.add(case, [folder])
    assert statuses(summary) == {"reports.csv": "read"}  # it is read now, and its rows are said
    with case.facts() as facts:
        assert facts.value("SELECT count(*) FROM report") == 2


def test_originals_sealed_before_and_never_read_are_read(case: Case, folder: Path) -> None:
    from dalil.vault.log.seal import ToSeal

    path = put(folder, "reports.csv", REPORTS)
    list(seal_files(case.writer, [ToSeal(path, path.name, "Keepers", {"role": "exhibit"})]))
    assert statuses(intake.add(case, [path])) == {"reports.csv": "read"}


def test_changed_settings_make_everything_be_read_anew(case: Case, folder: Path) -> None:
    intake.add(case, [put(folder, "reports.csv", REPORTS)])
    path = case.path
    (path / "case.toml").write_text((path / "case.toml").read_text().replace("Asia/Damascus", "UTC"))
    moved = Case(path, case.settings.model_copy(update={"zone": "UTC"}), case.store, case.log, case.session)
    with moved.facts() as facts:
        assert intake.is_stale(moved, facts)
    with moved.building() as facts:
        intake.catch_up(moved, facts)
        assert str(facts.value("SELECT min(earliest) FROM report")) == "2016-10-01 00:00:00"


def test_what_is_not_taken_says_why(case: Case, folder: Path) -> None:
    put(folder, "real.txt", "text")
    (folder / "link.txt").symlink_to(folder / "real.txt")
    with zipfile.ZipFile(folder / "papers.zip", "w") as packed:
        packed.writestr("a.txt", "a")
    os.mkfifo(folder / "pipe")
    summary = intake.add(case, [folder])
    found = {file.file: (file.status, file.problem.what if file.problem else "") for file in summary.files}
    assert found["real.txt"] == ("exhibit", "")
    assert found["link.txt"] == ("refused", "Symbolic links are not followed.")
    assert found["papers.zip"] == ("refused", "ZIP files are not taken.")
    assert found["pipe"][0] == "refused"
    assert summary.exit_code() == 1


def test_a_folder_without_permission_is_reported(case: Case, folder: Path, monkeypatch) -> None:
    put(folder, "open/a.txt", "a")
    put(folder, "shut/b.txt", "b")
    scan = os.scandir

    def denied(path):
        if Path(path).name == "shut":
            raise PermissionError(13, "Permission denied")
        return scan(path)

    monkeypatch.setattr("dalil.intake.ingest.discover.os.scandir", denied)
    summary = intake.add(case, [folder])
    assert statuses(summary) == {"a.txt": "exhibit", "shut": "refused"}


@pytest.mark.parametrize("name", ["n" * 251 + ".txt", "ملف بالعربية.txt", "=cmd.txt", "a b\nc.txt"])
def test_odd_names_are_taken(case: Case, folder: Path, name: str) -> None:
    summary = intake.add(case, [put(folder, name, "x")])
    assert statuses(summary) == {name: "exhibit"}


def test_a_name_that_is_not_text_is_taken(case: Case, folder: Path) -> None:
    name = os.fsdecode(b"caf\xe9.txt")
    (folder / name).write_bytes(b"x")
    assert [file.status for file in intake.add(case, [folder]).files] == ["exhibit"]


def test_a_file_that_is_not_there(case: Case, folder: Path) -> None:
    summary = intake.add(case, [folder / "nothing.csv"])
    assert summary.files[0].problem.what == "The file is not there."


def test_a_broken_table_is_sealed_all_the_same(case: Case, folder: Path) -> None:
    path = put(folder, "reports.csv", b"\xff\xfe broken")
    summary = intake.add(case, [path])
    assert statuses(summary) == {"reports.csv": "refused"}
    (entry,) = case.log.entries("sealed_file")  # nobody can tell whom it names
    assert case.identities.open(entry.body["sealed"][0]).raw == path.read_bytes()
    assert statuses(intake.add(case, [path])) == {"reports.csv": "same"}


def test_an_empty_table_is_refused_and_an_empty_exhibit_kept(case: Case, folder: Path) -> None:
    put(folder, "reports.csv", "")
    put(folder, "empty.txt", "")
    assert statuses(intake.add(case, [folder])) == {"empty.txt": "exhibit", "reports.csv": "refused"}


def test_a_kind_named_by_the_person(case: Case, folder: Path) -> None:
    path = put(folder, "from_colleague.csv", REPORTS)
    assert statuses(intake.add(case, [path], as_="reports")) == {"from_colleague.csv": "read"}


@pytest.mark.parametrize(
    "options",
    [{"as_": "gossip"}, {"as_": "table"}, {"mapping": Path("missing.toml"), "as_": "table"}, {"organisation": "A/B"}],
)
def test_wrong_use_is_said_before_anything_is_taken(case: Case, folder: Path, options: dict) -> None:
    path = put(folder, "list.csv", "a\n1\n")
    with pytest.raises(UsageError):
        intake.add(case, [path], **options)
    assert list(case.log.entries("seal")) == []


def test_a_mapping_is_kept_with_the_case(case: Case, folder: Path) -> None:
    table = put(folder, "list.csv", "No,Day\n1,2016-10-01\n")
    mapping = put(
        folder,
        "map.toml",
        'kind = "reports"\n[columns]\nreport_id = "No"\nearliest = "Day"\n[constants]\norganisation = "E"\n',
    )
    assert statuses(intake.add(case, [table], as_="table", mapping=mapping)) == {"list.csv": "read"}
    mapping.unlink()
    before = hashes(case)
    with case.building(fresh=True) as facts:
        intake.replay(case, facts)
    assert hashes(case) == before


def test_a_mapping_that_is_no_toml(case: Case, folder: Path) -> None:
    with pytest.raises(Refused, match="TOML"):
        intake.add(case, [put(folder, "a.csv", "a\n1\n")], as_="table", mapping=put(folder, "m.toml", "= ="))


def test_the_log_names_no_file_and_no_organisation(case: Case, folder: Path) -> None:
    intake.add(case, [put(folder, "reports.csv", REPORTS)], organisation="Quiet Lantern")
    text = b"".join(path.read_bytes() for path in (case.path / "log").iterdir())
    assert b"reports" not in text
    assert b"Quiet Lantern" not in text


def test_the_summary_as_json(case: Case, folder: Path) -> None:
    shape = intake.add(case, [put(folder, "reports.csv", REPORTS)]).as_json()
    assert {"files", "rows", "records", "refused", "values_refused", "replaced", "statuses"} == set(shape)
    first = shape["files"][0]
    assert (first["file"], first["kinds"], first["refusals"][0]["field"]) == (
        "reports.csv",
        ["reports"],
        "killed_total_min",
    )


REFERRING = "testimony_id,report_id,witness,consent\nT1,1,W1,public\nT2,9,W2,public\n"


def referred(case: Case) -> list[tuple]:
    with case.facts() as facts:
        return facts.query("SELECT testimony_id, report_id FROM testimony ORDER BY 1").fetchall()


def test_a_testimony_finds_the_report_it_names_without_its_organisation(case: Case, folder: Path) -> None:
    put(folder, "reports.csv", "report_id,organisation,earliest\n1,Lantern,2016-10-01\n")
    put(folder, "testimonies.csv", REFERRING)
    intake.add(case, [folder], organisation="")
    assert referred(case) == [("T1", "Lantern/1"), ("T2", "9")]


def test_of_two_reports_with_one_local_id_that_of_the_same_folder_is_meant(case: Case, folder: Path) -> None:
    put(folder, "a/reports.csv", "report_id,organisation,earliest\n1,Lantern,2016-10-01\n")
    put(folder, "a/testimonies.csv", REFERRING)
    put(folder, "b/reports.csv", "report_id,organisation,earliest\n1,Marjan,2016-10-01\n")
    intake.add(case, [folder], organisation="")
    assert referred(case) == [("T1", "Lantern/1"), ("T2", "9")]


def test_a_later_report_can_undo_a_reference_and_replay_agrees(case: Case, folder: Path) -> None:
    put(folder, "a/reports.csv", "report_id,organisation,earliest\n1,Lantern,2016-10-01\n")
    put(folder, "c/testimonies.csv", REFERRING)
    intake.add(case, [folder], organisation="")
    assert referred(case)[0] == ("T1", "Lantern/1")
    put(folder, "b/reports.csv", "report_id,organisation,earliest\n1,Marjan,2016-10-01\n")
    intake.add(case, [folder], organisation="")
    assert referred(case)[0] == ("T1", "1")
    before = hashes(case)
    with case.building(fresh=True) as facts:
        intake.replay(case, facts)
    assert hashes(case) == before
