from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest

from dalil.errors import UsageError
from dalil.submit.content.request import Certificate, Request


@pytest.mark.parametrize(("languages", "found"), [((), "none"), (("en", "fr2"), "fr2"), (("xx", "yy"), "xx, yy")])
def test_a_language_that_nothing_is_written_in_is_refused(languages: tuple[str, ...], found: str) -> None:
    with pytest.raises(UsageError, match="cannot be written in this language") as caught:
        Request(languages=languages)
    assert caught.value.found == found and caught.value.expected.startswith("one or more of en")


def test_it_does_not_change_once_it_is_made() -> None:
    with pytest.raises(FrozenInstanceError):
        Request().audience = "public"  # type: ignore[misc]


def test_what_is_printed_of_a_certificate_holds_no_key() -> None:
    shown = repr(Request(certificate=Certificate("CN=Alpha", "ab12", b"the key", b"the passphrase")))
    assert "CN=Alpha" in shown and "ab12" in shown and "the key" not in shown and "passphrase" not in shown
