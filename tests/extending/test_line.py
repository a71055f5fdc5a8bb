"""The recipe "A line of evidence" of docs/extending.md, followed on a copy of the tree: what seismographs recorded."""

from __future__ import annotations

import filecmp
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

KIND = """    Kind("seismic_events", "seismic_event", (
        _id("event_id"), _moment("recorded_at", required=True), *_point(S.PLACE),
        _code("charge", "small", "large", required=True), _text("network", S.SOURCE),
    ), "An explosion that seismographs recorded."),
"""
LINE = '''"""Explosions that seismographs recorded. Stations of one network are one origin."""

from __future__ import annotations

from dalil.attribute.lines.registry import Feed, Line, register

_CHARGE = """
    SELECT i.incident_id, s.charge AS written, 'network' AS origin_kind, coalesce(s.network, s.event_id) AS origin_id,
        'station' AS kind, '' AS certainty
    FROM seismic_event s JOIN incident i ON s.recorded_at BETWEEN i.earliest AND i.latest
"""

register(Line("seismic", 35, feeds=(Feed("seismic_event.charge", _CHARGE, "`charge` of what was recorded"),),
              kinds=("station",)))
'''
TEST = '''"""What seismographs recorded while an attack went on."""

from datetime import datetime

from dalil.attribute.book.model import FEEDS
from dalil.casefile.facts import Facts

NOON = datetime(2020, 5, 1, 12)


def test_what_was_recorded_at_the_time_of_the_attack():
    facts = Facts.in_memory()
    facts.append("incident", [{"incident_id": "x", "earliest": NOON, "latest": NOON}])
    for name, hour in (("e0", 12), ("e1", 13)):
        facts.append("seismic_event", [{"event_id": name, "recorded_at": NOON.replace(hour=hour), "charge": "large"}])
    found = facts.query(FEEDS["seismic_event.charge"][1].sql).fetchall()
    assert found == [("x", "large", "network", "e0", "station", "")]
'''
WORDS = {"en": ("seismograms", "size of the explosion"), "ar": ("التسجيلات الزلزالية", "حجم الانفجار")}
"""Of each language the line and the variable."""
QUIET = ("-m", "pytest", "-q", "-p", "no:cacheprovider")
MOST_FILES = 9
"""Files that a line may cost. It took about two dozen when lines stood in lists."""

GRADE = """
from datetime import datetime
from dalil.attribute import attribute
from dalil.casefile.facts import Facts
from dalil.casefile.settings import parse_settings
from dalil.present.reasons import reasons
from tests.attribute.conftest import BOOK, RAW
noon = datetime(2020, 5, 1, 12)
facts = Facts.in_memory()
facts.append("incident", [{"incident_id": "x", "in_scope": True, "earliest": noon, "latest": noon}])
facts.append("seismic_event", [{"event_id": "e", "recorded_at": noon, "charge": "large", "network": "North Net"}])
facts.replace("party", [{"party_id": each, "name": each} for each in ("ann", "bob", "cyd")])
book = BOOK + '''
[[variables]]
id = "charge"
fed_by = ["seismic_event.charge"]
values = ["small", "large"]
citation = "judgement"
by = "T"
counts = { ann = { large = 40, small = 1 }, bob = { large = 1, small = 40 }, cyd = { large = 1, small = 40 } }
'''
attribute(facts, parse_settings({**RAW, "attribute": {"draws": 50}}, where="test"), codebook=book)
print(facts.value("SELECT party || ' ' || stance FROM line WHERE line = 'seismic'"))
print(facts.value("SELECT hangs_on || ' ' || origin_kind || ' ' || origin_id FROM attribution"))
for language in ("en", "ar"):
    print(reasons(facts, "x", language).text)
"""


