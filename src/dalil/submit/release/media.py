"""Copies of public media without metadata: one child process for each file, so that a hostile one ends there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from dalil import sanitise
from dalil.errors import VerificationFailed
from dalil.units import Sha256
from dalil.vault.files.store import Store

__all__ = ["PICTURES", "VIDEOS", "Copy", "clean_copies"]

PICTURES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff", ".bmp", ".gif"})
VIDEOS = frozenset({".mp4", ".m4v", ".mov", ".3gp", ".mkv", ".webm"})

_CHILD = Path(sanitise.__file__).parent
_LONGEST_S = 1800  # for one file: one that hangs its reader ends here, and does not hold the submission up


@dataclass(frozen=True, slots=True)
class Copy:
    """What of an exhibit leaves: the file below `data` with its SHA-256, and how it was made (`original`, `segments`,
    `written_anew`, `remuxed`); or no file, and `why` not."""

    file: str = ""
    sha256: str = ""
    how: str = ""
    why: str = ""


def clean_copies(
    folder: Path, wanted: Sequence[tuple[str, str, Sha256]], store: Store, kinds: Iterable[str]
) -> dict[str, Copy]:
    """Copies by reference of originals given as (reference, suffix, SHA-256), in `folder/exhibits`.

    `kinds` are what of media the audience may have: picture, video, sound. Raises `VerificationFailed` for an original
    that no longer matches its hash.
    """
    with ThreadPoolExecutor(max_workers=min(os.cpu_count() or 1, 4)) as pool:
        made = pool.map(lambda each: _clean(folder, each[0], each[1], each[2], store, frozenset(kinds)), wanted)
        return {each[0]: copy for each, copy in zip(wanted, made, strict=True)}


def _clean(folder: Path, reference: str, suffix: str, original: Sha256, store: Store, kinds: frozenset[str]) -> Copy:
    kind = "picture" if suffix in PICTURES else "video" if suffix in VIDEOS else ""
    if kind not in kinds:
        return Copy(why="no_rule" if kind else "unknown_format")
    beside = folder / "exhibits" / f"{reference}.part"
    with store.open(original) as stream:
        found = _run(stream, {"kind": kind, "sound": "sound" in kinds, "out": str(beside)})
    if "disk" in found:
        raise OSError(found["disk"], os.strerror(int(found["disk"])))
    if "unfit" in found or found["original"] != original:
        beside.unlink(missing_ok=True)
    if "unfit" in found:
        return Copy(why=found["unfit"])
    if found["original"] != original:
        raise VerificationFailed("A stored file no longer matches its name.", expected=original,
                                 found=found["original"], do="run dalil verify on the case")  # fmt: skip
    name = f"exhibits/{reference}{found['suffix']}"
    beside.rename(folder / name)
    return Copy(name, found["sha256"], found["how"])


def _run(stream: BinaryIO, job: dict[str, Any]) -> dict[str, Any]:
    """What the child says. What it writes on standard error can spell metadata, and goes nowhere."""
    os.lseek(stream.fileno(), stream.tell(), os.SEEK_SET)  # Python has read ahead
    # -I: neither the folder that the user stands in nor PYTHONPATH decides what the child imports.
    command = [sys.executable, "-I", str(_CHILD), json.dumps(job)]
    try:
        ran = subprocess.run(
            command, stdin=stream, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, timeout=_LONGEST_S
        )
        found: dict[str, Any] = json.loads(ran.stdout) if ran.returncode == 0 else {"unfit": "unreadable"}
    except (subprocess.TimeoutExpired, ValueError):
        return {"unfit": "unreadable"}
    return found
