"""The published contract: the columns of each plain format, in their order, and those that must be filled (`*`).

Organisations write files by it. A column may be added at the end; another name, another order or a column that must be
filled from now on refuses files that were right before. Whoever changes this page changes the contract, and says so in
CHANGELOG.md.
"""

from __future__ import annotations

import pytest

from dalil.records import KINDS, TOLL_COLUMNS

TOLLS = "(tolls)"
"""Stands for the columns of killed and injured, in the order of `TOLL_COLUMNS`."""

CONTRACT = {
    "reports": (
        "report_id* organisation* earliest* latest time_precision time_source place place_ar latitude longitude "
        "place_precision place_source kind objects_hit populated weapons (tolls) strikes parties_alleged "
        "aircraft_reported narrative language source_grade origin exhibits consent"
    ),
    "victims": "person_id* report_id organisation* name name_ar father age sex status role fate date place protected",
    "testimonies": (
        "testimony_id* report_id witness* witness_role taken_on taken_by consent* withdrawn_on guardian directness "
        "seen_at latitude longitude aircraft_reported parties_alleged text language translation translated_by "
        "exhibits"
    ),
    "identities": "witness* name contact note",
    "exhibits": (
        "file* kind source_url account author published_at captured_at captured_by capture_method obtained_from "
        "earlier_custody consent note"
    ),
    "observations": (
        "observation_id* exhibit report_id timecode aspect* value* latitude longitude at method analyst* certainty "
        "reviewed_by note"
    ),
    "sightings": (
        "sighting_id* post* latitude longitude place view_range_m seen_at* logged_at aircraft operator_reported count "
        "heading_deg bearing_deg distance_m behaviour network note"
    ),
    "positions": "track_id* t* latitude* longitude* altitude_m source aircraft operator age_s stale on_ground new_leg",
    "transmissions": "transmission_id* heard_at* frequency_khz call_sign role language transcript* post exhibits",
    "remnants": "remnant_id* report_id found_at latitude longitude munition* identified_by certainty exhibits",
    "statements": (
        "statement_id* party* made_on* act* scope_from scope_to scope_area scope_kinds scope_objects text url"
    ),
    "outside_findings": "finding_id* body* standard made_on report_id party violation text url",
    "places": "place_id* name* name_ar other_names kind latitude* longitude* admin1 admin2 population",
    "sites": "site_id* name name_ar kind* latitude* longitude* radius_m notified_on notified_to",
    "site_status": "site_id* from* status* report_id source",
    "context": "context_id* kind* from* to area parties min max unit text source",
    "actors": "actor_id* name kind* part_of latitude longitude from to source",
    "labels": "report_id* party* basis*",
    "decisions": "kind* a* b by* reason",
}


def columns(stem: str) -> list[str]:
    """As the contract writes them, tolls as one word."""
    written: list[str] = []
    for column in KINDS[stem].columns:
        name = TOLLS if column.name in TOLL_COLUMNS else f"{column.name}{'*' * column.required}"
        if name != TOLLS or written[-1] != TOLLS:
            written.append(name)
    return written


def test_no_format_came_or_went() -> None:
    assert list(KINDS) == list(CONTRACT)


@pytest.mark.parametrize("stem", CONTRACT)
def test_the_columns_are_those_of_the_contract(stem: str) -> None:
    assert columns(stem) == CONTRACT[stem].split()


def test_tolls_stand_together_and_in_order() -> None:
    names = [column.name for column in KINDS["reports"].columns]
    first = names.index(TOLL_COLUMNS[0])
    assert tuple(names[first : first + len(TOLL_COLUMNS)]) == TOLL_COLUMNS
