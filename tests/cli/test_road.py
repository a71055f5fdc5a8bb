"""From files to a verified submission through the command line, with the exit status of the contract."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cases import new
from tests.conftest import SharedKeys
from typer.testing import CliRunner, Result

from dalil.cli import app

REPORTS = (
    "report_id,organisation,earliest,time_precision,place,latitude,longitude,place_precision,kind,objects_hit,"
    "killed_civilians_min,killed_civilians_max,consent\n"
    "1,One,2016-07-05T14:00,minute,Hill Street,36.2,37.1,street,airstrike,hospital,2,3,commission\n"
    "2,One,2016-08-05,day,=cmd,36.3,37.2,street,artillery,school;home,,,commission\n"
    "3,One,2017-08-05,day,Far,36.3,37.2,street,airstrike,,1,1,\n"
    "4,One,never,day,Far,36.3,37.2,street,airstrike,,1,1,\n"
)
NEW = new("2016-07-01", "2016-12-31", "Asia/Damascus", "--area", "36,35,38,37")


def dalil(*arguments: object, ok: int = 0) -> Result:
    done = CliRunner().invoke(app, [str(part) for part in arguments])
    assert done.exit_code == ok, done.output
    assert "Traceback" not in done.output
    return done


def as_json(*arguments: object, ok: int = 0) -> object:
    return json.loads(dalil(*arguments, "--json", ok=ok).stdout)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory, shared_keys: SharedKeys) -> Path:
    folder = tmp_path_factory.mktemp("road")
    (folder / "reports.csv").write_text(REPORTS)
    with shared_keys.used():
        dalil("new", folder / "x.case", *NEW)
        dalil("add", folder / "x.case", folder / "reports.csv")
        dalil("run", folder / "x.case")
    return folder / "x.case"


def test_counts_add_up(case: Path) -> None:
    figures = {figure["name"]: figure for figure in as_json("show", case, "figures")}
    assert figures["incidents.total"]["value"] == 2
    assert figures["reports.outside_period"]["value"] == 1
    assert (figures["killed.civilians.min"]["value"], figures["killed.civilians.max"]["value"]) == (2, 3)


def test_a_figure_is_what_its_query_gives(case: Path) -> None:
    from dalil.casefile.facts import reading

    with reading(case / "facts.duckdb") as facts:
        for figure in as_json("show", case, "figures"):
            assert facts.value(figure["query"]) == figure["value"], figure["name"]


def test_incident_has_the_shape_of_the_contract(case: Path) -> None:
    first = as_json("show", case, "incidents")[0]
    assert set(first) >= {
        "incident_id", "reports", "earliest", "latest", "latitude", "longitude", "radius_m", "kind", "objects_hit",
        "weapons", "killed", "injured", "link", "findings", "party", "grade", "likelihood_ratio", "hangs_on", "lines",
        "flights", "review",
    }  # fmt: skip
    assert first["earliest"].endswith("Z")


def test_not_stated_is_not_zero(case: Path) -> None:
    by_reports = {tuple(row["reports"]): row for row in as_json("show", case, "incidents")}
    assert by_reports[("One/1",)]["killed"] == {"civilians": [2, 3]}
    assert by_reports[("One/2",)]["killed"] == {}


def test_refused_row_says_where_and_why(case: Path) -> None:
    (refusal,) = as_json("show", case, "refusals")
    assert (refusal["row"], refusal["field"]) == (4, "earliest")
    assert refusal["expected"]


def test_adding_again_changes_nothing(case: Path) -> None:
    before = as_json("show", case, "log")
    done = dalil("add", case, case.parent / "reports.csv")
    assert "nothing changed" in done.output
    assert as_json("show", case, "log") == before


def test_strict_fails_on_a_refused_row(case: Path, tmp_path: Path) -> None:
    dalil("new", tmp_path / "y.case", *NEW)
    dalil("add", tmp_path / "y.case", case.parent / "reports.csv", "--strict", ok=1)


def test_submission_verifies_and_a_changed_byte_does_not(case: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    dalil("submit", case, out, "--lang", "en")
    dalil("verify", out)
    assert "'=cmd" in (out / "data" / "annex.csv").read_text(encoding="utf-8")
    page = out / "data" / "figures.json"
    page.write_bytes(page.read_bytes().replace(b"incidents.total", b"incidents.tOtal", 1))
    report = as_json("verify", out, ok=1)
    assert [check["number"] for check in report["checks"] if not check["passed"]]


def test_two_submissions_have_the_same_bytes(case: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        dalil("submit", case, tmp_path / name, "--lang", "en")
    files = [path.relative_to(tmp_path / "one") for path in (tmp_path / "one").rglob("*") if path.is_file()]
    assert len(files) > 10
    different = [
        str(file) for file in files if (tmp_path / "one" / file).read_bytes() != (tmp_path / "two" / file).read_bytes()
    ]
    assert different == []


def test_rebuild_makes_equal_tables(case: Path) -> None:
    from dalil.casefile.facts import reading

    with reading(case / "facts.duckdb") as facts:
        before = facts.hashes()
    (case / "facts.duckdb").unlink()
    dalil("rebuild", case)
    with reading(case / "facts.duckdb") as facts:
        after = facts.hashes()
    assert {name for name in before if before[name] != after[name]} == set()
    assert before["incident"] != before["figure"]


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["show", "nowhere", "incidents"], 2),
        (["show", "CASE", "unicorns"], 2),
        (["show", "CASE", "incident", "nobody"], 2),
        (["run", "CASE", "--only", "guess"], 2),
        (["decide", "CASE", "merge", "One/1", "--reason", "x"], 2),
        (["decide", "CASE", "merge", "One/1", "One/9", "--reason", "x"], 2),
        (["submit", "CASE", "OUT", "--to", "pubic"], 2),
        (["new", "CASE", "--title", "T"], 2),
        (["verify", "nowhere"], 2),
    ],
)
def test_wrong_calls_exit_with_two_and_say_what_was_expected(
    case: Path, tmp_path: Path, arguments: list[str], status: int
) -> None:
    known = {"CASE": str(case), "OUT": str(tmp_path / "out")}
    done = dalil(*(known.get(word, word) for word in arguments), ok=status)
    assert done.stderr.strip()
    assert not (tmp_path / "out").exists()


def test_contradictory_judgement_is_refused_and_a_retracted_one_is_not(case: Path, tmp_path: Path) -> None:
    import shutil

    own = tmp_path / "own.case"
    shutil.copytree(case, own)
    merged = as_json("decide", own, "merge", "One/1", "One/2", "--reason", "one video")
    refused = dalil("decide", own, "apart", "One/1", "One/2", "--reason", "two strikes", ok=1)
    assert merged["decision_id"] in refused.stderr
    dalil("run", own)
    assert len(as_json("show", own, "incidents")) == 2  # the merged pair, and the one outside the period
    dalil("decide", own, "retract", merged["decision_id"], "--reason", "a mistake")
    dalil("decide", own, "apart", "One/1", "One/2", "--reason", "two strikes")
    dalil("run", own)
    assert len(as_json("show", own, "incidents")) == 3


def test_withdrawn_report_leaves_to_nobody(case: Path, tmp_path: Path) -> None:
    import shutil

    own = tmp_path / "own.case"
    shutil.copytree(case, own)
    before = as_json("submit", own, tmp_path / "before", "--lang", "en")
    dalil("withdraw", own, "One/1", "--reason", "asked")
    done = as_json("submit", own, tmp_path / "after", "--lang", "en", "--since", tmp_path / "before")
    assert done["withheld_reports"] == before["withheld_reports"] + 1
    dalil("withdraw", own, "Nobody/9", ok=2)


def test_original_is_read_out_byte_for_byte_and_logged(case: Path, tmp_path: Path) -> None:
    dalil("read-out", case, "reports.csv", tmp_path / "copy.csv")
    assert (tmp_path / "copy.csv").read_text() == REPORTS
    assert as_json("show", case, "log")[-1]["kind"] == "read_out"


def test_pairs_are_shown_as_waterfalls_that_add_up(capsys: pytest.CaptureFixture[str]) -> None:
    from dalil.cli.tables import print_view

    steps = [
        {"comparison": "time", "level": "same hour", "weight": 6.5},
        {"comparison": "place", "level": "far", "weight": -2.0},
    ]
    print_view("pairs", [{"a": "o/1", "b": "p/2", "weight": 4.5, "probability": 0.96, "comparisons": steps}], 40)
    shown = capsys.readouterr().out
    assert "+4.50" in shown
    assert "96%" in shown
    assert max(len(line) for line in shown.splitlines()) <= 80


def test_a_stamp_waits_where_there_is_no_authority(case: Path, tmp_path: Path) -> None:
    import shutil

    own = tmp_path / "own.case"
    shutil.copytree(case, own)
    outcomes = as_json("stamp", own)
    assert {outcome["state"] for outcome in outcomes} == {"queued"}
    dalil("verify", own)
    dalil("stamp", own, "--url", "ftp://nowhere", ok=2)
