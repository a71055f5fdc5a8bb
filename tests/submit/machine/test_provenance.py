"""The graph of the exhibits' provenance, held against the ontology that it names."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.submit.conftest import StandIn, hand_over, make_case, make_facts, make_settings
from tests.submit.release.test_media import film, with_media

from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings
from dalil.records import Sensitivity


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, bytes]]:
    """A submission to the public with media, and their originals. Only to be read."""
    folder = tmp_path_factory.mktemp("provenance")
    case, facts = make_case(folder), make_facts()
    originals = film(case, facts, folder)
    hand_over(case, facts, with_media(make_settings(), "picture", "video"), folder / "out", audience="public")
    return folder / "out", originals


@pytest.fixture(scope="module")
def out(made: tuple[Path, dict[str, bytes]]) -> Path:
    return made[0]


def graph(folder: Path) -> list[dict[str, Any]]:
    return json.loads((folder / "data/provenance.jsonld").read_text(encoding="utf-8"))["@graph"]


def of_type(nodes: list[dict[str, Any]], type_: str) -> list[dict[str, Any]]:
    return [node for node in nodes if node["@type"].endswith(f":{type_}")]


def test_case_validate_takes_it(out: Path) -> None:
    pytest.importorskip("case_utils", reason="case_validate (case-utils) is not installed")
    command = [Path(sys.executable).with_name("case_validate"), "--built-version", "case-1.4.0",
               out / "data/provenance.jsonld"]  # fmt: skip
    ran = subprocess.run(command, capture_output=True, text=True)
    assert ran.returncode == 0 and "Conforms: True" in ran.stdout, ran.stdout
    assert "Warning" not in ran.stdout


def test_case_validate_would_find_what_is_wrong(out: Path, tmp_path: Path) -> None:
    pytest.importorskip("case_utils", reason="case_validate (case-utils) is not installed")
    text = (out / "data/provenance.jsonld").read_text(encoding="utf-8")
    (tmp_path / "wrong.jsonld").write_text(text.replace("uco-action:performer", "uco-action:endTime"))
    command = [Path(sys.executable).with_name("case_validate"), "--built-version", "case-1.4.0",
               tmp_path / "wrong.jsonld"]  # fmt: skip
    assert subprocess.run(command, capture_output=True).returncode != 0


def test_every_exhibit_has_its_record_and_every_copy_its_action(out: Path) -> None:
    nodes = graph(out)
    records = of_type(nodes, "ProvenanceRecord")
    assert [node["case-investigation:exhibitNumber"] for node in records] == ["X-0001", "X-0002", "X-0003", "X-0004"]
    actions = of_type(nodes, "InvestigativeAction")
    assert [node["uco-core:name"] for node in actions] == ["sealed", "copied"] * 3 + ["sealed"]
    assert actions[1]["case-investigation:wasInformedBy"] == [{"@id": actions[0]["@id"]}]


def test_the_hash_of_the_copy_is_there_and_that_of_the_original_is_not(made: tuple[Path, dict[str, bytes]]) -> None:
    (out, filmed), text = made, json.dumps(graph(made[0])).lower()
    assert hashlib.sha256((out / "data/exhibits/X-0001.jpg").read_bytes()).hexdigest() in text
    assert not [content for content in filmed.values() if hashlib.sha256(content).hexdigest() in text]


def test_an_audience_with_originals_gets_their_hashes(
    case: StandIn, facts: Facts, settings: Settings, tmp_path: Path
) -> None:
    film(case, facts, tmp_path)
    trusted = settings.audiences["commission"]
    trusted = trusted.model_copy(update={"classes": (*trusted.classes, Sensitivity.ORIGINAL_HASH)})
    hand_over(case, facts, settings.model_copy(update={"audiences": {"t": trusted}}), tmp_path / "t", audience="t")
    files = of_type(graph(tmp_path / "t"), "File")
    assert all("uco-core:hasFacet" in node for node in files) and len(files) == 8


def test_the_same_case_gives_the_same_graph(case: StandIn, facts: Facts, settings: Settings, tmp_path: Path) -> None:
    film(case, facts, tmp_path)
    for name in ("one", "two"):
        hand_over(case, facts, settings, tmp_path / name, audience="public")
    assert graph(tmp_path / "one") == graph(tmp_path / "two")


def test_without_exhibits_there_is_no_graph(submitted: Path) -> None:
    assert not (submitted / "data/provenance.jsonld").exists()
