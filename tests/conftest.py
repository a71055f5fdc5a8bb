"""What all tests share: where the real records are, and a word on how many tests had to do without."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

REAL_DATA = Path(os.environ.get("DALIL_REAL_DATA", Path(__file__).resolve().parents[2] / "shared" / "data"))


@pytest.fixture(autouse=True, scope="session")
def _own_keys(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test touches the keys of the person who runs it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DALIL_CONFIG", str(tmp_path_factory.mktemp("keys")))
        yield


@pytest.fixture(scope="session")
def house() -> Path:
    """The folder of the project: where its docs and benches are, however deep the test lies that asks."""
    return Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real public records; the test is left out, and says so, where it is missing."""
    if not REAL_DATA.is_dir():
        pytest.skip(f"real records not found at {REAL_DATA}; set DALIL_REAL_DATA")
    return REAL_DATA


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many tests were left out for each reason."""
    reasons: dict[str, int] = {}
    for report in terminalreporter.stats.get("skipped", []):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        reasons[reason] = reasons.get(reason, 0) + 1
    for reason, count in sorted(reasons.items()):
        terminalreporter.write_line(f"left out: {count} test(s): {reason}")
