"""What a submission says twice is equal, or a numbered check says where it is not."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.submit.package.test_verify import failed, remake_hashes

from dalil.submit.package.content_check import check_sentences


def changed(path: Path, change: Callable[[Any], object]) -> None:
    content = json.loads(path.read_text(encoding="utf-8"))
    change(content)
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


def annex(folder: Path) -> list[dict[str, str]]:
    with (folder / "data/annex.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_every_column_of_the_drawing_is_held_against_the_annex(copied: Path) -> None:
    """Each property of each incident in turn, and both coordinates."""
    file = copied / "data/incidents.geojson"
    whole = file.read_text(encoding="utf-8")
    names = json.loads(whole)["features"][0]["properties"].keys() - {"fictional"}
    assert len(names) > 15
    for name in sorted(names):
        changed(file, lambda content, name=name: content["features"][0]["properties"].update({name: "other"}))
        remake_hashes(copied)
        assert 8 in failed(copied), name
        file.write_text(whole, encoding="utf-8")


@pytest.mark.parametrize(
    "change",
    [
        lambda f: f["geometry"]["coordinates"].reverse(),
        lambda f: f.update(id="I000000000000"),
        lambda f: f["properties"].pop("kind"),
        lambda f: f["properties"].update(more=1),
        lambda f: f.update(geometry=None),
    ],
)
def test_a_feature_that_differs_is_found(copied: Path, change: Callable[[Any], object]) -> None:
    changed(copied / "data/incidents.geojson", lambda content: change(content["features"][0]))
    remake_hashes(copied)
    assert 8 in failed(copied)


def test_the_order_of_incidents_and_one_that_is_missing_are_found(copied: Path) -> None:
    for change in (lambda c: c["features"].reverse(), lambda c: c["features"].pop()):
        before = (copied / "data/incidents.geojson").read_text(encoding="utf-8")
        changed(copied / "data/incidents.geojson", change)
        remake_hashes(copied)
        assert 8 in failed(copied)
        (copied / "data/incidents.geojson").write_text(before, encoding="utf-8")


def test_a_sentence_with_another_number_is_found_in_each_language(copied: Path) -> None:
    path = copied / "data/figures.json"
    figures = json.loads(path.read_text(encoding="utf-8"))
    compared, others, wrong = check_sentences(copied / "data")
    assert (compared, others, wrong) == (sum(len(each["texts"]) for each in figures), [], [])
    for language in ("en", "ar"):
        whole = path.read_text(encoding="utf-8")
        at = next(n for n, each in enumerate(figures) if len(each["texts"]) == 2)
        text, value = figures[at]["texts"][language], str(int(figures[at]["value"]))
        forged = f"5{value}".join(text.rsplit(value, 1))
        assert forged != text
        changed(path, lambda c, at=at, forged=forged, language=language: c[at]["texts"].update({language: forged}))
        remake_hashes(copied)
        assert 14 in failed(copied)
        path.write_text(whole, encoding="utf-8")


def test_an_interval_is_part_of_its_sentence(copied: Path) -> None:
    path = copied / "data/figures.json"
    changed(path, lambda content: content[0].update(low=0.5, high=9.5))
    remake_hashes(copied)
    assert 14 in failed(copied)


@pytest.mark.parametrize(
    "forge",
    [
        lambda text: text.replace("Dalil-Log-Position: ", "Dalil-Log-Position: 9"),
        lambda text: text + "Fictional: yes\n",
        lambda text: text + "Dalil-Log-Position: 00000000:9\n",
    ],
)
def test_labels_that_the_content_does_not_bear_are_found(copied: Path, forge: Callable[[str], str]) -> None:
    path = copied / "bag-info.txt"
    path.write_text(forge(path.read_text(encoding="utf-8")), encoding="utf-8")
    assert 13 in failed(copied)


def test_a_key_given_twice_is_found_in_every_json_file(copied: Path) -> None:
    files = [p for p in sorted(copied.rglob("*")) if p.suffix in (".json", ".geojson", ".jsonl", ".jsonld")]
    assert len(files) >= 4
    for path in files:
        whole = path.read_text(encoding="utf-8")
        path.write_text(whole.replace("{", '{"twice": 1, "twice": 2, ', 1), encoding="utf-8")
        assert 12 in failed(copied), path.name
        path.write_text(whole, encoding="utf-8")
    assert annex(copied)
