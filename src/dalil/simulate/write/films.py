"""Short films: a scene that shakes while smoke rises, encoded by one pinned encoder in one thread.

Apart from `media` because it alone loads FFmpeg: a simulation without media starts without it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import av
import numpy as np
from PIL import Image

from dalil.simulate.tell.exhibits import Exhibit
from dalil.simulate.write.pictures import mark, scene

FRAMES_A_SECOND = 12  # half of a usual film: motion can be seen, and each frame costs time to encode
CODEC = "mpeg4"  # in every build of FFmpeg, and the same bytes for the same version in one thread


def write_film(exhibit: Exhibit, frames: int, folder: Path) -> None:
    """Encode one exhibit into `folder`; a copy is cropped, smaller or coarser as its transform says."""
    size = (160, 120) if exhibit.transform == "resized" else (240, 180)
    rng = np.random.default_rng(exhibit.scene + 1)
    still = scene(exhibit.scene)
    with av.open(str(folder / exhibit.file), "w", options={"fflags": "+bitexact"}) as container:
        stream: Any = container.add_stream(CODEC, rate=FRAMES_A_SECOND)
        stream.width, stream.height = size
        stream.pix_fmt = "yuv420p"
        stream.bit_rate = 150_000 if exhibit.transform == "recoded" else 400_000
        stream.codec_context.thread_count = 1
        stream.codec_context.options = {"flags": "+bitexact"}
        for number in range(frames):
            image = _frame(rng, still, number, size, exhibit.transform == "cropped")
            container.mux(stream.encode(av.VideoFrame.from_ndarray(np.asarray(image), format="rgb24")))
        container.mux(stream.encode(None))


def _frame(
    rng: np.random.Generator, still: Image.Image, number: int, size: tuple[int, int], cropped: bool
) -> Image.Image:
    dx, dy = int(rng.integers(0, 6)), int(rng.integers(0, 6)) + number // 3
    edge = 24 if cropped else 0
    box = (dx + edge, dy + edge, dx + still.width - 16 - edge, dy + still.height - 16 - edge)
    return mark(still.crop(box).resize(size, Image.Resampling.BILINEAR))
