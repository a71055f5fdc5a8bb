"""The undocumented of a case: what is a capture, which strata there are, and what is refused."""

from datetime import datetime

import numpy as np
import pytest
from tests.cases import raw

from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings
from dalil.count.figures import write_figures
from dalil.count.scopes import selections
from dalil.count.undocumented import undocumented_figures

from .conftest import incident

RULES = {
    **raw("2016-09-01", "2016-10-31"),
    "count": {"estimate_strata": [], "estimate_methods": ["graphs"]}, "periods": [{"id": "P1", "to": "2016-09-30"}],
}  # fmt: skip


def lists(chances, attacks=400, seed=1):
    """A register of what lists with these chances recorded of so many attacks; each list is an organisation."""
    rng, facts = np.random.default_rng(seed), Facts.in_memory()
    rows, reports = [], []
    for number in range(attacks):
        on = [name for name, chance in zip("ABCDE", chances, strict=False) if rng.random() < chance]
        if on:
            rows.append(incident(f"i{number:04d}", "09-05" if number % 2 else "10-05"))
            reports += [
                {"incident_id": f"i{number:04d}", "report_id": f"{o}/{number:04d}", "organisation": o} for o in on
            ]
    facts.replace("incident", rows)
    facts.replace("incident_report", reports)
    return facts


def estimated(facts, **rules):
    """The rows of `estimate` by stratum, and what was found; `rules` are options of counting."""
    settings = Settings.model_validate(RULES | {"count": RULES["count"] | rules})
    found = undocumented_figures(facts, settings, selections(settings)[0])
    write_figures(facts, found.figures)
    return {row["stratum"]: row for row in facts.rows("SELECT * FROM estimate WHERE method = 'graphs'")}, found


@pytest.fixture(scope="module")
def three():
    facts = lists((0.5, 0.45, 0.4))
    return facts, *estimated(facts, estimate_methods=["graphs", "classes"])


def test_the_interval_holds_the_attacks_there_were(three):
    whole = three[1]["all"]
    assert whole["low"] <= 400 <= whole["high"]
    assert whole["observed"] == three[0].value("SELECT count(*) FROM incident")


def test_every_figure_is_what_its_query_gives(three):
    facts = three[0]
    found = facts.rows("SELECT * FROM figure")
    assert {row["name"] for row in found} == {"estimate.incidents.graphs.all", "estimate.incidents.classes.all"}
    assert all(facts.value(row["query"]) == row["value"] for row in found)


def test_capture_tables_are_there_to_be_checked(three):
    facts = three[0]
    assert facts.value("SELECT sum(count) FROM capture WHERE draw = 0") == three[1]["all"]["observed"]
    both = facts.value("SELECT sum(count) FROM capture WHERE list_contains(lists, 'A') AND list_contains(lists, 'B')")
    shared = facts.value("SELECT count(*) FROM incident_report a JOIN incident_report b USING (incident_id)"
                         " WHERE a.organisation = 'A' AND b.organisation = 'B'")  # fmt: skip
    assert both == shared


def test_draws_give_the_median(three):
    facts = three[0]
    median = facts.value("SELECT quantile_disc(total, 0.5) FROM estimate_draw WHERE method = 'graphs'")
    assert median == pytest.approx(three[1]["all"]["median"], abs=1)


def test_copies_are_no_captures():
    facts = lists((0.5, 0.45, 0.4))
    copied = facts.rows("SELECT report_id FROM incident_report WHERE organisation = 'B' ORDER BY 1 LIMIT 30")
    facts.append("incident_report", [
        {"incident_id": f"i{row['report_id'][2:]}", "report_id": f"Z/{row['report_id'][2:]}", "organisation": "A"}
        for row in copied
    ])  # fmt: skip
    facts.replace("origin", [
        {"report_id": f"Z/{row['report_id'][2:]}", "origin_id": row["report_id"], "basis": "copy",
         "copied_from": row["report_id"]} for row in copied
    ])  # fmt: skip
    before = estimated(lists((0.5, 0.45, 0.4)))[0]["all"]
    assert estimated(facts)[0]["all"]["median"] == before["median"]


def test_draws_of_linking_are_pooled():
    facts = lists((0.5, 0.45, 0.4))
    moving = facts.rows("SELECT report_id FROM incident_report WHERE organisation = 'C' ORDER BY 1 LIMIT 40")
    facts.replace("partition_draw", [
        {"draw": draw, "report_id": row["report_id"], "cluster_id": f"{draw}-{row['report_id']}"}
        for draw in range(2) for row in moving[: 20 * (draw + 1)]
    ])  # fmt: skip
    row = estimated(facts)[0]["all"]
    assert '"sd_between_linkings"' in row["diagnostics"]
    assert facts.value("SELECT count(DISTINCT draw) FROM capture") == 2


@pytest.mark.parametrize(
    ("strata", "expected"),
    [(["period"], {"all", "period.P1"}), (["kind"], {"all", "kind.airstrike"}), (["place"], {"all", "place.Alef"})],
)
def test_strata(strata, expected):
    found, counting = estimated(lists((0.5, 0.45, 0.4)), estimate_strata=strata)
    assert set(found) == expected
    (stratum,) = (f"{figure.of.family}.{figure.of.counted}" for figure in counting.figures if figure.of.family)
    assert {"all", stratum} == expected
    if strata == ["period"]:
        assert found["period.P1"]["observed"] < found["all"]["observed"]


@pytest.mark.parametrize("chances", [(0.5,), (0.5, 0.4), (0.01, 0.01, 0.01)])
def test_too_few_lists_or_overlaps_are_refused_with_a_reason(chances):
    row = estimated(lists(chances))[0]["all"]
    assert row["median"] is None
    assert row["refused"]


def test_a_selection_by_hand_is_refused():
    _, found = estimated(lists((0.5, 0.4, 0.4)), selected_by_hand=True)
    assert [refusal.key for refusal in found.refusals] == ["estimate_by_hand"]


def test_an_empty_register_is_refused():
    _, found = estimated(Facts.in_memory())
    assert {refusal.name for refusal in found.refusals} == {"estimate.incidents", "estimate.persons"}


def test_persons_killed_are_counted_once_on_each_list():
    rng, facts = np.random.default_rng(2), Facts.in_memory()
    persons, links, victims = [], [], []
    for number in range(300):
        on = [name for name in "ABC" if rng.random() < 0.5]
        if on:
            persons.append({"person_id": f"p{number}", "fate": "killed", "date": datetime(2016, 9, 5)})
        for name in on:
            victims.append({"victim_id": f"{name}/{number}", "organisation": name})
            links.append({"person_id": f"p{number}", "victim_id": f"{name}/{number}"})
    for table, rows in (("person", persons), ("person_victim", links), ("victim", victims)):
        facts.replace(table, rows)
    facts.replace("person_tally", [{"person_id": row["person_id"], "in_scope": True} for row in persons])
    estimated(facts)
    row = facts.rows("SELECT * FROM estimate WHERE unit = 'persons' AND method = 'graphs'")[0]
    assert row["observed"] == len(persons)
    assert row["low"] <= 300 <= row["high"]
