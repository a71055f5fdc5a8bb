"""What the commands around a run do: make a case, add to it, look, decide, simulate, score, show it all."""

from __future__ import annotations

import shutil
import tomllib
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dalil import handover, pipeline
from dalil.announce import Announce, silent
from dalil.casefile.case import Case, create, is_case
from dalil.casefile.decisions import decision_id
from dalil.casefile.facts import Facts
from dalil.casefile.settings import parse_settings
from dalil.casefile.template import case_toml
from dalil.casefile.withdrawals import apply_withdrawals
from dalil.errors import Refused, UsageError

if TYPE_CHECKING:
    from dalil.intake import AddSummary

__all__ = [
    "add", "codebook_check", "decide", "demo", "estimate", "join", "keys_passphrase", "keys_show", "new", "score",
    "show", "simulate",
]  # fmt: skip

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
                pipeline.clear(facts)
                apply_withdrawals(case.log, facts)
        return summary


def show(path: Path, what: str, which: str | None) -> Any:
    """What is known, in the shape of the contract."""
    from dalil.casefile.views import VIEWS, incident

    with Case.open(path) as case:
        if what == "log":
            return [_log_row(entry) for entry in case.log.entries()]
        with case.facts() as facts:
            if what == "incident":
                if not which:
                    raise UsageError("`show CASE incident` needs the id.", do="dalil show CASE incidents lists them")
                return incident(facts, which) | {"reasons": _reasons(facts, which)}
            if what == "statements":
                return _statements(facts)
            if what not in VIEWS:
                raise UsageError(
                    f"There is nothing called {what!r} to show.",
                    expected=", ".join(["incident ID", *VIEWS, "statements", "log"]),
                )
            return VIEWS[what](facts)


def _reasons(facts: Facts, incident_id: str) -> dict[str, str]:
    """What speaks for and against, what is missing and what the finding hangs on, in each language."""
    if not facts.value("SELECT count(*) FROM attribution WHERE incident_id = ?", [incident_id]):
        return {}
    from dalil.attribute.reasons import reasons
    from dalil.messages import LANGUAGES

    return {language: reasons(facts, incident_id, language).text for language in LANGUAGES}


def _statements(facts: Facts) -> list[dict[str, Any]]:
    """What parties said of their own acts, as recorded, how many findings it would exclude, which, and what is behind.

    `incidents` gives each with its grade, `exhibits` each with the files that its reports name, as `exhibit_id` of
    `show exhibits`; an incident whose reports name none has an empty list.
    """
    from dalil.attribute.statements import statement_sums

    words = dict(facts.query("SELECT statement_id, text FROM statement").fetchall())
    checked: dict[str, dict[str, str]] = defaultdict(dict)
    for row in facts.rows(
        "SELECT statement_id, incident_id, grade FROM statement_check WHERE excluded ORDER BY statement_id, incident_id"
    ):
        checked[row["statement_id"]][row["incident_id"]] = row["grade"]
    behind = _exhibits_behind(facts)
    return [
        row | {
            "text": words[row["statement_id"]],
            "incidents": checked[row["statement_id"]],
            "exhibits": {name: behind.get(name, []) for name in checked[row["statement_id"]]},
        }
        for row in statement_sums(facts)
    ]  # fmt: skip


def _exhibits_behind(facts: Facts) -> dict[str, list[str]]:
    """By incident that a statement excludes, the files that its reports name."""
    return dict(facts.query(
        "SELECT incident_id, list(DISTINCT file ORDER BY file) FROM (SELECT ir.incident_id, unnest(r.exhibits) AS file"
        " FROM incident_report ir JOIN report r USING (report_id)"
        " WHERE ir.incident_id IN (SELECT incident_id FROM statement_check WHERE excluded)) GROUP BY incident_id"
    ).fetchall())  # fmt: skip


def _log_row(entry: Any) -> dict[str, Any]:
    return {
        "chain": entry.chain,
        "number": entry.number,
        "time": entry.time,
        "kind": entry.kind,
        "body": dict(entry.body),
        "details": None if entry.details is None else dict(entry.details),
    }


