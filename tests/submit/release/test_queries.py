"""Which queries may leave: by what they read, and by what they spell."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dalil.casefile.facts import Facts
from dalil.records import Sensitivity
from dalil.submit.content.figures import read_figures
from dalil.submit.release.queries import may_leave, reads_of
from dalil.submit.release.receiver import Receiver
from dalil.submit.release.redact import cut


def test_reads_of_names_tables_and_columns() -> None:
    query = (
        "SELECT count(*) FROM (SELECT DISTINCT i.incident_id FROM incident i JOIN report r USING (x) WHERE r.kind='a')"
    )
    reads = reads_of([query])[query]
    assert reads.tables == {"incident", "report"}
    assert {"incident_id", "kind"} <= reads.columns and not reads.everything


@pytest.mark.parametrize("query", ["", "DROP TABLE incident", "SELECT 1; SELECT 2", "not sql"])
def test_what_is_not_one_select_is_not_read(query: str) -> None:
    assert reads_of([query]).get(query) is None or len(reads_of([query])[query].tables) == 0


def test_a_star_reads_everything() -> None:
    assert reads_of(["SELECT max(x) FROM (SELECT * FROM finding)"]).popitem()[1].everything


def test_what_could_not_be_read_does_not_leave(receiver: Receiver) -> None:
    assert may_leave(None, receiver) is False


@pytest.mark.parametrize(
    ("column", "without", "leaves"),
    [
        ("place", Sensitivity.PLACE, False),
        ("parties_alleged", Sensitivity.PARTY, False),
        ("place", Sensitivity.PARTY, True),
        ("kind", Sensitivity.PLACE, True),
    ],
)
def test_a_query_needs_every_class_that_it_could_spell(
    receiver: Receiver, column: str, without: Sensitivity, leaves: bool
) -> None:
    classes = tuple(each for each in receiver.rules.classes if each is not without)
    narrow = replace(receiver, rules=receiver.rules.model_copy(update={"classes": classes}))
    query = f"SELECT count({column}) FROM incident"
    assert may_leave(reads_of([query])[query], narrow) is leaves


_COUNT = "SELECT count(*) FROM incident WHERE in_scope AND"


@pytest.mark.parametrize(
    ("condition", "leaves"),
    [
        ("coalesce(place, place_ar) = 'Sakhour'", True),
        ("coalesce(place, place_ar) = 'Secretplace'", False),
        ("list_contains(parties_alleged, 'north')", True),
        ("list_contains(parties_alleged, 'Named by nobody else')", False),
        ("incident_id IN (SELECT incident_id FROM incident_report WHERE organisation = 'Alpha')", True),
        ("incident_id IN (SELECT incident_id FROM incident_report WHERE organisation = 'Gamma')", False),
        ("incident_id IN (SELECT incident_id FROM incident_report WHERE report_id IN ('Delta/9'))", False),
        ("incident_id IN (SELECT incident_id FROM incident_report WHERE organisation = 'Alpha + Beta')", True),
        ("list_contains(objects_hit, 'school') AND place IS NULL", True),
        ("month_local = '2016-09'", True),
        ("earliest <= TIMESTAMP '2016-12-31 20:59:59.999999' AND list_contains(parties_alleged, 'north')", True),
    ],
)
def test_a_figure_spells_no_place_party_or_organisation_that_does_not_leave(
    facts: Facts, receiver: Receiver, condition: str, leaves: bool
) -> None:
    query = f"{_COUNT} {condition}"
    facts.replace("figure", [{"name": "x", "value": 1.0, "query": query, "rows": 1}])
    assert bool(read_figures(facts, cut(facts, receiver), reads_of([query]), ["north"])) is leaves
