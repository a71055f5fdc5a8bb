from __future__ import annotations

import pytest

from dalil.submit.release.people.contacts import Contacts

KNOWN = Contacts(["0944 123 456 (mother)", "room7@post.example", "telegram @lantern", "https://x.example/room_77"])


@pytest.mark.parametrize(
    "text", ["+963944123456", "٠٩٤٤ ١٢٣ ٤٥٦", "0944-123-456", "room7@post.example", "ROOM_77", "@lantern"]
)
def test_what_is_known_is_found_however_it_is_written(text: str) -> None:
    ((start, end),) = KNOWN.spans(f"write to {text} now")
    assert f"write to {text} now"[start:end].strip("@") == text.strip("@+") or text[0] == "+"


@pytest.mark.parametrize("text", ["0944 123 457", "mother", "post", "telegram", "in 2016"])
def test_other_words_and_numbers_are_not(text: str) -> None:
    assert KNOWN.spans(text) == []
