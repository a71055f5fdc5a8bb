"""Parameters: presets are data, typos are refused with the nearest names, values are checked."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from dalil.errors import UsageError
from dalil.simulate.world.loading import PRESETS, as_dict, load, parameters


@pytest.mark.parametrize("preset", PRESETS)
def test_every_preset_loads(preset: str):
    assert load(preset).war.incidents > 0


def test_a_value_is_set_in_its_own_type():
    settings = load("small", {"war.raid_size": "1", "observers.posts": "3", "tracks": "off"})
    assert settings.war.raid_size == 1.0
    assert settings.observers.posts == 3
    assert settings.tracks.on is False


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("habits.wrong_dy", "habits.wrong_day"),
        ("wrong_day", "habits.wrong_day"),
        ("mdia", "media.on"),
        ("war.incident", "war.incidents"),
        ("Radio.share", "radio.share"),
    ],
)
def test_a_typo_is_refused_with_the_nearest_names(name: str, nearest: str):
    with pytest.raises(UsageError) as caught:
        load("small", {name: "1"})
    assert nearest in caught.value.do
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("war.incidents", "many"),
        ("war.incidents", "-1"),
        ("habits.wrong_day", "1.2"),
        ("capture.base", "0.5,0.5"),
        ("capture.base", "0.5,0.5,0.5,1.5"),
        ("habits.time_sd_min", "a,b,c,d"),
        ("war.party_shares", "toruva=1"),
        ("war.sortie_shares", "dahr=1"),
        ("media", "perhaps"),
        ("observers.posts", "0"),
        ("war.raid_spread_m", "-3"),
        ("period.start", "spring"),
        ("period.zone", "Pacific/Nowhere"),
        ("war.busy_hours", "noon"),
    ],
)
def test_a_value_that_cannot_be_is_refused(name: str, value: str):
    with pytest.raises(UsageError, match="cannot be"):
        load("small", {name: value})


def test_an_unknown_preset_is_refused_with_the_known_ones():
    with pytest.raises(UsageError) as caught:
        load("smal")
    assert caught.value.do == "did you mean small?"


def test_the_reference_page_is_what_the_code_gives(house: Path):
    folder = house / "docs" / "reference"
    spec = importlib.util.spec_from_file_location("generate_simulate", folder / "generate_simulate.py")
    assert spec is not None and spec.loader is not None
    generate = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(generate)
    written = (folder / "simulate.md").read_text(encoding="utf-8")
    assert written == generate.text(), "run: python docs/reference/generate_simulate.py"
    assert all(f"| `{parameter.name}` |" in written and parameter.text for parameter in parameters())


def test_all_parameters_are_written_out():
    body = as_dict(load("siege", {"labels.share": "0.15"}))
    assert body["labels"]["share"] == 0.15
    assert {f"{section}.{name}" for section, values in body.items() for name in values} == {
        p.name for p in parameters()
    }
