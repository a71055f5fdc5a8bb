"""The sections of case.toml: what each value may be, and that defaults stand where the decisions put them."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from dalil.casefile import sections
from dalil.casefile.sections import (
    AnnexRule,
    AttributeSection,
    Audience,
    CountSection,
    LinkSection,
    Party,
    Scope,
    SkyAircraft,
    SkySection,
    SubmitSection,
    default_audiences,
)
from dalil.records import Sensitivity

S = Sensitivity
SECTIONS = (LinkSection, SkySection, AttributeSection, CountSection, SubmitSection, AnnexRule, Audience)


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.__name__)
def test_a_section_that_says_nothing_has_its_defaults(section: type[BaseModel]) -> None:
    assert section() == section.model_validate({})


@pytest.mark.parametrize("section", [*SECTIONS, Party, Scope, SkyAircraft], ids=lambda section: section.__name__)
def test_a_key_that_no_section_knows_is_refused(section: type[BaseModel]) -> None:
    with pytest.raises(ValidationError, match="extra_forbidden"):
        section.model_validate({"id": "a", "name": "a", "colour": "red"})


@pytest.mark.parametrize(
    ("section", "key", "value"),
    [
        (LinkSection, "draws", -1),
        (LinkSection, "temperature", 0),
        (LinkSection, "pairs_shown_from", 1.01),
        (SkySection, "draws", 19),
        (SkySection, "spread_times", 5.1),
        (SkySection, "shift_days", 0),
        (SkySection, "night_until_hour", 9),
        (SkySection, "track_range_m", 0.0),
        (AttributeSection, "high", 0.5),
        (AttributeSection, "likely", 1.0),
        (AttributeSection, "factor", 0.99),
        (AttributeSection, "prior_other", 0.0),
        (AttributeSection, "supports_ratio", 1.0),
        (CountSection, "change_level", 0.0),
        (CountSection, "aim_draws", 98),
        (CountSection, "rate_draws", 49),
        (CountSection, "estimate_methods", ["guess"]),
        (CountSection, "estimate_strata", ["weekday"]),
        (SubmitSection, "page_budget", 0),
        (SubmitSection, "sheets_per_volume", 0),
        (Audience, "coordinate_decimals", 8),
        (Audience, "protected_place_decimals", -1),
        (Audience, "classes", ["everything"]),
        (Audience, "media", ["voice"]),
        (AnnexRule, "grades", ["certain"]),
    ],
)
def test_a_value_beyond_its_bounds_is_refused(section: type[BaseModel], key: str, value: Any) -> None:
    with pytest.raises(ValidationError, match=key):
        section.model_validate({key: value})


@pytest.mark.parametrize(
    ("section", "key", "value"),
    [
        (LinkSection, "draws", 0),
        (SkySection, "night_until_hour", 0),
        (SkySection, "spread_times", 0),
        (CountSection, "places_listed", 0),
        (Audience, "coordinate_decimals", 0),
    ],
)
def test_nought_switches_off_where_the_page_says_so(section: type[BaseModel], key: str, value: Any) -> None:
    assert getattr(section.model_validate({key: value}), key) == value


@pytest.mark.parametrize("name", ["A", "a b", "a+b", "a-b", "", "حزب"])
def test_the_id_of_a_party_can_stand_in_a_set_and_a_figure(name: str) -> None:
    with pytest.raises(ValidationError, match="id"):
        Party(id=name, name="x")


@pytest.mark.parametrize("name", ["a.b", "a b", "", "é"])
def test_the_id_of_a_scope_can_stand_in_a_dotted_name(name: str) -> None:
    with pytest.raises(ValidationError, match="id"):
        Scope(id=name)


def test_days_of_a_scope_are_called_from_and_to() -> None:
    scope = Scope.model_validate({"id": "a", "from": "2016-07-01", "to": "2016-07-31"})
    assert (str(scope.from_), str(scope.to)) == ("2016-07-01", "2016-07-31")


def test_an_annex_rule_chooses_only_where_it_states_a_condition() -> None:
    assert not AnnexRule(by="somebody", reason="space").chooses
    for condition in ({"grades": ["high"]}, {"parties": ["a"]}, {"objects": ["school"]}, {"only": ["I-1"]}):
        assert AnnexRule.model_validate(condition).chooses, condition


def test_nothing_leaves_to_an_audience_that_names_nothing() -> None:
    nobody = Audience()
    assert nobody.classes == ()
    assert nobody.media == ()
    assert not nobody.confidential_counts
    assert nobody.consents == ("public",)


def test_the_public_gets_no_more_than_the_commission() -> None:
    commission, public = (default_audiences()[name] for name in ("commission", "public"))
    assert set(public.classes) < set(commission.classes)
    assert set(public.consents) < set(commission.consents)
    assert public.coordinate_decimals < commission.coordinate_decimals
    assert public.protected_place_decimals < commission.protected_place_decimals
    assert not public.confidential_counts


@pytest.mark.parametrize("name", default_audiences())
def test_no_audience_of_a_new_case_may_have_what_names_a_person(name: str) -> None:
    never = {S.NAME, S.CONTACT, S.PERSON, S.IDENTITY, S.FILE_NAME, S.ORIGINAL_HASH, S.PROTECTED_PLACE, S.CONSENT}
    assert not never & set(default_audiences()[name].classes)


def test_windows_of_the_sky_have_one_width_for_each_precision() -> None:
    from dalil.records.kinds import TIME_PRECISIONS

    assert set(SkySection().window_s) == set(TIME_PRECISIONS)


def test_thresholds_of_grades_stand_in_order() -> None:
    options = AttributeSection()
    assert options.likely < options.high
    assert options.factor <= options.factor_shown
    assert 1 / options.supports_ratio < 1 < options.supports_ratio


def test_settings_cannot_be_changed_under_way() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        LinkSection().draws = 3  # type: ignore[misc]


def test_every_section_of_the_file_is_one_of_these() -> None:
    assert {each.__name__ for each in SECTIONS} <= set(sections.__all__)
