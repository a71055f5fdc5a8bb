"""Pictures and videos without what they say about who took them."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from tests.submit.pictures import PLANTED, jpeg, pixels, png, video

av = pytest.importorskip("av", reason="media need the extra 'media'")
Image = pytest.importorskip("PIL.Image", reason="media need the extra 'media'")

from dalil.sanitise.original import Rest, Unfit  # noqa: E402
from dalil.sanitise.picture import clean_picture, jpeg_bare, png_bare  # noqa: E402
from dalil.sanitise.video import clean_video  # noqa: E402


def coded(content: bytes) -> bytes:
    """What is drawn."""
    return Image.open(io.BytesIO(content)).tobytes()


@pytest.mark.parametrize("make", [jpeg, png])
def test_nothing_planted_is_left_and_the_picture_is_the_same(make) -> None:
    whole = make()
    bare, _, how = clean_picture(whole)
    assert how == "segments" and coded(bare) == coded(whole)
    assert not [text for text in PLANTED if text.encode() in bare]
    assert len(bare) < len(whole)


def test_the_planted_texts_were_there_before() -> None:
    assert all(text.encode() in jpeg() for text in PLANTED)


@pytest.mark.parametrize("turn", [1, 3, 6, 8])
def test_a_picture_stays_upright(turn: int) -> None:
    bare, _, _ = clean_picture(jpeg(turn=turn))
    exif = Image.open(io.BytesIO(bare)).getexif()
    assert dict(exif) == ({} if turn == 1 else {0x0112: turn})


@pytest.mark.parametrize(("format_", "mode"), [("WEBP", "RGB"), ("TIFF", "RGB"), ("BMP", "RGB"), ("TIFF", "RGBA")])
def test_other_pictures_are_written_anew_pixel_by_pixel(format_: str, mode: str) -> None:
    out = io.BytesIO()
    pixels().convert(mode).save(out, format_)
    bare, suffix, how = clean_picture(out.getvalue())
    assert (suffix, how) == (".png", "written_anew") and coded(bare) == coded(out.getvalue())


def test_a_picture_that_moves_is_not_copied() -> None:
    out = io.BytesIO()
    pixels().save(out, "GIF", save_all=True, append_images=[pixels(2)])
    with pytest.raises(Unfit, match="several_frames"):
        clean_picture(out.getvalue())
    with pytest.raises(Unfit, match="several_frames"):
        png_bare(b"\x89PNG\r\n\x1a\n" + b"\0\0\0\0acTL\0\0\0\0")


@pytest.mark.parametrize("content", [b"", b"no picture", b"\xff\xd8", jpeg()[:300], b"\xff\xd8\xff\xe1\x00\x00"])
def test_what_is_no_picture_is_refused_in_a_word(content: bytes) -> None:
    with pytest.raises(Unfit, match=r"unreadable|cut_off"):
        clean_picture(content)


@pytest.mark.parametrize(
    ("segment", "why"),
    [
        (b"\xff\xd8", "unknown_segment"),
        (b"\xff\x02\0\x04ab", "unknown_segment"),
        (b"\xff\xe1\xff\xff", "cut_off"),
    ],
)
def test_a_segment_that_nobody_knows_is_not_let_through(segment: bytes, why: str) -> None:
    with pytest.raises(Unfit, match=why):
        jpeg_bare(b"\xff\xd8" + segment)


def test_even_a_bare_picture_gets_another_hash() -> None:
    out = io.BytesIO()
    pixels().save(out, "JPEG")
    assert clean_picture(out.getvalue())[0] != out.getvalue()


@pytest.mark.parametrize(
    ("codec", "container"), [("libx264", "mp4"), ("libx264", "matroska"), ("libx265", "mp4"), ("mpeg4", "mp4")]
)
def test_a_video_loses_its_metadata_and_its_messages(tmp_path: Path, codec: str, container: str) -> None:
    whole = video(tmp_path / "a", codec=codec, container=container)
    said = {"libx264": "x264", "libx265": "x265", "mpeg4": "Lavc"}[codec]
    assert PLANTED[2].encode() in whole and said.encode() in whole
    with (tmp_path / "a").open("rb") as source:
        clean_video(source, tmp_path / "b", sound=False)
    bare = (tmp_path / "b").read_bytes()
    assert not [text for text in (*PLANTED, said) if text.encode() in bare]
    assert frames(tmp_path / "b") == frames(tmp_path / "a")


def frames(path: Path) -> list[bytes]:
    with av.open(str(path)) as read:
        return [frame.to_ndarray().tobytes() for frame in read.decode(video=0)]


@pytest.mark.parametrize(("sound", "kinds"), [(False, {"video"}), (True, {"video", "audio"})])
def test_the_sound_leaves_only_by_rule(tmp_path: Path, sound: bool, kinds: set[str]) -> None:
    video(tmp_path / "a")
    with (tmp_path / "a").open("rb") as source:
        clean_video(source, tmp_path / "b", sound=sound)
    with av.open(str(tmp_path / "b")) as read:
        assert {stream.type for stream in read.streams} == kinds


def test_a_codec_whose_messages_cannot_be_cut_out_is_not_copied(tmp_path: Path) -> None:
    video(tmp_path / "a", codec="mpeg2video")
    with (tmp_path / "a").open("rb") as source, pytest.raises(Unfit, match="unknown_codec"):
        clean_video(source, tmp_path / "b", sound=True)
    assert not (tmp_path / "b").exists()


def test_what_is_no_video_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"no video at all" * 99)
    with (tmp_path / "a").open("rb") as source, pytest.raises(Unfit, match="unreadable"):
        clean_video(source, tmp_path / "b", sound=True)
    assert not (tmp_path / "b").exists()


def test_the_rest_of_an_open_file_reads_as_if_it_began_there(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"headCONTENT")
    with (tmp_path / "a").open("rb", buffering=0) as stream:
        stream.read(4)
        rest = Rest(stream.fileno())
        assert rest.read(3) == b"CON" and rest.seek(-4, os.SEEK_END) == 3 and rest.read(9) == b"TENT"
        assert rest.seek(0) == 0 and rest.read() == b"CONTENT" and rest.tell() == 7
