"""What `dalil show` gives: flights in order of time, and what each means for an incident."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dalil.casefile.facts import Facts
from dalil.commands import case as cases
from dalil.commands.show import VIEWS, exhibits, figures, flights, incident, incidents, pairs, refusals, show
from dalil.errors import UsageError

if TYPE_CHECKING:
    from tests.conftest import SharedKeys


@pytest.fixture
def facts() -> Facts:
    made = Facts.in_memory()
    made.replace("incident", [{"incident_id": "I-1"}])
    made.replace("flight", [
        {"flight_id": name, "first_at": datetime(2019, 3, 20, hour), "label": "Su-24", "fixes": 3}
        for name, hour in (("F-late", 9), ("F-early", 4))
    ])  # fmt: skip
    made.replace("opportunity", [
        {"incident_id": "I-1", "flight_id": name, "line": "flight", "label": "Su-24", "bin": bin_, "bin_s": s,
         "closest_m": far}
        for name, bin_, s, far in (("F-early", "possible", None, 0.0), ("F-late", "within", 60.0, 400.0))
    ])  # fmt: skip
    made.replace("chance", [
        {"incident_id": "I-1", "line": "flight", "label": "Su-24", "bin": name, "bin_s": s, "chance": chance}
        for name, s, chance in (("within", 60.0, 0.12), ("within", 180.0, 0.3), ("possible", None, 0.7))
    ])  # fmt: skip
    return made


def test_flights_stand_in_order_of_time_with_how_many_attacks_they_were_near(facts: Facts) -> None:
    assert [(row["flight_id"], row["near"]) for row in flights(facts)] == [("F-early", 0), ("F-late", 1)]


def test_flights_of_an_incident_say_how_near_and_how_often_by_chance(facts: Facts) -> None:
    found = incident(facts, "I-1")["flights"]
    told = [(row["flight_id"], row["within_s"], row["chance"]) for row in found]
    assert told == [("F-late", 60.0, 0.12), ("F-early", None, 0.7)]


@pytest.mark.parametrize(
    ("line", "kind", "origin", "said"),
    [
        ("accounts", "report", "o/x", "accounts: o/x"),
        ("media", "record", "obs-4", "media: exhibit of obs-4"),
        ("remnants", "remnants", "o/x", "remnants: remnants:o/x"),
        ("admission", "statement", "S6", "admission: statement:S6"),
        ("flight", None, None, "flight"),
        (None, None, None, None),
    ],
)
def test_what_a_finding_hangs_on_is_spelled_as_published(
    facts: Facts, line: str | None, kind: str | None, origin: str | None, said: str | None
) -> None:
    row = {"incident_id": "I-1", "grade": "likely", "hangs_on": line, "origin_kind": kind, "origin_id": origin}
    facts.replace("attribution", [row])
    assert incident(facts, "I-1")["hangs_on"] == said


class TestRegister:
    """One object for each attack, in the shape that others read."""

    @pytest.fixture
    def register(self, facts: Facts) -> Facts:
        facts.replace("incident", [
            {"incident_id": "I-1", "place": "Hill Street", "strikes": 2, "organisations": 2, "origins": 1,
             "in_scope": True, "stability": 0.93, "killed_civilians_min": 2, "killed_civilians_max": 5,
             "killed_children_min": 0, "injured_total_max": 7, "parties_alleged": ["north"]},
            {"incident_id": "I-0", "in_scope": False, "stability": 1.0},
        ])  # fmt: skip
        facts.replace("incident_report", [
            {"incident_id": "I-1", "report_id": name} for name in ("Two/1", "One/1")
        ])  # fmt: skip
        facts.replace("finding", [
            {"incident_id": "I-1", "party": party, "role": "direct", "posterior": p, "low": p - 0.1, "high": p + 0.05,
             "grade": grade}
            for party, p, grade in (("south", 0.1, "not_attributed"), ("north", 0.9, "likely"))
        ])  # fmt: skip
        facts.replace("line", [
            {"incident_id": "I-1", "line": line, "stance": stance}
            for line, stance in (("media", "silent"), ("accounts", "supports"))
        ])  # fmt: skip
        facts.replace("attribution", [
            {"incident_id": "I-1", "party": "north", "grade": "likely", "likelihood_ratio": 8.5, "hangs_on": "accounts",
             "origin_kind": "report", "origin_id": "One/1"},
        ])  # fmt: skip
        facts.replace("review", [{"incident_id": "I-1", "state": "accepted", "by": "a reviewer"}])
        return facts

    def test_incidents_stand_in_order_of_their_ids(self, register: Facts) -> None:
        assert [row["incident_id"] for row in incidents(register)] == ["I-0", "I-1"]

    def test_what_nobody_stated_is_not_zero(self, register: Facts) -> None:
        (row,) = incidents(register, "I-1")
        assert row["killed"] == {"civilians": [2, 5], "children": [0, None]}
        assert row["injured"] == {"total": [None, 7]}

    def test_the_likelier_party_stands_first_and_the_whole_beside_it(self, register: Facts) -> None:
        (row,) = incidents(register, "I-1")
        assert [(found["party"], found["posterior"]) for found in row["findings"]] == [("north", 0.9), ("south", 0.1)]
        assert (row["party"], row["grade"], row["likelihood_ratio"]) == ("north", "likely", 8.5)
        assert row["lines"] == {"accounts": "supports", "media": "silent"}
        assert row["reports"] == ["One/1", "Two/1"]
        assert row["review"] == {"state": "accepted", "by": "a reviewer"}
        assert row["link"] == {"stability": 0.93}

    def test_an_attack_that_was_not_weighed_is_not_attributed_and_not_reviewed(self, register: Facts) -> None:
        (row,) = incidents(register, "I-0")
        assert (row["party"], row["grade"], row["hangs_on"]) == (None, "not_attributed", None)
        assert row["review"] == {"state": "unreviewed", "by": None}
        assert row["findings"] == [] and row["flights"] == [] and row["lines"] == {}

    def test_one_attack_has_each_account_with_only_what_it_states(self, register: Facts) -> None:
        register.replace("report", [
            {"report_id": "One/1", "organisation": "One", "place": "Hill St.", "source_sha256": "a" * 64,
             "source_row": 1, "weapons": []},
            {"report_id": "Two/1", "organisation": "Two", "killed_total_min": 3, "source_sha256": "b" * 64,
             "source_row": 4},
        ])  # fmt: skip
        accounts = incident(register, "I-1")["accounts"]
        assert [row["report_id"] for row in accounts] == ["One/1", "Two/1"]
        assert (
            accounts[0]["place"] == "Hill St."
            and "weapons" not in accounts[0]
            and "killed_total_min" not in accounts[0]
        )
        assert all("source_sha256" not in row for row in accounts)

    def test_an_id_that_is_not_there_says_where_ids_are(self, register: Facts) -> None:
        with pytest.raises(UsageError, match="no incident I-9") as refused:
            incident(register, "I-9")
        assert "show CASE incidents" in refused.value.expected


def test_exhibits_are_those_named_in_tables_and_those_that_only_lie_there() -> None:
    facts = Facts.in_memory()
    facts.replace("exhibit", [
        {"file": "b.jpg", "sha256": "b" * 64, "kind": "photo", "note": "seen twice", "source_sha256": "e",
         "source_row": 1},
        {"file": "a.jpg", "sha256": "b" * 64, "kind": "photo", "source_sha256": "e", "source_row": 2},
        {"file": "missing.mp4", "kind": "video", "source_sha256": "e", "source_row": 3},
    ])  # fmt: skip
    facts.replace("original", [
        {"sha256": name * 64, "file_name": f"{name}.bin", "role": role, "size": 1}
        for name, role in (("b", "exhibit"), ("c", "exhibit"), ("d", "table"))
    ])  # fmt: skip
    found = exhibits(facts)
    assert [row["exhibit_id"] for row in found] == ["a.jpg", "b.jpg", "c.bin", "missing.mp4"]
    assert [row["origin"] for row in found] == ["a.jpg", "a.jpg", "c.bin", None], "the first name of equal bytes"
    assert found[1]["notes"] == ["seen twice"] and found[0]["notes"] == []


def test_figures_come_with_their_query() -> None:
    facts = Facts.in_memory()
    facts.replace("figure", [
        {"name": name, "value": value, "unit": "incidents", "text": str(value), "query": "SELECT 1", "rows": 3}
        for name, value in (("b", 2.0), ("a", 1.0))
    ])  # fmt: skip
    assert [(row["name"], row["value"], row["query"]) for row in figures(facts)] == [
        ("a", 1.0, "SELECT 1"), ("b", 2.0, "SELECT 1"),
    ]  # fmt: skip


def test_pairs_stand_surest_first_with_what_was_compared() -> None:
    facts = Facts.in_memory()
    facts.replace("pair", [
        {"a": "One/1", "b": b, "probability": p, "comparisons": said}
        for b, p, said in (("Two/1", 0.4, None), ("Two/2", 0.97, '{"time": 3.1}'))
    ])  # fmt: skip
    found = pairs(facts)
    assert [(row["b"], row["comparisons"]) for row in found] == [("Two/2", {"time": 3.1}), ("Two/1", {})]


def test_refusals_stand_by_file_and_row_without_the_hash() -> None:
    facts = Facts.in_memory()
    facts.replace("refusal", [
        {"sha256": "a" * 64, "file_name": "reports.csv", "row": row, "field": "earliest", "found": "soon",
         "whole": False}
        for row in (9, 2)
    ])  # fmt: skip
    found = refusals(facts)
    assert [row["row"] for row in found] == [2, 9]
    assert all("sha256" not in row for row in found)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory, shared_keys: SharedKeys) -> Path:
    folder = tmp_path_factory.mktemp("show")
    with shared_keys.used():
        cases.new(folder / "a.case", {"title": "T", "zone": "UTC", "from": "2016-07-01", "to": "2016-12-31"})
        (folder / "reports.csv").write_text(
            "report_id,organisation,earliest,place\n1,One,2016-07-05,Hill Street\n2,One,soon,\n", encoding="utf-8"
        )
        cases.add(folder / "a.case", [folder / "reports.csv"], as_=None, organisation=None, mapping=None)
    return folder / "a.case"


class TestWhatCanBeShown:
    def test_a_word_that_is_none_says_which_there_are(self, case: Path, shared_keys: SharedKeys) -> None:
        with pytest.raises(UsageError, match="nothing called 'incidetns'") as refused:
            show(case, "incidetns", None)
        assert all(name in refused.value.expected for name in (*VIEWS, "log"))

    def test_an_incident_needs_its_id(self, case: Path, shared_keys: SharedKeys) -> None:
        with pytest.raises(UsageError, match="needs the id"):
            show(case, "incident", None)

    def test_the_log_tells_each_entry_with_its_details(self, case: Path, shared_keys: SharedKeys) -> None:
        log = show(case, "log", None)
        assert [entry["number"] for entry in log] == list(range(len(log)))
        assert {"open", "settings", "seal", "read"} <= {entry["kind"] for entry in log}
        read = next(entry for entry in log if entry["kind"] == "read")
        assert read["details"]["reader"] == "plain" and "salt" not in read["details"]

    def test_every_view_of_a_case_that_was_not_run_is_a_list(self, case: Path, shared_keys: SharedKeys) -> None:
        for name in VIEWS:
            assert isinstance(show(case, name, None), list), name
        assert [row["row"] for row in show(case, "refusals", None)] == [2]
