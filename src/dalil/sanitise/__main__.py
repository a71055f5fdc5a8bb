"""One picture or video without what it says about who took it, in a process of its own.

Run as a folder. The original is standard input, an open file from its present position on, so that no second copy of it
touches the disk; the job is the first argument (JSON); what was done is printed as JSON.

Pictures: segments that are not the picture are left out (JPEG, PNG: the coded picture stays as it is, bit for bit);
others are written anew as PNG. Videos: streams are copied packet by packet without metadata, data tracks and
supplemental messages. Then the result is read again and compared. What is in the picture itself (faces, places, the
noise of the sensor) stays.
"""

from __future__ import annotations

import hashlib
import io
import json
import resource
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))  # run with -I, from wherever this stands

from dalil.sanitise.original import Rest, Unfit
from dalil.sanitise.picture import MOST_PICTURE, clean_picture
from dalil.sanitise.video import clean_video

_MOST_MEMORY, _MOST_SECONDS = 4 * 2**30, 900


def main(job: dict[str, Any]) -> dict[str, str]:
    """Clean what stands on standard input. Gives suffix, how, and the SHA-256 of original and result."""
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_MOST_SECONDS, _MOST_SECONDS))
    out, source = Path(job["out"]), Rest(0)
    whole = hashlib.file_digest(io.BufferedReader(source), "sha256").hexdigest()
    source.seek(0)
    if job["kind"] == "video":
        suffix, how = clean_video(source, out, sound=job["sound"])
    else:
        bare, suffix, how = clean_picture(source.read(MOST_PICTURE + 1))
        out.write_bytes(bare)
    result = hashlib.sha256(out.read_bytes()).hexdigest()
    if result == whole:  # its hash would say whose it is
        out.unlink()
        raise Unfit("same_as_original")
    return {"suffix": suffix, "how": how, "original": whole, "sha256": result}


if __name__ == "__main__":
    try:
        print(json.dumps(main(json.loads(sys.argv[1]))))
    except (Unfit, MemoryError) as error:
        print(json.dumps({"unfit": str(error) or "too_large"}))
    except OSError as error:
        print(json.dumps({"disk": error.errno}))
