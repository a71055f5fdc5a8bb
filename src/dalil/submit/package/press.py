"""One document set in type, in a process of its own: what Typst holds in memory goes with it.

Run as a file, so that a child imports nothing but Typst. The job comes on standard input as one JSON object; nothing
but the finished PDF touches the disk.
"""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import typst

STANDARD: Final = "a-2u"
"""Asked of Typst. Whether a file conforms is for veraPDF to say."""
DISK: Final = "disk:"
"""What a message begins with that is the number of an error of the disk."""


def press(job: dict[str, Any]) -> None:
    """Compile `template` with `doc` (JSON text) to the PDF `out`; `at` is the date that it bears;
    `fonts` are folders of faces beside those of Typst."""
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=job["fonts"])
    pdf = typst.compile(
        job["template"],
        root=str(Path(job["template"]).parent),
        format="pdf",
        font_paths=fonts,
        sys_inputs={"doc": job["doc"]},
        pdf_standards=[STANDARD],
        pdf_tags=job["tags"] == "yes",
        timestamp=datetime.fromisoformat(job["at"]),
    )
    Path(job["out"]).write_bytes(pdf)


# The number of an error of the disk, so that the parent can tell a full disk from a fault in a document.
if __name__ == "__main__":
    try:
        press(json.load(sys.stdin))
    except typst.TypstError as error:
        sys.exit(f"{error.message} {' '.join(error.hints)}".strip())
    except OSError as error:
        sys.exit(f"{DISK}{error.errno}")
