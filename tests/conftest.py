"""What all tests share: keys of their own, a random order for who asks for it, and where the real records are."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

REAL_DATA = Path(os.environ.get("DALIL_REAL_DATA", Path(__file__).resolve().parents[2] / "shared" / "data"))
OURS = "DALIL_"

# How long an example takes depends on who else uses the machine; a test that fails for it says nothing of the code.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


class SharedKeys:
    """Keys of a case that is made once for many tests: in use while it is made, and in each test that works on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @contextmanager
    def used(self) -> Iterator[None]:
        """Within the block, commands find these keys."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("DALIL_CONFIG", str(self.folder))
            yield


@pytest.fixture(autouse=True, scope="session")
def _no_keys_but_a_test_s_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Nothing of the person who runs the tests is read or touched, and outside a test there are no keys to be found.

    A fixture of wider scope that makes a case without `shared_keys` fails always, and not only where it comes first:
    a folder cannot be made within a file. Compiled kernels stay where they are: to compile them anew takes minutes.
    """
    folder = tmp_path_factory.mktemp("person")
    no_folder = folder / "this fixture needs shared_keys"
    no_folder.touch()
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith(OURS) and name != "DALIL_REAL_DATA"]:
            patch.delenv(name)
        patch.setenv("XDG_CACHE_HOME", os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache"))
        patch.setenv("HOME", str(folder))
        patch.setenv("DALIL_CONFIG", str(no_folder / "keys"))
        yield


@pytest.fixture(autouse=True)
def _own_keys(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Each test has keys of its own, or those of the case that was made for it.

    A patch of its own: a test's `monkeypatch` must be the last thing set up and the first taken back, or what it broke
    (`os.open`) is still broken while the test's folder is put away.
    """
    if "shared_keys" in request.fixturenames:
        folder = request.getfixturevalue("shared_keys").folder
    else:
        # Not made here: most tests need none, and a name alone costs nothing.
        folder = tmp_path_factory.getbasetemp() / "keys" / str(id(request.node)) / "keys"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DALIL_CONFIG", str(folder))
        yield


@pytest.fixture(scope="module")
def shared_keys(tmp_path_factory: pytest.TempPathFactory) -> SharedKeys:
    """Keys for a case that a module makes once: `with shared_keys.used():` around its making."""
    return SharedKeys(tmp_path_factory.mktemp("shared") / "keys")


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


def pytest_addoption(parser: pytest.Parser) -> None:
    """--shuffle SEED."""
    parser.addoption(
        "--shuffle", metavar="SEED", default="", help="run files, and the tests in each, in a random order; SEED is a "
        "number, or 'any' to have one drawn and printed",
    )  # fmt: skip


def pytest_configure(config: pytest.Config) -> None:
    """Draw the seed once: workers get the options, and must agree on the order."""
    if config.option.shuffle == "any":
        config.option.shuffle = str(random.SystemRandom().randrange(1_000_000))
        print(f"in random order: --shuffle {config.option.shuffle}", flush=True)  # also where a crash leaves no summary


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Files stay together, so that what one makes for its tests is made once."""
    if not config.option.shuffle:
        return
    draw = random.Random(config.option.shuffle)
    files: dict[str, list[pytest.Item]] = {}
    for item in items:
        files.setdefault(item.nodeid.split("::", 1)[0], []).append(item)
    order = sorted(files)
    draw.shuffle(order)
    for name in order:
        draw.shuffle(files[name])
    items[:] = [item for name in order for item in files[name]]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many tests were left out for each reason, and in which order they ran."""
    reasons: dict[str, int] = {}
    for report in terminalreporter.stats.get("skipped", []):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        reasons[reason] = reasons.get(reason, 0) + 1
    for reason, count in sorted(reasons.items()):
        terminalreporter.write_line(f"left out: {count} test(s): {reason}")
    seed = terminalreporter.config.option.shuffle
    if seed:
        terminalreporter.write_line(f"in random order: --shuffle {seed}")
