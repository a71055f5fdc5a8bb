"""One way to compile, and the types of the arrays that compiled functions take.

    from dalil.kernels import Floats, kernel

    @kernel
    def mean(values: Floats) -> float: ...

- `kernel` divides as Python does: by zero is an error.
- `unchecked_kernel` divides as numpy does: by zero is inf or NaN, so that loops of divisions run side by side.
- `parallel_kernel` is a `kernel` whose `prange` loops are spread over the cores.

A kernel takes plain numbers, arrays, and NamedTuples of them; constants of a module are frozen into its machine code.
numba is imported with the first kernel, so a module that needs the types alone does not wait for it.

What was compiled is kept between runs in a folder that is named after the text of all kernel files. Numba's own
cache looks at the file of a function only and not at the functions that it calls: a kernel would go on with an old
version of another file, and give figures that no source explains. Numba asks for its folder once, when a function is
decorated, so the folder is set for that moment and not for the process: other libraries keep theirs.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "Bits", "Float32s", "Floats", "Int8s", "Int16s", "Int32s", "Ints", "Mask", "kernel", "kernel_digest",
    "kernel_files", "parallel_kernel", "unchecked_kernel",
]  # fmt: skip

_PACKAGE = Path(__file__).parent

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]
Int8s = NDArray[np.int8]
Int16s = NDArray[np.int16]
Int32s = NDArray[np.int32]
Float32s = NDArray[np.float32]
Bits = NDArray[np.uint64]

F = TypeVar("F", bound=Callable[..., Any])


def kernel(function: F) -> F:
    """Compile `function`; it runs without holding up other threads."""
    return _compiled(function, nogil=True)


def unchecked_kernel(function: F) -> F:
    """As `kernel`, but a division by zero gives inf or NaN, as in numpy."""
    return _compiled(function, nogil=True, error_model="numpy")


def parallel_kernel(function: F) -> F:
    """Compile `function` with its `prange` loops spread over the cores."""
    return _compiled(function, parallel=True)


def _compiled(function: F, **options: Any) -> F:
    import numba

    folder = _cache_folder()
    before = numba.config.CACHE_DIR  # type: ignore[attr-defined]
    numba.config.CACHE_DIR = str(folder or "")  # type: ignore[attr-defined]
    try:
        return cast(F, numba.njit(cache=folder is not None, **options)(function))
    finally:
        numba.config.CACHE_DIR = before  # type: ignore[attr-defined]


@cache
def _cache_folder() -> Path | None:
    """NUMBA_CACHE_DIR or the user's cache, and in it the digest; None where that cannot be written.

    Without it numba would keep what it compiles beside the source, under the name of one file.
    """
    given, cached = os.environ.get("NUMBA_CACHE_DIR"), os.environ.get("XDG_CACHE_HOME")
    try:
        base = Path(given) if given else Path(cached or Path.home() / ".cache") / "dalil" / "kernels"
        folder = base / kernel_digest()
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except (OSError, RuntimeError):  # Path.home() raises the latter where there is no home
        return None


def kernel_digest(package: Path = _PACKAGE) -> str:
    """Sixteen hexadecimal digits that change with any line of the kernel files of `package`, and with their names."""
    digest = hashlib.sha256()
    for file in kernel_files(package):
        content = file.read_bytes()
        digest.update(f"{file.relative_to(package).as_posix()} {len(content)}\n".encode() + content)
    return digest.hexdigest()[:16]


_IMPORT = re.compile(rb"^from dalil(\.[\w.]+|) import (\([^)]*\)|[^\n]*)", re.M)
_COMPILES = re.compile(rb"^(import|from) numba\b|^from dalil\.kernels import (\([^)]*|[^\n]*)kernel\b", re.M)


def kernel_files(package: Path = _PACKAGE) -> tuple[Path, ...]:
    """The files of `package` (which others import as `dalil`) that say what any kernel computes, sorted.

    They are those that define kernels; those that these import a kernel, a constant or a class from; and those that
    constants come from in turn.
    """
    found = {file for file in package.rglob("*.py") if _COMPILES.search(file.read_bytes())}
    waiting = [source for file in found for source in _sources(package, file, constants_only=False)]
    while waiting:
        if (file := waiting.pop()) not in found:
            found.add(file)
            waiting += _sources(package, file, constants_only=True)
    return tuple(sorted(found))


def _sources(package: Path, file: Path, *, constants_only: bool) -> Iterator[Path]:
    """The files that `file` imports from; of those, if asked for, where a constant comes from."""
    for match in _IMPORT.finditer(file.read_bytes()):
        room = package.joinpath(*match[1].decode().strip(".").split("."))
        for name in re.findall(r"(?<!as )\b[A-Za-z_]\w*", match[2].decode()):
            source = room.with_suffix(".py") if room.with_suffix(".py").is_file() else room / f"{name}.py"
            if source.is_file() and (name.isupper() or not constants_only):
                yield source
