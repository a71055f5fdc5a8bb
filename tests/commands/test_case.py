"""new and decide: what is refused before anything is written, and what a judgement is in the log."""

from __future__ import annotations

from pathlib import Path

import pytest

from dalil.casefile.case import Case
from dalil.commands import case as cases
from dalil.commands import run
from dalil.errors import DalilError, UsageError

GIVEN = {"title": "Invented", "zone": "UTC", "from": "2016-07-01", "to": "2016-12-31"}


@pytest.mark.parametrize("missing", sorted(GIVEN))
def test_an_option_that_is_missing_is_named_and_no_folder_is_made(tmp_path: Path, missing: str) -> None:
    with pytest.raises(UsageError, match=f"--{missing}"):
        cases.new(tmp_path / "a.case", {name: value for name, value in GIVEN.items() if name != missing})
    assert not (tmp_path / "a.case").exists()


@pytest.mark.parametrize(("name", "value"), [
    ("zone", "Asia/Damascsu"), ("from", "July 2016"), ("to", "2016-06-30"), ("area", "37,36,36,37"),
])  # fmt: skip
def test_a_value_that_cannot_be_is_refused_and_no_folder_is_made(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(DalilError) as refused:
        cases.new(tmp_path / "a.case", {**GIVEN, name: value})
    assert name in str(refused.value)
    assert not (tmp_path / "a.case").exists()


def test_a_folder_that_is_there_is_left_as_it_is(tmp_path: Path) -> None:
    cases.new(tmp_path / "a.case", GIVEN)
    before = (tmp_path / "a.case" / "case.toml").read_bytes()
    with pytest.raises(DalilError):
        cases.new(tmp_path / "a.case", {**GIVEN, "title": "Another"})
    assert (tmp_path / "a.case" / "case.toml").read_bytes() == before


class TestDecide:
    @pytest.fixture
    def case(self, tmp_path: Path) -> Path:
        path = tmp_path / "a.case"
        cases.new(path, GIVEN)
        rows = "".join(f"{n},One,2016-10-0{n}T10:00,36.2,37.1,airstrike\n" for n in range(1, 5))
        (tmp_path / "reports.csv").write_text(
            "report_id,organisation,earliest,latitude,longitude,kind\n" + rows, encoding="utf-8"
        )
        cases.add(path, [tmp_path / "reports.csv"], as_=None, organisation=None, mapping=None)
        return path

    def entries(self, case: Path) -> list[dict[str, object]]:
        with Case.open(case) as opened:
            return [dict(entry.details or {}) for entry in opened.log.entries("decide")]

    @pytest.mark.parametrize(("kind", "a", "b", "reason", "said"), [
        ("merg", "One/1", "One/2", "one attack", "no decision 'merg'"),
        ("merge", "One/1", "One/2", "  ", "needs a reason"),
        ("merge", "One/1", None, "one attack", "two sides"),
        ("apart", "One/1", "One/9", "two attacks", "no report or incident One/9"),
        ("hold", "I-nowhere", None, "unsure", "no report or incident"),
        ("retract", "abcd-1", None, "wrong", "no decision abcd-1"),
    ])  # fmt: skip
    def test_what_cannot_be_meant_is_refused_and_not_logged(
        self, case: Path, kind: str, a: str, b: str | None, reason: str, said: str
    ) -> None:
        with pytest.raises(UsageError, match=said):
            cases.decide(case, kind, a, b, reason=reason, by="")
        assert self.entries(case) == []

    def test_reports_are_stored_and_an_incident_stands_for_its_reports(self, case: Path) -> None:
        cases.decide(case, "merge", "One/1", "One/2; One/3", reason="one attack", by="a reviewer")
        run.run(case, only="link")
        with Case.open(case) as opened, opened.facts() as facts:
            (joined,) = [row["incident_id"] for row in facts.rows(
                "SELECT incident_id FROM incident_report GROUP BY 1 HAVING count(*) = 3"
            )]  # fmt: skip
        cases.decide(case, "hold", joined, None, reason="the time is doubtful", by="")
        first, second = self.entries(case)
        assert (first["a"], first["b"], first["by"]) == (["One/1"], ["One/2", "One/3"], "a reviewer")
        assert second["a"] == ["One/1", "One/2", "One/3"]

    def test_a_judgement_against_one_that_stands_is_refused_until_that_is_retracted(self, case: Path) -> None:
        made = cases.decide(case, "merge", "One/1", "One/2", reason="one attack", by="")
        with pytest.raises(DalilError):
            cases.decide(case, "apart", "One/1", "One/2", reason="two attacks", by="")
        cases.decide(case, "retract", made["decision_id"], None, reason="looked again", by="")
        cases.decide(case, "apart", "One/1", "One/2", reason="two attacks", by="")
        assert [entry["kind"] for entry in self.entries(case)] == ["merge", "retract", "apart"]
        with pytest.raises(UsageError, match="no decision"):
            cases.decide(case, "retract", made["decision_id"], None, reason="again", by="")
