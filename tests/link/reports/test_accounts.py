"""What the text of a report gives to compare."""

import pytest

from dalil.casefile.facts import Facts
from dalil.link.reports.accounts import make_accounts
from dalil.link.reports.words import make_aircraft

LONG = "An air strike hit the market in the north of the town this morning, near the Fasid mosque."


def facts_of(*narratives, **columns):
    facts = Facts.in_memory()
    rows = [{"report_id": f"a/{n}", "organisation": "a", "narrative": text} for n, text in enumerate(narratives)]
    facts.replace(
        "report", [{**row, **{name: cells[n] for name, cells in columns.items()}} for n, row in enumerate(rows)]
    )
    facts.query(
        "CREATE TEMP TABLE report_n AS SELECT report_id, row_number() OVER (ORDER BY report_id) - 1 AS n FROM report"
    )
    return facts


def shared(facts):
    """Words that reports 0 and 1 share."""
    return facts.value(
        "SELECT count(*) FROM account_word AS x JOIN account_word AS y USING (word) WHERE x.n = 0 AND y.n = 1"
    )


@pytest.mark.parametrize(("text", "again"), [
    ("It was the second strike on this place, when rescuers had arrived.", "yes"),
    ("وهي الضربة الثانية على المكان", "yes"), ("a Double-Tap attack", "yes"), ("One air strike.", "no"),
])  # fmt: skip
def test_a_second_strike(text, again):
    facts = facts_of(text)
    make_accounts(facts, [])
    assert facts.value("SELECT again FROM account") == again


def test_a_name_meets_itself_in_the_other_script():
    facts = facts_of("near Fasid", "قرب فاسيد")
    make_accounts(facts, [])
    assert shared(facts) == 1


def test_the_words_of_the_place_and_numbers_are_left_out():
    facts = facts_of("Qafira 12", "Qafira 12")
    make_accounts(facts, [(0, "kfr", True)])
    assert shared(facts) == 0


def test_wording_is_compared_only_where_it_is_long():
    facts = facts_of(LONG, LONG.upper(), "Shelling.", "Shelling.")
    make_accounts(facts, [])
    wording = [row[0] for row in facts.query("SELECT wording FROM account ORDER BY n").fetchall()]
    assert wording[0] == wording[1] is not None
    assert wording[2] is None


def test_no_word_stands_in_clear_in_the_tables_of_the_engine():
    facts = facts_of(LONG)
    make_accounts(facts, [])
    assert "fsd" not in str(facts.query("SELECT * FROM account_word").fetchall())


def test_no_account_says_nothing():
    facts = facts_of(None, "")
    make_accounts(facts, [])
    assert facts.value("SELECT count(*) FROM account") == 0


def test_one_type_however_it_is_written():
    facts = facts_of("", "", "", aircraft_reported=[["Su-24"], ["سوخوي ٢٤"], ["helicopter"]])
    make_aircraft(facts)
    assert facts.query("SELECT * FROM aircraft_word ORDER BY n").fetchall() == [(0, "24"), (1, "24"), (2, "hlkbtr")]
