"""Default deny: what no rule lets out is not in the cut tables, whatever is looked for."""

from __future__ import annotations

from datetime import datetime

import pytest

from dalil.casefile.facts import Facts
from dalil.records import TABLES, Type
from dalil.records.columns import Sensitivity
from dalil.submit.release.receiver import Receiver
from dalil.submit.release.redact import cut


def everything(facts: Facts) -> str:
    """All that the tables hold, as one text."""
    names = [row["name"] for row in facts.rows("SELECT table_name AS name FROM duckdb_tables() ORDER BY ALL")]
    return "\n".join(repr(facts.rows(f'SELECT * FROM "{name}"')) for name in names)


def test_a_report_without_consent_is_counted_and_not_shown(facts: Facts, receiver: Receiver) -> None:
    released = cut(facts, receiver)
    assert released.withheld_reports == 1
    assert released.facts.value("SELECT count(*) FROM report") == 4
    text = everything(released.facts)
    for secret in ("Gamma", "Secretplace", "Confidential words", "36.3", "2016, 11, 12"):
        assert secret not in text


def test_of_such_an_incident_codes_counts_and_the_month_leave(facts: Facts, receiver: Receiver) -> None:
    (row,) = cut(facts, receiver).facts.rows("SELECT * FROM incident WHERE incident_id = 'I-2'")
    filled = {name for name, value in row.items() if value not in (None, [])}
    assert filled == {"incident_id", "month_local", "kind", "objects_hit", "killed_total_min", "killed_total_max",
                      "reports", "organisations", "origins", "in_scope"}  # fmt: skip


def test_the_public_does_not_even_get_its_counts(facts: Facts, public: Receiver) -> None:
    released = cut(facts, public)
    assert released.facts.value("SELECT count(*) FROM incident WHERE incident_id = 'I-2'") == 0
    assert released.facts.rows("SELECT report_id FROM report WHERE organisation IS NOT NULL ORDER BY ALL") == [
        {"report_id": "Alpha/1"}
    ]


def test_an_anonymous_account_leaves_without_who_gave_it(facts: Facts, receiver: Receiver) -> None:
    released = cut(facts, receiver)
    (row,) = released.facts.rows("SELECT * FROM report WHERE narrative = 'It was at noon.'")
    assert row["organisation"] is None and row["report_id"].startswith("W-") and row["place"] == "Bab"
    assert "Delta" not in everything(released.facts)


def test_an_incident_of_both_kinds_shows_released_accounts_alone(facts: Facts, public: Receiver) -> None:
    # I-1 has a public report (36.212345) and one for the commission; the public gets the first, made coarse.
    facts.query("UPDATE report SET earliest = ? WHERE report_id = 'Beta/7'", [datetime(2016, 9, 30)])
    facts.query("UPDATE incident SET earliest = ? WHERE incident_id = 'I-1'", [datetime(2016, 9, 30)])
    facts.query("UPDATE incident SET place = 'Al-Sakhour quarter' WHERE incident_id = 'I-1'")
    (row,) = cut(facts, public).facts.rows("SELECT * FROM incident WHERE incident_id = 'I-1'")
    assert (row["place"], row["earliest"]) == ("Sakhour", datetime(2016, 10, 1, 8))
    assert row["day_local"] is None


def test_a_hospital_is_coarse_until_it_is_known_to_be_closed(facts: Facts, receiver: Receiver) -> None:
    def latitude() -> float:
        return cut(facts, receiver).facts.value("SELECT latitude FROM incident WHERE incident_id = 'I-1'")

    assert latitude() == 36.21
    facts.replace("site", [{"site_id": "s", "kind": "hospital", "latitude": 36.2123, "longitude": 37.1876}])
    assert latitude() == 36.21
    facts.replace("site_status", [{"site_id": "s", "from_at": datetime(2016, 10, 2), "status": "closed"}])
    assert latitude() == 36.21234 or latitude() == 36.21235


def test_any_incident_near_a_working_clinic_is_coarse(facts: Facts, receiver: Receiver) -> None:
    facts.replace("site", [{"site_id": "s", "kind": "clinic", "latitude": 36.4001, "longitude": 37.5001}])
    released = cut(facts, receiver, ["site"])
    assert released.coarsened == {"I-1", "I-3"}
    (site,) = released.facts.rows("SELECT * FROM site")
    assert site["latitude"] is None and site["name"] is None


def test_a_coarse_point_does_not_promise_a_small_radius(facts: Facts, receiver: Receiver) -> None:
    radius = cut(facts, receiver).facts.value("SELECT radius_m FROM incident WHERE incident_id = 'I-1'")
    assert 780 < radius < 800  # half the diagonal of a cell of 0.01 degrees


def test_an_audience_with_protected_places_gets_them(facts: Facts, receiver: Receiver) -> None:
    classes = (*receiver.rules.classes, Sensitivity.PROTECTED_PLACE)
    allowed = Receiver("x", receiver.rules.model_copy(update={"classes": classes}), receiver.secret)
    released = cut(facts, allowed)
    assert released.coarsened == frozenset()
    assert abs(released.facts.value("SELECT latitude FROM incident WHERE incident_id = 'I-1'") - 36.212345) < 1e-5