def decide(path: Path, kind: str, a: str, b: str | None, *, reason: str, by: str) -> dict[str, Any]:
    """Log a judgement. Reports are stored, not incidents, so that it survives every re-run."""
    if kind not in DECISIONS:
        raise UsageError(f"There is no decision {kind!r}.", expected="one of " + ", ".join(DECISIONS))
    if not reason.strip():
        raise UsageError("A decision needs a reason.", expected="--reason TEXT", found="an empty text")
    with Case.open(path, write=True) as case, case.facts() as facts:
        details: dict[str, Any] = {"kind": kind, "by": by or (case.writer.keys.label), "reason": reason}
        if kind == "retract":
            details["a"] = [_live_decision(case, a)]
        else:
            details["a"], details["b"] = _reports(facts, a), _reports(facts, b) if b else []
            _demand_sides(kind, details)
            _demand_consistent(case, facts, details)
        entry = case.writer.append("decide", details)
        return {"decision_id": decision_id(entry.chain, entry.number), **details}


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
    entries = {decision_id(entry.chain, entry.number): entry for entry in case.log.entries("decide")}
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
    from dalil.attribute.codebook import check

    if not path.is_file():
        raise UsageError("The code book is not there.", where=str(path))
    with Case.open(case_path) as case:
        return [asdict(problem) for problem in check(path.read_text(encoding="utf-8"), case.settings)]


def estimate(table: Path, *, method: str, seed: int) -> dict[str, Any]:
    """The undocumented from a bare capture table."""
    from dalil.count.estimate import estimate_file

    return estimate_file(table, method=method, seed=seed).as_json()


def keys_show() -> dict[str, str]:
    """Your keys, made on first use."""
    from dalil.vault.keys import config_folder, open_keys

    keys = open_keys()
    return {
        "label": keys.label,
        "fingerprint": keys.fingerprint,
        "recipient": keys.recipient,
        "folder": str(config_folder()),
    }


def keys_passphrase(new_passphrase: str) -> None:
    """Put the keys under another passphrase."""
    from dalil.vault.keys import open_keys, set_passphrase

    set_passphrase(open_keys(), new_passphrase)


def join(path: Path, other: Path) -> dict[str, Any]:
    """Copy the chains and originals of `other` into the case: the union is valid, nothing is overwritten."""
    from dalil.vault.join import join_case

    if not is_case(other):
        raise UsageError("This is not a case.", where=str(other))
    with Case.open(path, write=True) as case:
        summary = join_case(path, other, case.writer)
    pipeline.rebuild(path)
    return asdict(summary)


def simulate(out: Path, *, seed: int, preset: str, assignments: Sequence[str]) -> dict[str, Any]:
    """A fictional conflict."""
    from dalil import simulate as room

    settings = {}
    for assignment in assignments:
        name, equals, value = assignment.partition("=")
        if not equals:
            raise UsageError("--set could not be read.", expected="NAME=VALUE", found=assignment)
        settings[name] = value
    return asdict(room.simulate(out, seed, preset, settings))


def score(path: Path, truth: Path, *, html: Path | None = None) -> dict[str, Any]:
    """How well the run recovered the truth."""
    from dalil.simulate.score import score as score_case

    scores = score_case(path, truth)
    if html is not None:
        html.write_text(scores.to_html(), encoding="utf-8")
    return scores.as_dict()


def demo(folder: Path, *, tell: Callable[[str], None]) -> dict[str, Any]:
    """The whole road on a fictional conflict: files, case, run, submission, verification, score."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        if not (folder / "conflict" / "case.toml").is_file():
            raise UsageError("The demo folder holds something else.", where=str(folder), do="name a new folder")
        shutil.rmtree(folder)
    conflict, case, out = folder / "conflict", folder / "demo.case", folder / "submission"
    tell("1  a fictional conflict, as four organisations would hand it in")
    simulate(conflict, seed=1, preset="small", assignments=[])
    tell("2  a case; originals sealed, records read")
    new(case, {}, settings=conflict / "case.toml")
    add(case, [conflict / "raw"], as_=None, organisation=None, mapping=None)
    tell("3  computed: which records describe one attack, and the figures")
    pipeline.run(case)
    tell("4  a submission for the commission")
    made = handover.submit(case, out, audience="commission", languages=("en", "ar"), only=())
    tell("5  verified: the case and the submission")
    reports = [handover.verify(case), handover.verify(out)]
    if not all(report["passed"] for report in reports):
        raise Refused("The demo did not verify.", do=f"run: dalil verify {case}; dalil verify {out}")
    tell("6  compared with the truth, which only a simulation has")
    scored = score(case, conflict / "truth", html=folder / "score.html")
    files = {"the case": case, "the comparison": folder / "score.html"}
    return {"open": made["open"] | {label: str(path) for label, path in files.items()}, "score": scored}
