from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.submit.conftest import StandIn, hand_over

from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings
from dalil.errors import Refused
from dalil.submit.package.verify import verify_submission


@pytest.fixture
def first(case: StandIn, facts: Facts, settings: Settings, tmp_path: Path) -> Path:
    hand_over(case, facts, settings, tmp_path / "first", audience="commission")
    return tmp_path / "first"


def figures_of(folder: Path) -> str:
    return (folder / "data/figures.json").read_text(encoding="utf-8")


def changes(case: StandIn, facts: Facts, settings: Settings, first: Path) -> dict[str, object]:
    out = first.with_name("second")
    hand_over(case, facts, settings, out, audience="commission", since=first)
    assert all(check.passed for check in verify_submission(out))
    found: dict[str, object] = json.loads((out / "data/changes.json").read_text())
    return found


def test_nothing_changed(case: StandIn, facts: Facts, settings: Settings, first: Path) -> None:
    found = changes(case, facts, settings, first)
    assert found.pop("since")
    assert set(map(str, found.values())) == {"[]"}


def test_a_withdrawn_consent_is_a_recall(case: StandIn, facts: Facts, settings: Settings, first: Path) -> None:
    facts.query("UPDATE report SET consent = [] WHERE report_id = 'Beta/7'")
    found = changes(case, facts, settings, first)
    assert found["recalled"] == ["Beta/7"]
    assert ["withheld.reports", 1, 2] in found["figures"]  # type: ignore[operator]
    stated = {each["name"]: each["value"] for each in json.loads(figures_of(first.with_name("second")))}
    assert (stated["submission.recalled"], stated["submission.incidents_gone"]) == (1, 0)


def test_a_new_incident_and_a_changed_figure_are_listed(
    case: StandIn, facts: Facts, settings: Settings, first: Path
) -> None:
    facts.query("UPDATE incident SET in_scope = false WHERE incident_id = 'I-3'")
    facts.query("UPDATE figure SET value = 2, text = replace(text, '3', '2') WHERE name = 'incidents.total'")
    facts.query("UPDATE figure_text SET text = replace(text, '3', '2') WHERE name = 'incidents.total'")
    found = changes(case, facts, settings, first)
    assert found["incidents_gone"] == ["I-3"]
    assert ["incidents.total", 3, 2] in found["figures"]  # type: ignore[operator]


def test_a_changed_earlier_submission_is_refused(case: StandIn, facts: Facts, settings: Settings, first: Path) -> None:
    (first / "data/annex.csv").write_text("sheet\n")
    with pytest.raises(Refused, match="does not verify"):
        hand_over(case, facts, settings, first.with_name("second"), audience="commission", since=first)
    assert not first.with_name("second").exists()
