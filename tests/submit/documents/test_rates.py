"""How often, and whether by accident: what the letter says of rates and of aim."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from tests.submit.conftest import category, make_settings
from tests.submit.documents.test_letter import make_matter

from dalil.casefile.settings import Settings
from dalil.submit.content.dossier import Dossier
from dalil.submit.content.figures import Figure
from dalil.submit.documents.aim import aim_blocks
from dalil.submit.documents.letter import letter
from dalil.submit.documents.rates import rate_blocks
from dalil.submit.elements.blocks import Block
from dalil.submit.elements.wording import Wording
from dalil.submit.release.receiver import Receiver

FIGURES = {
    "every.hospital.P1": (4.22, 2.95, 6.28, "days"),
    "rate.hospital.P1": (0.237, 0.159, 0.339, "per day"),
    "every.hospital.P2": (9.46, 6.4, 14.7, "hours"),
    "rate.hospital.P2": (2.54, 1.63, 3.75, "per day"),
    "ratio.hospital.P2.P1": (10.7, 5.51, 17.9, "ratio"),
    "change.hospital.claimed": (1, None, None, "changes"),
    "change.hospital.1.p": (0.001, None, None, "p"),
    "change.all.claimed": (0, None, None, "changes"),
    "targeting.hospital.hits": (43, None, None, "raids"),
    "targeting.hospital.raids": (247, None, None, "raids"),
    "targeting.hospital.sites": (13, None, None, "sites"),
    "targeting.hospital.expected": (9.5, None, None, "raids"),
    "targeting.hospital.p": (0.001, None, None, "p"),
    "targeting.hospital.tipping": (3.5, None, None, "ratio"),
    "targeting.hospital.tipping_05": (2.0, None, None, "ratio"),
    "targeting.hospital.surface_p": (0.002, None, None, "p"),
    "second_strikes.count": (4, None, None, "incidents"),
    "second_strikes.expected": (4.35, None, None, "incidents"),
    "second_strikes.p": (0.72, None, None, "p"),
}


@pytest.fixture
def settings() -> Settings:
    periods = [{"id": "P1", "from": "2016-07-01", "to": "2016-09-18"}, {"id": "P2", "title": "The siege"}]
    return make_settings(periods=periods)


@pytest.fixture
def dossier(facts: object, settings: Settings, receiver: Receiver) -> Dossier:
    figures = {
        name: Figure(number, name, value, low, high, unit, "", 1, {}, {"en": f"{name} is {value}.", "ar": name}, ())
        for number, (name, (value, low, high, unit)) in enumerate(FIGURES.items(), 1)
    }
    return replace(make_matter(facts, settings, receiver), figures=figures)  # type: ignore[arg-type]


@pytest.fixture
def words(settings: Settings) -> Wording:
    return Wording("en", settings.timezone)


def table(blocks: list[Block]) -> list[list[str]]:
    return next(block["rows"] for block in blocks if block["is"] == "table")


def bullets(blocks: list[Block]) -> list[str]:
    return [line for block in blocks if block["is"] == "bullets" for line in block["items"]]


def test_a_rate_stands_with_its_interval_its_days_and_its_figures(dossier: Dossier, words: Wording) -> None:
    assert table(list(rate_blocks(dossier, words))) == [
        ["hospital or clinic", "P1: 1 July 2016 – 18 September 2016", "4.22 (2.95–6.28) days", "0.237 (0.159–0.339)",
         "F1, F2"],
        ["hospital or clinic", "The siege: 1 July 2016 – 31 December 2016", "9.46 (6.4–14.7) hours", "2.54 (1.63–3.75)",
         "F3, F4"],
    ]  # fmt: skip


def test_ratios_and_changes_are_cited(dossier: Dossier, words: Wording) -> None:
    assert bullets(list(rate_blocks(dossier, words))) == [
        "Attacks on all that was hit: no day is found on which the rate changed [F8]",
        "ratio.hospital.P2.P1 is 10.7. [F5]",
        "change.hospital.claimed is 1. [F6]",
        "change.hospital.1.p is 0.001. [F7]",
    ]


def test_an_audience_without_rates_has_no_such_section(dossier: Dossier, words: Wording) -> None:
    assert list(rate_blocks(replace(dossier, figures={}), words)) == []
    assert list(aim_blocks(replace(dossier, figures={}), words)) == []


def test_aim_is_said_with_what_would_explain_it_away(dossier: Dossier, words: Wording) -> None:
    lines = bullets(list(aim_blocks(dossier, words)))
    assert lines[0].endswith("come about by accident with p = 0.001 [F9,\u00a0F10,\u00a0F11,\u00a0F12,\u00a0F13]")
    assert "3.5 times as readily" in lines[1] and "2 times for p to be 0.05" in lines[1]
    assert lines[2].startswith("Strikes within 100 metres of an earlier one, 10 to 90 minutes after it: 4.")


def test_what_accident_explains_is_not_called_aim(dossier: Dossier, words: Wording) -> None:
    chance = replace(dossier.figures["targeting.hospital.p"], value=0.06)
    said = bullets(list(aim_blocks(replace(dossier, figures={**dossier.figures, chance.name: chance}), words)))
    assert "not shown to be more than accident" in said[0]
    assert not any("as readily" in line for line in said)


@pytest.mark.parametrize("fill", [rate_blocks, aim_blocks])
def test_in_arabic_no_english_is_left(fill: object, dossier: Dossier, settings: Settings) -> None:
    said = json.dumps(list(fill(dossier, Wording("ar", settings.timezone))), ensure_ascii=False)  # type: ignore[operator]
    assert "Attacks" not in said and "accident" not in said


def test_findings_stand_by_party_and_grade_and_a_set_is_one_of_them(dossier: Dossier, words: Wording) -> None:
    counted = {"north.high": 44, "north.likely": 1207, "south+north.likely": 3}
    figures = {
        f"incidents.attributed.{name}": Figure(
            number,
            "",
            value,
            None,
            None,
            "incidents",
            "",
            value,
            {},
            {},
            (),
            **{key: text for key, text in columns.items() if text},
        )
        for number, (name, value) in enumerate(counted.items(), 1)
        if (columns := category(f"incidents.attributed.{name}"))
    }
    blocks = letter(replace(dossier, figures=figures), words)["blocks"]
    assert table(blocks) == [
        ["Northern Command", "44 [F1]", "1,207 [F2]", "–"],
        ["one of south, Northern Command, which the evidence does not tell apart", "–", "3 [F3]", "–"],
    ]
