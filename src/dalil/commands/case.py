"""new, add, decide, keys, code book: what a person does to a case around its runs."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dalil.casefile.case import Case, create
from dalil.casefile.decisions import decision_id
from dalil.casefile.facts import Facts
from dalil.casefile.settings import parse_settings
from dalil.casefile.template import case_toml
from dalil.commands.current import bring_up, clear
from dalil.errors import Refused, UsageError
from dalil.progress import Announce, silent

if TYPE_CHECKING:
    from dalil.intake import AddSummary

__all__ = ["add", "codebook_check", "decide", "keys_passphrase", "keys_show", "new"]

DECISIONS = ("merge", "apart", "hold", "accept", "standard", "retract")


def new(
    path: Path,
    given: Mapping[str, str],
    *,
    settings: Path | None = None,
    parties: Path | None = None,
    codebook: Path | None = None,
) -> dict[str, Any]:
    """Make the case folder, from options or from a whole case.toml."""
    if settings is not None:
        raw = _toml(settings)
        if raw.get("codebook"):
            codebook = codebook or settings.parent / str(raw["codebook"])
        text = settings.read_text(encoding="utf-8")
        parse_settings(raw, where=str(settings))
    else:
        raw = _raw_settings(given, parties, codebook)
        parse_settings(raw, where="the options given")
        text = case_toml(raw)
    create(path, text, codebook=codebook.read_text(encoding="utf-8") if codebook else None)
    return {"case": str(path), "title": raw["title"]}


def _raw_settings(given: Mapping[str, str], parties: Path | None, codebook: Path | None) -> dict[str, Any]:
    missing = [f"--{name}" for name in ("title", "zone", "from", "to") if not given.get(name)]
    if missing:
        raise UsageError(
            f"These options are missing: {', '.join(missing)}.",
            expected="--title T --zone Asia/Damascus --from 2016-07-01 --to 2016-12-31",
            do="or name a whole file with --settings case.toml",
        )
    raw: dict[str, Any] = {name: value for name, value in given.items() if value}
    if given.get("area"):
        raw["area"] = _area(given["area"])
    if parties is not None:
        raw["parties"] = _toml(parties).get("parties", [])
    if codebook is not None:
        raw["codebook"] = "codebook.toml"
    return raw


def _area(text: str) -> list[float]:
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        raise UsageError(
            "--area could not be read.", expected="four numbers W,S,E,N such as 36.5,35.7,37.7,36.7", found=text
        ) from None
    return [west, south, east, north]


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise UsageError("The file is not there.", where=str(path)) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refused("The file is not valid TOML in UTF-8.", found=str(error), where=str(path)) from None


def add(
    path: Path,
    paths: Sequence[Path],
    *,
    as_: str | None,
    organisation: str | None,
    mapping: Path | None,
    announce: Announce = silent,
) -> AddSummary:
    """Seal the originals, then read them; what was computed before is put away until the next run."""
    from dalil import intake

    with Case.open(path, write=True) as case:
        summary = intake.add(case, paths, as_=as_, organisation=organisation, mapping=mapping, announce=announce)
        if summary.statuses["read"]:
            with case.building() as facts:
                clear(facts)
        return summary


def decide(path: Path, kind: str, a: str, b: str | None, *, reason: str, by: str) -> dict[str, Any]:
    """Log a judgement. Reports are stored, not incidents, so that it survives every re-run."""
    if kind not in DECISIONS:
        raise UsageError(f"There is no decision {kind!r}.", expected="one of " + ", ".join(DECISIONS))
    if not reason.strip():
        raise UsageError("A decision needs a reason.", expected="--reason TEXT", found="an empty text")
    with _brought_up(path) as case, case.facts() as facts:
        details: dict[str, Any] = {"kind": kind, "by": by or (case.writer.keys.label), "reason": reason}
        if kind == "retract":
            details["a"] = [_live_decision(case, a)]
        else:
            details["a"], details["b"] = _reports(facts, a), _reports(facts, b) if b else []
            _demand_sides(kind, details)
            _demand_consistent(case, facts, details)
        entry = case.writer.append("decide", details)
        return {"decision_id": decision_id(entry.chain, entry.number), **details}


@contextmanager
def _brought_up(path: Path) -> Iterator[Case]:
    with Case.open(path, write=True) as case:
        bring_up(case)
        yield case


def _reports(facts: Facts, text: str) -> list[str]:
    """The reports that `text` names: an incident's, or ids separated by `;`."""
    of_incident = facts.rows("SELECT report_id FROM incident_report WHERE incident_id = ? ORDER BY 1", [text])
    if of_incident:
        return [row["report_id"] for row in of_incident]
    wanted = [part.strip() for part in text.split(";") if part.strip()]
    for report_id in wanted:
        if not facts.value("SELECT count(*) FROM report WHERE report_id = ?", [report_id]):
            raise UsageError(
                f"There is no report or incident {report_id}.",
                expected="organisation/report_id, several separated by ; or an incident id",
                do="dalil show CASE incidents lists both",
            )
    return wanted


def _demand_sides(kind: str, details: Mapping[str, Any]) -> None:
    if kind in ("merge", "apart") and not details["b"]:
        raise UsageError(f"{kind} needs two sides.", expected=f"dalil decide CASE {kind} A B --reason TEXT")


def _demand_consistent(case: Case, facts: Facts, details: Mapping[str, Any]) -> None:
    """Refuse a merge or apart that contradicts judgements that stand, with the chain that contradicts."""
    if details["kind"] in ("merge", "apart"):
        from dalil.casefile.decisions import decisions_of
        from dalil.link import check_decision

        standing = Facts.in_memory()  # decisions since the last run are in the log only
        standing.replace("decision", decisions_of(case.log, case.position(), facts))
        standing.append("report", facts.rows("SELECT report_id FROM report"))
        check_decision(standing, dict(details))


def _live_decision(case: Case, name: str) -> str:
    entries = {decision_id(e.chain, e.number): e for e in case.log.entries("decide") if e.trusted}
    gone = {entry.details["a"][0] for entry in entries.values() if entry.details and entry.details["kind"] == "retract"}
    if name not in entries or name in gone:
        raise UsageError(
            f"There is no decision {name} to retract.",
            expected="the id that `dalil decide` printed",
            found="already retracted" if name in gone else "not in the log",
        )
    return name


def codebook_check(path: Path, case_path: Path) -> list[dict[str, Any]]:
    """What a person must look at in a code book, for the parties of a case."""
    from dalil.attribute.book.read import check

    if not path.is_file():
        raise UsageError("The code book is not there.", where=str(path))
    with Case.open(case_path) as case:
        return [asdict(problem) for problem in check(path.read_text(encoding="utf-8"), case.settings)]


def keys_show() -> dict[str, str]:
    """Your keys, made on first use."""
    from dalil.vault.keys.own import config_folder, open_keys

    keys = open_keys()
    return {
        "label": keys.label,
        "fingerprint": keys.fingerprint,
        "recipient": keys.recipient,
        "folder": str(config_folder()),
    }


def keys_passphrase(new_passphrase: Callable[[], str]) -> None:
    """Put the keys under another passphrase, asked for once the present one has opened them."""
    from dalil.vault.keys.own import open_keys, set_passphrase

    keys = open_keys()
    set_passphrase(keys, new_passphrase())
