"""What leaves a case: submit, disclose, read out. Each is logged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dalil.casefile.case import Case
from dalil.commands.current import bring_up, demand_computed
from dalil.errors import UsageError
from dalil.messages import LANGUAGES, catalogue
from dalil.units import Sha256

if TYPE_CHECKING:
    from dalil.submit import Request

__all__ = [
    "disclose",
    "in_english",
    "make_certificate",
    "requested",
    "stamp",
    "submit",
]


def requested(
    *, audience: str = "commission", languages: str = "en,ar", only: str = "", since: Path | None = None,
    own: Sequence[str] = (),
) -> Request:  # fmt: skip
    """What a submission is asked to be, from words as typed: lists separated by commas, paragraphs as `LANG=FILE`."""
    from dalil.submit import Request

    chosen = tuple(only.split(",")) if only else ()
    return Request(audience, tuple(languages.split(",")), chosen, since, _own_paragraphs(own))


def submit(path: Path, out: Path, request: Request, sign: Path | None = None) -> dict[str, Any]:
    """Make the submission and log that it left.

    `sign` is a PKCS#12 file to sign the PDF files with; without it, the one that case.toml names.
    """
    from dalil import submit as room

    with Case.open(path, write=True) as case:

        def leaving(bag: Sha256) -> None:
            left = {"audience": request.audience, "languages": list(request.languages), "bag": bag}
            case.writer.append("submit", left)

        named = case.settings.submit.certificate
        file = sign or (path / named if named else None)
        certificate = room.open_certificate(file) if file else None
        bring_up(case)
        with case.facts() as facts:
            demand_computed(case, facts)
            made = room.submit(case, facts, out, replace(request, certificate=certificate), leaving)
    return asdict(made) | {"open": _documents(out, request.languages)}


def make_certificate(path: Path, *, name: str, passphrase: str) -> dict[str, Any]:
    """A certificate of one's own for signing PDF files, for an organisation that has none."""
    from dalil import submit as room

    return {"fingerprint": room.make_certificate(path, name, passphrase=passphrase), "written": str(path)}


def _own_paragraphs(given: Sequence[str]) -> dict[str, str]:
    """Markdown by language, from `LANG=FILE` as typed."""
    texts: dict[str, str] = {}
    for each in given:
        language, equals, name = each.partition("=")
        if not equals or not Path(name).is_file():
            raise UsageError("--own could not be read.", expected="LANG=FILE.md, a file that exists", found=each)
        texts[language] = Path(name).read_text(encoding="utf-8")
    return texts


def in_english(languages: Sequence[str]) -> list[str]:
    """Of each language asked for that lacks sentences: how many stand in English in its documents, and some of them."""
    lacking = {code: catalogue(code).missing for code in languages if code in LANGUAGES}
    return [
        f"{code}: {len(keys):,} sentences are in English for lack of their own: {', '.join(keys[:3])}, …"
        for code, keys in lacking.items()
        if keys
    ]


def _documents(out: Path, languages: Sequence[str]) -> dict[str, str]:
    """What to open first, in the order of reading."""
    names = [f"{part}.{language}" for language in languages for part in ("letter", "annex")]
    paths = {name: out / "data" / f"{name}.pdf" for name in names} | {"how to check": out / "VERIFY.txt"}
    return {label: str(path) for label, path in paths.items() if path.exists()}


def disclose(path: Path, submission: Path, out: Path, chosen: Sequence[str], *, audience: str) -> dict[str, Any]:
    """Release values that a submission withheld, with the salts that prove what had been committed to."""
    from dalil import submit as room

    with Case.open(path, write=True) as case:
        bring_up(case)
        with case.facts() as facts:
            count = room.disclose(
                case, facts, submission, out, audience=audience, chosen=chosen,
                leaving=lambda: case.writer.append("export", {"disclosed": list(chosen), "audience": audience}),
            )  # fmt: skip
    return {"disclosed": count, "written": str(out)}


def stamp(path: Path, url: str, roots: Path | None = None) -> list[dict[str, Any]]:
    """Have the log's position time-stamped; without an address or an answer the request waits for a later call."""
    from dalil.vault.log.timestamp import read_roots
    from dalil.vault.log.timestamp import stamp as stamp_points

    with Case.open(path, write=True) as case:
        trusted = read_roots(roots) if roots else []
        outcomes = stamp_points(path / "log", case.head(), url, roots=trusted)
    return [asdict(outcome) for outcome in outcomes]
