"""The recipe "A reader" of docs/extending.md, followed on a copy of the tree with the two files that it gives."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

_FILE = re.compile(r"^`([\w/.]+)`:\n\n```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def recipe(house: Path) -> dict[str, str]:
    """Path → text of each file that the recipe gives."""
    page = (house / "docs/extending.md").read_text(encoding="utf-8").split("## A reader\n")[1].split("\n## ")[0]
    return dict(_FILE.findall(page))


@pytest.fixture(scope="module")
def tree(house: Path, recipe: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sources, of the tests of intake and of the reference pages, and the files of the recipe."""
    copy = tmp_path_factory.mktemp("tree")
    left = shutil.ignore_patterns("__pycache__", "*.nb?")
    for folder in ("src", "tests/intake", "docs/reference"):
        shutil.copytree(house / folder, copy / folder, ignore=left)
    shutil.copy(house / "tests/conftest.py", copy / "tests/conftest.py")
    for path, text in recipe.items():
        assert not (copy / path).exists(), f"{path} is there already"
        (copy / path).write_text(text, encoding="utf-8")
    return copy


def python(tree: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Python with the copy in place of the package."""
    environment = {**os.environ, "PYTHONPATH": str(tree / "src"), "PYTHONIOENCODING": "utf-8"}
    return subprocess.run([sys.executable, *arguments], cwd=tree, env=environment, capture_output=True, text=True)


def pytest_in(tree: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return python(tree, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--import-mode=importlib", *arguments)


def test_it_costs_two_files(recipe: dict[str, str]) -> None:
    assert list(recipe) == ["src/dalil/intake/formats/made_up.py", "tests/intake/formats/test_made_up.py"]


def test_the_reader_is_there_and_its_tests_pass(tree: Path) -> None:
    tests = [f"tests/intake/formats/{name}.py" for name in ("test_made_up", "test_registry")]
    done = pytest_in(tree, *tests)
    assert done.returncode == 0, done.stdout[-3000:]


def test_a_name_is_planted_under_it_without_a_word_to_the_tests(tree: Path) -> None:
    done = pytest_in(tree, "tests/intake/guard/test_planted_names.py", "-k", "made_up and not notation", "-vv")
    assert done.returncode == 0, done.stdout[-3000:]
    assert "test_a_name_planted_under_a_reader_is_nowhere_in_clear[made_up] PASSED" in done.stdout


def test_the_reference_page_gets_its_section(tree: Path) -> None:
    done = python(tree, "docs/reference/generate.py")
    assert done.returncode == 0, done.stderr
    page = (tree / "docs/reference/readers.md").read_text(encoding="utf-8")
    assert "| `made_up` | 1 | The log of an invented network, CSV |" in page
    assert "\n## made_up\n\nThe log of an invented network of observers" in page


def test_a_file_that_registers_nothing_is_named(tree: Path) -> None:
    lazy = tree / "src/dalil/intake/formats/lazy.py"
    lazy.write_text('"""A reader that somebody forgot to register."""\n', encoding="utf-8")
    try:
        done = pytest_in(tree, "tests/intake/formats/test_registry.py")
    finally:
        lazy.unlink()
    assert done.returncode == 1
    assert "formats/lazy.py registers no reader" in done.stdout
