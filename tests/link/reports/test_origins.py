"""What reports go back to: each rule on the smallest case."""

import pytest

from dalil.casefile.facts import Facts
from dalil.link.reports.origins import SAME_WORDS, fill_origins

WORDS = "An air strike hit the market in the north of the town this morning and nobody could say who did it, or why."


def origins(*reports, exhibits=(), sources=()):
    facts = Facts.in_memory()
    facts.replace("report", [{"organisation": r["report_id"].split("/")[0], **r} for r in reports])
    facts.replace("exhibit", [{"file": f, "sha256": h} for f, h in exhibits])
    facts.replace("report_source", [{"report_id": r, "position": n, "url": u} for n, (r, u) in enumerate(sources)])
    fill_origins(facts)
    rows = facts.rows("SELECT report_id, origin_id, basis, copied_from FROM origin ORDER BY report_id")
    return {row["report_id"]: (row["origin_id"], row["basis"], row["copied_from"]) for row in rows}


def test_each_its_own():
    assert origins({"report_id": "a/1"}, {"report_id": "b/1"}) == {
        "a/1": ("a/1", "own", None),
        "b/1": ("b/1", "own", None),
    }


@pytest.mark.parametrize("meant", ["b/1", "1"])
def test_a_report_that_names_another(meant):
    found = origins({"report_id": "b/1"}, {"report_id": "b/2", "origin": meant})
    assert found["b/2"] == ("b/1", "report", "b/1") and found["b/1"][1] == "own"


def test_what_is_named_is_the_origin_even_where_its_id_is_the_larger():
    assert origins({"report_id": "a/1", "origin": "b/1"}, {"report_id": "b/1"})["a/1"] == ("b/1", "report", "b/1")


def test_a_chain_has_one_origin():
    found = origins({"report_id": "a/1"}, {"report_id": "b/1", "origin": "a/1"}, {"report_id": "c/1", "origin": "b/1"})
    assert {each[0] for each in found.values()} == {"a/1"}
    assert found["c/1"][2] == "b/1"


def test_the_same_exhibit_by_name_or_by_content():
    found = origins(
        {"report_id": "a/1", "exhibits": ["x.mp4"]}, {"report_id": "b/1", "exhibits": ["y.mp4"]},
        {"report_id": "c/1", "exhibits": ["z.mp4"]}, exhibits=[("x.mp4", "1" * 64), ("y.mp4", "1" * 64)],
    )  # fmt: skip
    assert found["b/1"][:2] == ("a/1", "exhibit") and found["c/1"][1] == "own"


def test_an_address_that_is_an_origin():
    found = origins(
        {"report_id": "a/1", "origin": "https://www.Example.org/1/"}, {"report_id": "b/1"},
        sources=[("b/1", "http://example.org/1#top")],
    )  # fmt: skip
    assert found["b/1"][:2] == ("a/1", "url")


def test_citing_one_page_in_common_is_not_one_origin_but_citing_nothing_else_is():
    both = {"report_id": "a/1"}, {"report_id": "b/1"}
    shared = [("a/1", "https://e.org/1"), ("a/1", "https://e.org/2"), ("b/1", "https://e.org/1")]
    assert origins(*both, sources=shared)["b/1"][:2] == ("a/1", "url")
    assert origins(*both, sources=[*shared, ("b/1", "https://e.org/3")])["b/1"][1] == "own"


def test_a_copied_account():
    found = origins({"report_id": "a/1", "narrative": WORDS}, {"report_id": "b/1", "narrative": WORDS.upper() + "  "})
    assert found["b/1"] == ("a/1", "copy", "a/1")


def test_short_words_are_no_copy():
    short = WORDS[: SAME_WORDS - 20]
    found = origins({"report_id": "a/1", "narrative": short}, {"report_id": "b/1", "narrative": short})
    assert found["b/1"][1] == "own"


def test_a_report_that_names_itself_or_nobody():
    assert origins({"report_id": "a/1", "origin": "a/1"}, {"report_id": "b/1", "origin": "z/9"})["b/1"][1] == "own"
