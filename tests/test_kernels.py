"""What is compiled is kept under a name that changes with any line that it depends on, and nowhere else."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from dalil import kernels
from dalil.kernels import kernel, kernel_digest, kernel_files, unchecked_kernel

PACKAGE = {
    "kernels.py": "def kernel(f): return f",
    "attribute/reduce.py": "from dalil.kernels import Floats, kernel\n\n@kernel\ndef reduced(): ...",
    "attribute/likelihood.py": (
        "from dalil.attribute.weigh.reduce import reduced\n"
        "from dalil.kernels import (\n    Floats,\n    kernel,\n)\nfrom dalil.attribute.rows import Rows"
    ),
    "attribute/rows.py": "from dalil.attribute.figures import OPTIONS\nfrom dalil.records import table\n",
    "attribute/figures.py": "from dalil.units import RADIUS_M\nOPTIONS = 5",
    "units.py": "RADIUS_M = 6371.0",
    "records.py": "def table(): ...",
    "attribute/stage.py": "from dalil.weigh import score\nfrom dalil.kernels import Floats, Ints",
}


@pytest.fixture
def package(tmp_path):
    for name, text in PACKAGE.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def test_the_files_that_say_what_a_kernel_computes(package):
    found = [file.relative_to(package).as_posix() for file in kernel_files(package)]
    # Not the stage, which only calls one and needs the types, and not the records, of which no constant is taken.
    assert found == ["attribute/figures.py", "attribute/likelihood.py", "attribute/reduce.py", "attribute/rows.py",
                     "kernels.py", "units.py"]  # fmt: skip


@pytest.mark.parametrize(("changed", "anew"), [
    ("attribute/reduce.py", True), ("units.py", True), ("kernels.py", True), ("attribute/rows.py", True),
    ("attribute/stage.py", False), ("records.py", False),
])  # fmt: skip
def test_a_changed_line_anywhere_invalidates_all(package, changed, anew):
    before = kernel_digest(package)
    (package / changed).write_text((package / changed).read_text() + "\n# another line")
    assert (kernel_digest(package) != before) is anew


def test_a_line_that_moves_from_one_file_to_the_next_is_a_change(package):
    (package / "units.py").write_text("RADIUS_M = 6371.0\n")
    (package / "kernels.py").write_text("def kernel(f): return f")
    before = kernel_digest(package)
    (package / "units.py").write_text("RADIUS_M = 6371.0")
    (package / "kernels.py").write_text("\ndef kernel(f): return f")
    assert kernel_digest(package) != before


SCRIPT = """
import json, sys
import dalil.kernels
early = "numba" in sys.modules
@dalil.kernels.kernel
def nothing(): return 1
import numba
print(json.dumps([early, nothing.stats.cache_path, numba.config.CACHE_DIR]))
"""


def compiled_with(tmp_path, **environment):
    """Whether the types alone import numba, where a kernel is kept, where other libraries' functions would be."""
    script = tmp_path / "script.py"
    script.write_text(SCRIPT)
    inherited = {name: value for name, value in os.environ.items() if name != "NUMBA_CACHE_DIR"}
    done = subprocess.run(
        [sys.executable, str(script)], env={**inherited, **environment}, capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


def test_kept_in_the_users_cache_and_the_process_keeps_its_own(tmp_path):
    early, kept, others = compiled_with(tmp_path, XDG_CACHE_HOME=str(tmp_path / "cache"))
    assert not early
    assert kept.startswith(str(tmp_path / "cache" / "dalil" / "kernels" / kernel_digest()))
    assert others == ""


def test_the_folder_that_the_environment_names_wins(tmp_path):
    _, kept, others = compiled_with(tmp_path, NUMBA_CACHE_DIR=str(tmp_path / "mine"), XDG_CACHE_HOME="/nowhere")
    assert kept.startswith(str(tmp_path / "mine" / kernel_digest()))
    assert others == str(tmp_path / "mine")


def test_where_nothing_can_be_written_nothing_is_kept(tmp_path):
    (tmp_path / "file").write_text("")
    assert compiled_with(tmp_path, XDG_CACHE_HOME=str(tmp_path / "file"))[1] is None


@kernel
def ratio(values, by):
    return values[0] / by


@unchecked_kernel
def unchecked_ratio(values, by):
    return values[0] / by


def test_division_by_zero():
    with pytest.raises(ZeroDivisionError):
        ratio(np.ones(1), 0.0)
    assert unchecked_ratio(np.ones(1), 0.0) == np.inf


SOURCE = Path(kernels.__file__).parent


def test_nothing_is_compiled_another_way():
    other = [file for file in SOURCE.rglob("*.py") if re.search(r"\bn?jit\(|@n?jit\b", file.read_text("utf-8"))]
    assert other == [SOURCE / "kernels.py"], "use dalil.kernels: its cache knows every file that a kernel depends on"


def test_what_kernels_of_this_package_depend_on_is_known():
    found = {file.relative_to(SOURCE).as_posix() for file in kernel_files()}
    # One that defines kernels, one that they take a constant from, one whose NamedTuple they are given.
    assert {"link/pairs/closed_form.py", "link/reports/figures.py", "link/pairs/repeats.py"} <= found
    assert "link/stage.py" not in found and "casefile/facts.py" not in found
