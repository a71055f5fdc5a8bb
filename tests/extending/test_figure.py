"""The recipes "A figure with a sentence" and "A drawn figure" of docs/extending.md, followed on a copy of the tree.

The figure: incidents in which two objects or more were hit. The family: incidents by how many organisations recorded
them. A case of two reports then goes the whole way, from the command line to a submission.
"""

from __future__ import annotations

import filecmp
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.cases import new
from tests.conftest import SharedKeys

Change = Callable[[Path], None]

REPORTS = (
    "report_id,organisation,earliest,time_precision,place,latitude,longitude,kind,objects_hit,consent\n"
    "1,One,2016-07-05T14:00,minute,Hill Street,36.2,37.1,airstrike,hospital;school,public\n"
    "2,Two,2016-08-05,day,Low Street,36.4,37.4,artillery,home,public\n"
)
MOST_FILES = {"A figure with a sentence": 5, "A drawn figure": 6}
"""Files that each may cost."""


def put(before: str, added: str, file: str) -> Change:
    """Write `added` before the only place in the file that reads so."""

    def change(tree: Path) -> None:
        path = tree / file
        text = path.read_text(encoding="utf-8")
        assert text.count(before) == 1, f"{file} has {before!r} {text.count(before)} times: mend the recipe"
        path.write_text(text.replace(before, added + before), encoding="utf-8")

    return change


def after(known: str, added: str, file: str) -> Change:
    """Write `added` behind the only place in the file that reads so."""

    def change(tree: Path) -> None:
        path = tree / file
        text = path.read_text(encoding="utf-8")
        assert text.count(known) == 1, f"{file} has {known!r} {text.count(known)} times: mend the recipe"
        path.write_text(text.replace(known, known + added), encoding="utf-8")

    return change


TALLY, CATEGORIES = "src/dalil/count/tally.py", "src/dalil/count/categories.py"
ENGLISH, ARABIC = (f"src/dalil/messages/count.{language}.toml" for language in ("en", "ar"))
SENTENCE = (
    after('    ("incidents.populated", "populated", "populated"),\n',
          '    ("incidents.several_objects", "len(objects_hit) >= 2", "several_objects"),\n', TALLY),
    after("[count.label]\n", 'several_objects = "Incidents in which two objects or more were hit"\n', ENGLISH),
    after("[count.label]\n", 'several_objects = "الحوادث التي أصيب فيها هدفان أو أكثر"\n', ARABIC),
    put('        ("incidents.kind.airstrike", 3),\n', '        ("incidents.several_objects", 1),\n',
        "tests/count/test_tally.py"),
    after('MAIN = ("incidents.total", ', '"incidents.several_objects", ', "src/dalil/submit/documents/letter.py"),
)  # fmt: skip
DRAWN = (
    put('        Family("objects", "objects",',
        '        Family("organisations", "organisations", _NUMBER, _equal(_NUMBER), _named),\n',
        CATEGORIES),
    after("""_OBJECTS = "array_to_string(list_sort(list_distinct(objects_hit)), '+')"\n""",
          '_NUMBER = "CAST(organisations AS VARCHAR)"\n', CATEGORIES),
    after('"kind", "party", "place", "list", ', '"organisations", ', "src/dalil/present/graphics.py"),
    after("[count.label]\n", 'by_organisations = "Incidents that so many organisations recorded: {a}"\n',
          ENGLISH),
    after("[count.graphic]\n", 'organisations = "Incidents by number of organisations"\n', ENGLISH),
    after("[count.label]\n", 'by_organisations = "الحوادث التي سجلها هذا العدد من المنظمات: {a}"\n', ARABIC),
    after("[count.graphic]\n", 'organisations = "الحوادث بحسب عدد المنظمات"\n', ARABIC),
    put('        ("incidents.party.north", ("", "party", "north", "north", None)),\n',
        '        ("incidents.organisations.2", ("", "organisations", "2", None, None)),\n',
        "tests/count/test_categories.py"),
    after('    "attributed", "role", "period",\n', '    "organisations",\n', "tests/count/test_categories.py"),
    after("Families are\nobject,", " organisations,", "docs/method/count.md"),
)  # fmt: skip


def follow(house: Path, to: Path, *changes: Change) -> Path:
    """A copy of what the recipes touch and of what tests it, with the changes made."""
    left = shutil.ignore_patterns("__pycache__", "*.nb?")
    for part in ("src", "docs", "tests/count", "tests/messages"):
        shutil.copytree(house / part, to / part, ignore=left)
    for file in ("tests/conftest.py", "tests/cases.py", "pyproject.toml"):
        shutil.copy(house / file, to / file)
    for change in changes:
        change(to)
    return to


