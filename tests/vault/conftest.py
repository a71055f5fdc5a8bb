"""A small case to work on."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.vault.authority import authority, stranger  # noqa: F401  (fixtures of the tests here)

from dalil.vault.keys.own import Keys
from dalil.vault.log.seal import ToSeal, seal_files
from dalil.vault.session import Session, writing

MEMORY = Path("/dev/shm")
NOBODY = 65534


@pytest.fixture(scope="session")
def keys() -> Keys:
    """One person's keys; making them needs no disk."""
    return Keys.make()


@pytest.fixture
def tmp_path(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """In memory where there is a file system for it: these tests sync thousands of times.

    A killed process loses nothing that it has written, synced or not; the order of syncs is tested where it counts.
    """
    if not os.access(MEMORY, os.W_OK):
        yield tmp_path_factory.mktemp("vault")
        return
    with tempfile.TemporaryDirectory(dir=MEMORY, prefix="dalil-test-") as folder:
        yield Path(folder)


@pytest.fixture
def unprivileged(tmp_path: Path) -> Iterator[None]:
    """Whoever runs the tests as root runs this one as nobody: root is refused nothing."""
    if os.geteuid() != 0:
        yield
        return
    tmp_path.chmod(0o755)
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """A folder with settings and nothing else."""
    folder = tmp_path / "case"
    folder.mkdir()
    (folder / "case.toml").write_text('title = "A case"\n', encoding="utf-8")
    return folder


@pytest.fixture
def session(case: Path, keys: Keys):
    """The case, open for writing."""
    with writing(case, keys) as opened:
        yield opened


@pytest.fixture
def seal(tmp_path: Path):
    """seal(session, {"a.txt": b"…"}): make files and seal them as one organisation's."""

    def seal(session: Session, files: dict[str, bytes], organisation: str = "Org"):
        folder = tmp_path / "incoming"
        folder.mkdir(exist_ok=True)
        for name, content in files.items():
            (folder / name).write_bytes(content)
        return list(seal_files(session.log, [ToSeal(folder / name, name, organisation) for name in files]))

    return seal