def follow(tree: Path, *, languages: tuple[str, ...] = ("en", "ar")) -> None:
    """The recipe, step by step."""
    kinds = tree / "src/dalil/records/kinds.py"
    text, before = kinds.read_text(encoding="utf-8"), '    Kind("statements", "statement", ('
    assert before in text
    kinds.write_text(text.replace(before, KIND + before), encoding="utf-8")
    (tree / "src/dalil/attribute/lines/seismic.py").write_text(LINE, encoding="utf-8")
    for language in languages:
        line, variable = WORDS[language]
        words = tree / f"src/dalil/messages/attribute.{language}.toml"
        text = words.read_text(encoding="utf-8")
        text = text.replace("[term.line]\n", f'[term.line]\nseismic = "{line}"\n')
        words.write_text(text.replace("[term.variable]\n", f'[term.variable]\ncharge = "{variable}"\n'), "utf-8")
    (tree / "tests/attribute/lines/test_seismic.py").write_text(TEST, encoding="utf-8")
    method = tree / "docs/method/attribute.md"
    method.write_text(method.read_text(encoding="utf-8").replace("remnants,", "remnants, seismic,", 1), "utf-8")
    run(tree, "docs/reference/generate.py")


def run(tree: Path, *arguments: str, fails: bool = False) -> str:
    """What Python prints with the copy in place of the package. Loops run uncompiled: one incident is few."""
    more = {"PYTHONPATH": os.pathsep.join([str(tree / "src"), str(tree)]), "PYTHONIOENCODING": "utf-8"}
    environment = {**os.environ, **more, "NUMBA_DISABLE_JIT": "1"}
    done = subprocess.run([sys.executable, *arguments], cwd=tree, env=environment, capture_output=True, text=True)
    assert (done.returncode != 0) == fails, done.stdout + done.stderr
    return done.stdout


def copy_of(house: Path, to: Path) -> Path:
    left = shutil.ignore_patterns("__pycache__", "*.nb?")
    for part in ("src", "docs", "tests/attribute", "tests/messages"):
        shutil.copytree(house / part, to / part, ignore=left)
    for file in ("tests/conftest.py", "tests/cases.py", "tests/test_reference.py", "pyproject.toml"):
        shutil.copy(house / file, to / file)
    return to


@pytest.fixture(scope="module")
def tree(house: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the tree after the recipe."""
    copy = copy_of(house, tmp_path_factory.mktemp("tree"))
    follow(copy)
    return copy


def touched(copy: Path, house: Path) -> Iterator[str]:
    """Files of the copy that the tree has not, or not so."""
    for path in sorted(copy.rglob("*")):
        name = path.relative_to(copy)
        known = "__pycache__" in name.parts or not path.is_file()
        if not known and not ((house / name).is_file() and filecmp.cmp(path, house / name, shallow=False)):
            yield name.as_posix()


def test_it_costs_no_more_files_than_the_recipe_names(tree: Path, house: Path) -> None:
    found = list(touched(tree, house))
    page = (house / "docs/extending.md").read_text(encoding="utf-8").split("## A line of evidence")[1].split("\n## ")[0]
    assert [name for name in found if f"`{name}`" not in page] == []
    assert len(found) <= MOST_FILES, found


def test_it_is_weighed_and_told_in_every_language(tree: Path) -> None:
    told = run(tree, "-c", GRADE)
    assert told.startswith("ann supports\nseismic network North Net\n")
    assert all(word in told for said in WORDS.values() for word in said)


def test_the_suite_holds_with_it(tree: Path) -> None:
    run(tree, *QUIET, "tests/attribute/lines", "tests/messages", "tests/test_reference.py")


def test_the_suite_names_the_language_that_lacks_its_words(house: Path, tmp_path: Path) -> None:
    copy = copy_of(house, tmp_path)
    follow(copy, languages=("en",))
    told = run(copy, *QUIET, "tests/attribute/lines/test_registry.py", "-k", "words", fails=True)
    assert "test_every_line_has_its_words[ar]" in told
    assert "line seismic: term.line.seismic" in told
    assert "test_every_line_has_its_words[en]" not in told
