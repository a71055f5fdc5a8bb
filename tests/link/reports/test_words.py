"""Words of places and sources."""

import pytest

from dalil.link.reports.words import make_aircraft, make_tokens, place_words


def prepared(world, *reports):
    facts = world.facts(*reports)
    facts.query(
        "CREATE TEMP TABLE report_n AS SELECT report_id, row_number() OVER (ORDER BY report_id) - 1 AS n FROM report"
    )
    return facts


@pytest.mark.parametrize(("place", "expected"), [
    ("Tel Amber, Harim District", {("tl", True), ("amr", True), ("hrm", False)}),
    ("the village of Qafira", {("kfr", True)}), ("", set()), ("A", set()),
])  # fmt: skip
def test_before_the_comma_it_is_the_places_own(world, place, expected):
    found = {(word, proper) for _, word, proper in place_words(prepared(world, {"id": "a/1", "place": place}))}
    assert {(word, proper) for word, proper in expected if word != "amr"} <= found
    assert len(found) == len(expected)


def test_two_scripts_share_their_words(world):
    facts = prepared(world, {"id": "a/1", "place": "Qafira"}, {"id": "b/1", "place_ar": "قافيرة"})
    assert {n for n, word, _ in place_words(facts) if word == "kfr"} == {0, 1}


def tokens(world, *reports, sources=()):
    facts = prepared(world, *reports)
    facts.replace("report_source", [{"report_id": r, "position": n, "url": u} for n, (r, u) in enumerate(sources)])
    make_tokens(facts)
    return set(facts.query("SELECT n, token FROM report_token").fetchall())


def test_what_a_report_goes_back_to_is_shared_with_the_report_itself(world):
    found = tokens(world, {"id": "a/1"}, {"id": "b/1", "origin": "a/1"})
    assert found == {(0, "origin a/1"), (1, "origin a/1")}


def test_an_address_is_one_however_it_is_written(world):
    sources = [("a/1", "https://www.example.org/Page/#x"), ("b/1", "http://example.org/page")]
    found = tokens(world, {"id": "a/1"}, {"id": "b/1"}, sources=sources)
    assert found == {(0, "url example.org/page"), (1, "url example.org/page")}


def test_exhibits_by_name(world):
    assert tokens(world, {"id": "a/1", "exhibits": ["x.mp4"]}) == {(0, "exhibit x.mp4")}


def aircraft(world, *reported):
    facts = prepared(world, *({"id": f"a/{n}", "aircraft_reported": told} for n, told in enumerate(reported)))
    make_aircraft(facts)
    return set(facts.query("FROM aircraft_word").fetchall())


def test_a_type_is_its_number_however_its_maker_is_written(world):
    assert aircraft(world, ["Su-24"], ["Sukhoi 24"], ["سوخوي ٢٤"]) == {(0, "24"), (1, "24"), (2, "24")}


def test_a_type_without_a_number_is_known_by_its_sound(world):
    found = aircraft(world, ["helicopter"], ["Helicopter"], None)
    assert {n for n, _ in found} == {0, 1} and len({word for _, word in found}) == 1


def test_a_report_that_names_no_aircraft_has_none(world):
    assert aircraft(world, [], None) == set()
