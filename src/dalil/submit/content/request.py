"""What is asked of a submission: for whom, in which languages, of which incidents, and who signs its documents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from dalil.errors import UsageError
from dalil.messages import LANGUAGES

__all__ = ["Certificate", "Request"]


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate with its key, open. `pkcs12` holds both under `passphrase`."""

    subject: str
    fingerprint: str
    pkcs12: bytes
    passphrase: bytes | None

    def __repr__(self) -> str:
        return f"Certificate({self.subject!r}, {self.fingerprint})"


@dataclass(frozen=True, slots=True)
class Request:
    """`audience` as case.toml names it; `languages` in the order of the documents; `only` are ids or sheet numbers of
    incidents, named for a follow-up question; `since` is an earlier submission to compare with; `own` are a person's
    paragraphs for the letter, Markdown by language; `certificate` signs the PDF files, and without one they are not
    signed and the letter says so.

    Raises `UsageError` for no language, or one that a submission cannot be written in.
    """

    audience: str = "commission"
    languages: tuple[str, ...] = ("en",)
    only: tuple[str, ...] = ()
    since: Path | None = None
    own: Mapping[str, str] = field(default_factory=dict)
    certificate: Certificate | None = None

    # Refused when it is asked for: a wrong language must not cost the reading of a case.
    def __post_init__(self) -> None:
        unknown = [language for language in self.languages if language not in LANGUAGES]
        if unknown or not self.languages:
            raise UsageError(
                "A submission cannot be written in this language.",
                expected="one or more of " + ", ".join(LANGUAGES),
                found=", ".join(unknown) or "none",
            )