def run(tree: Path, *arguments: str, fails: bool = False) -> str:
    """What Python prints with the copy in place of the package. Loops run uncompiled: two reports are few."""
    more = {"PYTHONPATH": os.pathsep.join([str(tree / "src"), str(tree)]), "PYTHONIOENCODING": "utf-8"}
    environment = {**os.environ, **more, "NUMBA_DISABLE_JIT": "1"}
    done = subprocess.run([sys.executable, *arguments], cwd=tree, env=environment, capture_output=True, text=True)
    assert (done.returncode != 0) == fails, done.stdout + done.stderr
    return done.stdout


def suite(tree: Path, *tests: str, fails: bool = False) -> str:
    return run(tree, "-m", "pytest", "-q", "-p", "no:cacheprovider", *tests, fails=fails)


def submitted(tree: Path) -> None:
    """Make a submission in both languages of a case with two reports."""
    (tree / "reports.csv").write_text(REPORTS, encoding="utf-8")
    program = ("-c", "from dalil.cli import main; main()")
    for command in (
        ("new", "x.case", *new()),
        ("add", "x.case", "reports.csv"),
        ("run", "x.case"),
        ("submit", "x.case", "out", "--to", "public", "--lang", "en,ar"),
    ):
        run(tree, *program, *command)


def touched(tree: Path, house: Path) -> Iterator[str]:
    """Files of the copy that the tree has not, or not so."""
    for path in sorted(tree.rglob("*")):
        name = path.relative_to(tree)
        if path.is_file() and "__pycache__" not in name.parts and name.parts[0] in ("src", "docs", "tests"):
            original = house / name
            if not (original.is_file() and filecmp.cmp(path, original, shallow=False)):
                yield name.as_posix()


@pytest.mark.parametrize(("recipe", "changes"), [("A figure with a sentence", SENTENCE), ("A drawn figure", DRAWN)])
def test_it_costs_no_more_files_than_the_recipe_names(
    house: Path, tmp_path: Path, recipe: str, changes: tuple[Change, ...]
) -> None:
    found = list(touched(follow(house, tmp_path, *changes), house))
    page = (house / "docs/extending.md").read_text(encoding="utf-8").split(f"## {recipe}\n")[1].split("\n## ")[0]
    assert sorted(found) == sorted(re.findall(r"^\| `([\w./]+)` \|", page, flags=re.M))
    assert len(found) <= MOST_FILES[recipe]


@pytest.fixture(scope="module")
def tree(house: Path, tmp_path_factory: pytest.TempPathFactory, shared_keys: SharedKeys) -> Path:
    """A copy after both recipes, and in `out` a submission made with it."""
    copy = follow(house, tmp_path_factory.mktemp("tree"), *SENTENCE, *DRAWN)
    with shared_keys.used():
        submitted(copy)
    return copy


def test_the_suite_holds_with_both(tree: Path) -> None:
    suite(tree, "tests/count/test_tally.py", "tests/count/test_categories.py", "tests/messages")


def test_a_figure_is_counted_cited_and_said(tree: Path) -> None:
    figures = json.loads((tree / "out/data/figures.json").read_text(encoding="utf-8"))
    rows = figures["figures"] if isinstance(figures, dict) else figures
    (figure,) = (row for row in rows if row["name"] == "incidents.several_objects")
    assert (figure["value"], figure["from_this_submission"], figure["nothing_withheld"]) == (1, [1.0], True)
    assert figure["texts"]["en"] == "Incidents in which two objects or more were hit: 1."
    assert figure["texts"]["ar"].startswith("الحوادث التي أصيب فيها هدفان أو أكثر")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_family_is_counted_and_drawn(tree: Path, language: str) -> None:
    (drawn,) = (tree / "out").rglob(f"incidents-organisations.{language}.svg")
    rows = drawn.with_suffix(".csv").read_text(encoding="utf-8").splitlines()
    assert [row for row in rows if row.startswith("1,")] == ["1,2.0"]


def test_the_suite_names_the_sentence_that_a_language_lacks(house: Path, tmp_path: Path) -> None:
    changes = [change for change in SENTENCE if change is not SENTENCE[2]]
    told = suite(follow(house, tmp_path, *changes), "tests/messages", fails=True)
    assert "count.label.several_objects" in told
