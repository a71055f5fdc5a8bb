"""What a submission says, held against what else it says: figures, sentences, register, labels."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dalil.count.figures import number
from dalil.errors import DalilError
from dalil.messages import LANGUAGES, catalogue
from dalil.submit.machine.tabular import FICTIONAL, cell_of
from dalil.submit.package.strict import FAULTS, load_csv, load_json, said
from dalil.vault.files.regular import read_regular
from dalil.vault.log.chain import Problem
from dalil.vault.log.entry import Checkpoint

__all__ = ["check_json", "check_labels", "check_register", "check_sentences", "tags_of"]

MOST_FILE = 1 << 29  # bytes of a file that is read whole; the largest annex measured has a hundredth

_FORMS = ("count.text.number", "count.text.interval", "count.text.at_least_interval", "submit.withheld_sentence")
"""The sentences that say a figure, by key; `label` stands for what is counted."""

_MARKS = re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")  # of direction: they say nothing of a number
_LABEL = "\ue000"  # of the private use area: it stands in no sentence


def check_register(data: Path) -> tuple[int, list[Problem]]:
    """annex.csv and incidents.geojson: the same incidents in one order, equal in every column that both have.

    Gives how many incidents, and the problems.
    """
    rows = load_csv(read_regular(data / "annex.csv", most=MOST_FILE))
    features = load_json(read_regular(data / "incidents.geojson", most=MOST_FILE))["features"]
    problems = []
    if len(rows) != len(features):
        problems.append(Problem(f"{len(rows)} incidents as in annex.csv", str(len(features)), "incidents.geojson"))
    for row, feature in zip(rows, features, strict=False):
        drawn = _drawn(feature)
        for name, cell in row.items():
            if name in drawn and not _same(cell, drawn[name]):
                where = f"incidents.geojson, {row.get('sheet')}, {name}"
                problems.append(Problem(f"{cell or 'nothing'}, as in annex.csv", str(drawn[name])[:80], where))
        # what the drawing leaves out is nothing there; what it has beside the table nobody can compare
        lost = [name for name, cell in row.items() if cell and name not in drawn and name != FICTIONAL]
        more = sorted(set(drawn) - set(row) - {FICTIONAL.lower()})
        problems += [
            Problem(f"{row[name]}, as in annex.csv", "nothing", f"{row.get('sheet')}, {name}") for name in lost
            if name not in ("accounts_shown", "accounts_withheld")
        ]  # fmt: skip
        problems += [Problem("no such column", name, f"incidents.geojson, {row.get('sheet')}") for name in more]
    return len(rows), problems


def _drawn(feature: Mapping[str, Any]) -> dict[str, Any]:
    """A feature in the columns of annex.csv."""
    drawn = dict(feature["properties"])
    stated = drawn.get("incident_id", feature["id"])
    drawn["incident_id"] = stated if stated == feature["id"] else f"{stated} and {feature['id']}"
    geometry = feature["geometry"]
    point = geometry["coordinates"] if geometry is not None else (None, None)
    if geometry is not None and (geometry["type"] != "Point" or len(point) != 2):
        raise ValueError("a geometry that is no point")
    drawn["longitude"], drawn["latitude"] = point
    return drawn


def _same(cell: str, value: Any) -> bool:
    if cell == cell_of(value):
        return True
    try:  # 34.0 of the one is 34 of the other
        return not isinstance(value, bool | str) and float(cell) == float(value)
    except (TypeError, ValueError):
        return False


def check_json(path: Path, files: list[str]) -> tuple[int, list[Problem]]:
    """Every JSON file of the submission gives each key once. Gives how many, and the problems."""
    ends = (".json", ".geojson", ".jsonld", ".jsonl")
    named = [name for name in files if name.endswith(ends)]
    problems = []
    for name in named:
        try:
            content = read_regular(path / name, most=MOST_FILE)
            for line in content.splitlines() if name.endswith(".jsonl") else [content]:
                load_json(line)
        except (*FAULTS, DalilError) as error:
            problems.append(Problem("JSON in which each key of an object stands once", said(error), name))
    return len(named), problems


def check_sentences(data: Path) -> tuple[int, list[str], list[Problem]]:
    """The sentence of each figure, in each language, ends with its value and interval.

    Gives how many were compared, figures whose sentence has another form than this version writes, and the problems.
    """
    compared, others, problems = 0, [], []
    for figure in load_json(read_regular(data / "figures.json", most=MOST_FILE)):
        for language, text in figure["texts"].items():
            if figure["value"] is None or language not in LANGUAGES:
                others.append(f"{figure['name']} ({language})")
            elif _says(text, figure, language):
                compared += 1
            else:
                found, where = str(text)[-80:], f"figures.json, {figure['name']}, {language}"
                problems.append(Problem(f"a sentence that says {number(figure['value'], language)}", found, where))
        if figure["text"] != figure["texts"].get("en", ""):
            problems.append(Problem("one English sentence", "two", f"figures.json, {figure['name']}"))
    return compared, others, problems


def _says(text: str, figure: Mapping[str, Any], language: str) -> bool:
    words = catalogue(language)
    shown = {name: number(figure[name], language) for name in ("value", "low", "high")}
    bare = _MARKS.sub("", text)
    for form in _FORMS:
        if (figure["low"] is None) is ("interval" in form):
            continue
        before, _, after = _MARKS.sub("", words.text(form, label=_LABEL, **shown)).partition(_LABEL)
        if bare.startswith(before) and bare.endswith(after):
            return True
    return False


def tags_of(path: Path) -> dict[str, str]:
    """bag-info.txt by label. Raises `ValueError` for a label given twice, which two readers could read differently."""
    lines = read_regular(path / "bag-info.txt").decode("utf-8").splitlines()
    pairs = [line.partition(": ")[::2] for line in lines]
    tags = dict(pairs)
    if len(tags) != len(pairs):
        raise ValueError("a label given twice")
    return tags


def check_labels(path: Path, points: Mapping[str, Checkpoint], tables: Mapping[str, bool]) -> list[Problem]:
    """bag-info.txt against the rest: the position is that of the checkpoints; fictional is said everywhere or nowhere.

    `tables` says of each Parquet file whether it is marked.
    """
    tags = tags_of(path)
    position = ", ".join(f"{point.chain[:8]}:{point.size}" for _, point in sorted(points.items()))
    problems = []
    if tags.get("Dalil-Log-Position") != position:
        found = tags.get("Dalil-Log-Position", "nothing")
        problems.append(Problem(f"Dalil-Log-Position: {position}, as in PROOF", found, "bag-info.txt"))
    stated = "Fictional" in tags
    for where, marked in {**_marks(path / "data"), **tables}.items():
        if marked is not stated:
            words = {True: "marked as fictional", False: "not marked as fictional"}
            problems.append(Problem(f"{words[stated]}, as bag-info.txt has it", words[marked], where))
    return problems


def _marks(data: Path) -> dict[str, bool]:
    """By file, whether it says that the case is fictional, of each that would."""
    header = read_regular(data / "annex.csv", most=MOST_FILE).partition(b"\n")[0].decode("utf-8")
    figures = load_json(read_regular(data / "figures.json", most=MOST_FILE))
    return {
        "data/annex.csv": FICTIONAL in header.strip().split(","),
        "data/incidents.geojson": FICTIONAL in load_json(read_regular(data / "incidents.geojson", most=MOST_FILE)),
    } | ({"data/figures.json": all(FICTIONAL.lower() in figure for figure in figures)} if figures else {})
