"""The recipe "A language" of docs/extending.md, followed on a copy of the tree: French with three sentences."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

FILES = {
    "terms": '[language]\nname = "français"\nthousands = "\u202f"\ndecimal = ","\n'
    'fonts = ["Libertinus Serif", "Amiri"]\n[term.kind]\nairstrike = "frappe aérienne"\n',
    "attribute": '[reasons.heading]\nsupports = "Ce qui l’appuie"\n',
    "submit": '[submit.letter]\nto = "Destinataire"\n',
}
"""The files that the recipe names; of count and sky, French says nothing yet."""

SENTENCES = ("term.kind.airstrike", "reasons.heading.supports", "submit.letter.to")


@pytest.fixture(scope="module")
def tree(house: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sources and of the tests of messages, with the files of the recipe and nothing else changed."""
    copy = tmp_path_factory.mktemp("tree")
    left = shutil.ignore_patterns("__pycache__", "*.nb?")
    shutil.copytree(house / "src", copy / "src", ignore=left)
    shutil.copytree(house / "tests" / "messages", copy / "tests" / "messages", ignore=left)
    for name, text in FILES.items():
        (copy / "src/dalil/messages" / f"{name}.fr.toml").write_text(text, encoding="utf-8")
    return copy


def python(tree: Path, house: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Python with the copy in place of the package."""
    path = os.pathsep.join([str(tree / "src"), str(house)])
    environment = {**os.environ, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8"}
    return subprocess.run([sys.executable, *arguments], cwd=tree, env=environment, capture_output=True, text=True)


def said(tree: Path, house: Path, code: str) -> list[str]:
    done = python(tree, house, "-c", code)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_it_costs_no_more_files_than_the_recipe_names(house: Path) -> None:
    page = (house / "docs/extending.md").read_text(encoding="utf-8").split("## A language")[1].split("\n## ")[0]
    named = [f"src/dalil/messages/{name}.fr.toml" for name in ("terms", "attribute", "count", "sky", "submit")]
    assert all(f"| `{name}` |" in page for name in named)
    rooms = {path.name.split(".")[0] for path in (house / "src/dalil/messages").glob("*.en.toml")}
    assert rooms == {"terms", "attribute", "count", "sky", "submit"}, "a room more or less: mend the recipe"


def test_it_is_there_and_falls_back_to_english(tree: Path, house: Path) -> None:
    code = """
from dalil.messages import LANGUAGES, catalogue, language_of
from dalil.submit.elements.wording import Wording
from zoneinfo import ZoneInfo
french, english = catalogue("fr"), catalogue("en")
print(*LANGUAGES)
print(french.text("term.kind.airstrike"), "/", french.text("term.kind.siege") == english.text("term.kind.siege"))
print(Wording("fr", ZoneInfo("UTC")).number(1234567.0), Wording("fr", ZoneInfo("UTC")).number(0.25))
print(len(english.sentences) - len(french.missing))
"""
    assert said(tree, house, code) == ["en ar fr", "frappe aérienne / True", "1\u202f234\u202f567 0,25", "3"]


def test_the_tests_name_each_sentence_that_is_missing(tree: Path, house: Path) -> None:
    done = python(tree, house, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/messages/test_catalogue.py")
    assert done.returncode == 1
    assert "test_every_language_has_every_sentence[fr]" in done.stdout
    assert "sentences that fr lacks" in done.stdout
    assert "submit.letter.period" in done.stdout
    assert all(f"  {key}\n" not in done.stdout for key in SENTENCES)
    assert done.stdout.count("FAILED") == 1, done.stdout[-2000:]


def test_a_submission_can_be_written_in_it(tree: Path, house: Path) -> None:
    """Of the case of tests/submit: the letter has its French word, and what is missing is said before."""
    code = """
from pathlib import Path
from dalil.commands.release import in_english
from tests.submit.conftest import hand_over, make_case, make_facts, make_settings
folder = Path("made")
case = make_case(folder)
facts = make_facts(chain=case.writer.keys.fingerprint)
hand_over(case, facts, make_settings(), folder / "out", audience="commission", languages=("fr",))
print(*sorted(path.name for path in (folder / "out").rglob("*.fr.pdf")))
print(*in_english(["fr", "en"]))
"""
    files, missing = said(tree, house, code)
    assert {"annex.fr.pdf", "letter.fr.pdf"} <= set(files.split())
    assert missing.startswith("fr: ")
    assert "in English" in missing
