"""Pictures and videos for tests, full of what must not leave. All of it is made up."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
from PIL import Image, PngImagePlugin

__all__ = ["PLANTED", "jpeg", "pixels", "png", "video"]

PLANTED = ("PhoneMaker Planted", "SN-0123456789", "Planted Person", "+963 912345678", "36.212345")


def pixels(seed: int = 1) -> Image.Image:
    return Image.fromarray(np.random.default_rng(seed).integers(0, 255, (48, 64, 3), dtype=np.uint8))


def _exif(texts: tuple[str, ...], turn: int) -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = turn
    exif[0x010F], exif[0x0110], exif[0x013B] = texts[0], texts[1], texts[2]
    exif.get_ifd(0x8825)[1] = texts[4]
    return exif


def jpeg(texts: tuple[str, ...] = PLANTED, turn: int = 1, seed: int = 1) -> bytes:
    """With EXIF, XMP, a comment, a colour profile, a thumbnail in JFXX, and a film behind its end."""
    out = io.BytesIO()
    xmp = f"<x:xmpmeta>{' '.join(texts)}</x:xmpmeta>".encode()
    pixels(seed).save(out, "JPEG", exif=_exif(texts, turn), comment=texts[3].encode(), xmp=xmp, progressive=True,
                      icc_profile=" ".join(texts).encode())  # fmt: skip
    thumbnail = b"JFXX\0\x10" + " ".join(texts).encode()
    extra = b"\xff\xe0" + (len(thumbnail) + 2).to_bytes(2, "big") + thumbnail
    whole = out.getvalue()
    return whole[:2] + extra + whole[2:] + b"ftyp" + " ".join(texts).encode()


def png(texts: tuple[str, ...] = PLANTED) -> bytes:
    """With EXIF, text in three spellings, and bytes behind its end."""
    out, said = io.BytesIO(), PngImagePlugin.PngInfo()
    said.add_text("Author", texts[2])
    said.add_text("Serial", texts[1], zip=True)
    said.add_itxt("XML:com.adobe.xmp", " ".join(texts))
    pixels().save(out, "PNG", pnginfo=said, exif=_exif(texts, 1))
    return out.getvalue() + texts[0].encode()


def video(path: Path, texts: tuple[str, ...] = PLANTED, *, codec: str = "libx264", container: str = "mp4") -> bytes:
    """Ten frames with sound; metadata on the file, and the encoder's own message in the stream."""
    import av

    with av.open(str(path), "w", format=container, options={"movflags": "use_metadata_tags"}) as out:
        out.metadata.update({"comment": texts[2], "com.apple.quicktime.model": texts[1], "title": texts[0],
                             "location": texts[4]})  # fmt: skip
        film, sound = out.add_stream(codec, rate=25), out.add_stream("aac", rate=44100)
        film.width, film.height, film.pix_fmt = 64, 48, "yuv420p"
        for n in range(10):
            for packet in film.encode(av.VideoFrame.from_image(pixels(n))):
                out.mux(packet)
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 8192), dtype=np.float32), format="fltp", layout="mono")
        frame.rate = 44100
        for packet in [*film.encode(), *sound.encode(frame), *sound.encode()]:
            out.mux(packet)
    return path.read_bytes()