def test_an_incident_id_that_spells_a_withheld_report_is_replaced(facts: Facts, receiver: Receiver) -> None:
    for table in ("incident", "incident_report"):
        facts.query(f"UPDATE {table} SET incident_id = 'I:Gamma/3' WHERE incident_id = 'I-2'")
    assert "Gamma" not in everything(cut(facts, receiver).facts)


def test_an_origin_that_is_a_withheld_report_goes_by_its_pseudonym(facts: Facts, receiver: Receiver) -> None:
    facts.query("UPDATE incident_report SET origin_id = 'Gamma/3' WHERE report_id = 'Alpha/1'")
    released = cut(facts, receiver)
    origin = released.facts.value("SELECT origin_id FROM incident_report WHERE report_id = 'Alpha/1'")
    assert origin.startswith("W-")


def test_protected_victims_and_withdrawn_witnesses_stay_in(facts: Facts, receiver: Receiver) -> None:
    facts.replace("victim", [
        {"victim_id": "Alpha/v1", "report_id": "Alpha/1", "organisation": "Alpha", "name": "Planted Name", "age": 7},
        {"victim_id": "Alpha/v2", "report_id": "Alpha/1", "place": "Hiding", "protected": True},
    ])  # fmt: skip
    facts.replace("testimony", [
        {"testimony_id": "t", "report_id": "Alpha/1", "consent": ["public"], "text": "Planted words",
         "withdrawn_on": datetime(2020, 1, 1).date()},
    ])  # fmt: skip
    text = everything(cut(facts, receiver, ["victim", "testimony"]).facts)
    for secret in ("Planted", "Hiding", "v2", "'t'"):
        assert secret not in text


@pytest.mark.parametrize("audience", ["receiver", "public"])
def test_no_column_of_a_denied_class_is_ever_filled(
    facts: Facts, audience: str, request: pytest.FixtureRequest
) -> None:
    given: Receiver = request.getfixturevalue(audience)
    for table in TABLES.values():
        row = {c.fact_name: _sample(c.type) for c in table.columns if c.fact_name not in ("report_id", "incident_id")}
        if table.name not in ("incident", "report", "incident_report", "location"):
            facts.replace(table.name, [row])
    released = cut(facts, given, TABLES)
    for name in released.tables:
        for column in TABLES[name].columns:
            if not given.may(column):
                assert released.facts.value(f'SELECT count("{column.fact_name}") FROM "{name}"') == 0


def _sample(kind: Type) -> object:
    samples: dict[str, object] = {"VARCHAR": "x", "BIGINT": 1, "DOUBLE": 1.5, "BOOLEAN": False, "VARCHAR[]": ["public"],
                                  "TIMESTAMP": datetime(2016, 10, 1), "DATE": datetime(2016, 10, 1).date(),
                                  "DOUBLE[]": [1.0, 2.0, 3.0, 4.0]}  # fmt: skip
    return samples[kind.sql]


def test_tables_that_are_not_public_do_not_leave(facts: Facts, receiver: Receiver) -> None:
    assert "refusal" not in cut(facts, receiver, TABLES).tables


def test_a_finding_on_an_incident_of_withheld_reports_has_no_party(facts: Facts, receiver: Receiver) -> None:
    facts.replace("finding", [
        {"incident_id": name, "party": "north", "role": "direct", "grade": "high"} for name in ("I-1", "I-2")
    ])  # fmt: skip
    rows = cut(facts, receiver).facts.rows("SELECT incident_id, party, grade FROM finding ORDER BY ALL")
    assert rows == [
        {"incident_id": "I-1", "party": "north", "grade": "high"},
        {"incident_id": "I-2", "party": None, "grade": "high"},
    ]


def test_what_a_finding_hangs_on_does_not_name_a_withheld_report(facts: Facts, receiver: Receiver) -> None:
    hangs = {"hangs_on": "accounts", "origin_kind": "report", "origin_id": "Gamma/3"}
    hangs["reasons"] = '{"without": "Gamma/3"}'
    facts.replace("attribution", [{"incident_id": "I-1", **hangs}])
    facts.replace("line", [{"incident_id": "I-1", "line": "testimony", "origin_ids": ["Gamma/3"], "note": '"Gamma/3"'}])
    assert "Gamma" not in everything(cut(facts, receiver).facts)


def test_a_refused_figure_whose_reason_names_a_withheld_organisation_stays_in(facts: Facts, receiver: Receiver) -> None:
    facts.replace("count_refusal", [
        {"name": "a", "scope": "", "text": "Alpha and Gamma copy one another."},
        {"name": "b", "scope": "", "text": "There is one list."},
    ])  # fmt: skip
    assert cut(facts, receiver).facts.rows("SELECT name FROM count_refusal") == [{"name": "b"}]
