from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from threading import get_ident
from typing import Any

import pytest

from dalil.errors import CannotProceed
from dalil.messages import language_of, letters
from dalil.submit.elements.blocks import bars, bullets, code, heading, note, paragraph, table
from dalil.submit.elements.frame import typed
from dalil.submit.elements.wording import DRAWN
from dalil.submit.package.pdf import Document, Presses, typeset

AT = datetime(2026, 11, 22, tzinfo=UTC)


def document(*blocks: dict[str, Any], language: str = "en") -> dict[str, Any]:
    texts = dict.fromkeys(("fictional", "running", "audience", "page_label", "position", "author", "subtitle"), "")
    written = language_of(language)
    return {**texts, "language": language, "rtl": written.rtl, "type": typed(written), "title": "T", "facts": [],
            "blocks": list(blocks)}  # fmt: skip


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_letter_that_is_let_through_can_be_drawn_in_every_face(tmp_path: Path, language: str) -> None:
    # A letter without a glyph stops a PDF/A from being made: one such letter in one record would stop a submission.
    text = " ".join(
        chr(code) for first, last in (*DRAWN, *letters()) for code in range(first, last + 1) if chr(code).isprintable()
    )
    blocks = [paragraph(text), heading(text), note(text), table(["a"], [[text]], ["1"], text)]
    typeset([Document("document", lambda: document(*blocks, language=language), tmp_path / "x.pdf")], AT)
    assert (tmp_path / "x.pdf").read_bytes().startswith(b"%PDF")


def test_documents_are_filled_by_the_thread_that_asks_and_by_no_other(tmp_path: Path) -> None:
    # Two threads that ask one connection at once get each other's rows: 10 of 40 submissions failed by it.
    threads: list[int] = []

    def content() -> dict[str, Any]:
        threads.append(get_ident())
        return document(paragraph("a"))

    typeset([Document("document", content, tmp_path / f"{number}.pdf") for number in range(4)], AT)
    assert threads == [get_ident()] * 4
    assert len(list(tmp_path.glob("*.pdf"))) == 4


def test_what_cannot_be_filled_is_raised_and_the_others_are_finished(tmp_path: Path) -> None:
    def missing() -> dict[str, Any]:
        raise KeyError("a figure")

    first = Document("document", lambda: document(paragraph("a")), tmp_path / "first.pdf", weight=2.0)
    with pytest.raises(KeyError):
        typeset([first, Document("document", missing, tmp_path / "second.pdf")], AT)
    assert [path.name for path in tmp_path.iterdir()] == ["first.pdf"]


def test_markup_in_a_record_is_text(tmp_path: Path) -> None:
    hostile = '#read("/etc/passwd") $x$ *bold* _it_ @ref <label> \\ // /* "quoted"'
    blocks = [paragraph(hostile), bullets([hostile]), code(hostile), bars([(hostile, 1.0, hostile)], hostile)]
    typeset([Document("document", lambda: document(*blocks), tmp_path / "x.pdf")], AT)
    assert (tmp_path / "x.pdf").stat().st_size > 1000


def test_what_cannot_be_set_is_said_and_leaves_no_file(tmp_path: Path) -> None:
    with pytest.raises(CannotProceed, match="could not be set"):
        typeset([Document("document", lambda: {"language": "en"}, tmp_path / "x.pdf")], AT)
    assert list(tmp_path.iterdir()) == []


def test_what_was_begun_is_not_set_twice(tmp_path: Path) -> None:
    filled: list[str] = []

    def content(name: str) -> dict[str, Any]:
        filled.append(name)
        return document(paragraph(name))

    made = [Document("document", partial(content, name), tmp_path / name, weight) for name, weight in
            (("a", 1.0), ("b", 9.0))]  # fmt: skip
    with Presses(AT) as presses:
        presses.begin(made)
        presses.put([*made, Document("document", partial(content, "c"), tmp_path / "c")])
        presses.finish()
    assert filled == ["b", "a", "c"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b", "c"]


def test_what_is_begun_never_waits_for_room(tmp_path: Path) -> None:
    made = [Document("document", lambda: document(paragraph("a")), tmp_path / f"{n}.pdf") for n in range(20)]
    with Presses(AT) as presses:
        presses.begin(made)
        presses.finish()
        assert len(list(tmp_path.iterdir())) == presses.many + 1
