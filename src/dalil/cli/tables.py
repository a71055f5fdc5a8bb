"""How results look on a terminal of 80 columns."""

from __future__ import annotations

import sys
from datetime import datetime
from textwrap import fill
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from dalil.errors import one_line, visible

if TYPE_CHECKING:
    from pathlib import Path

    from dalil.intake import AddSummary

__all__ = [
    "print_added", "print_checks", "print_estimate", "print_joined", "print_run", "print_scores", "print_submission",
    "print_view",
]  # fmt: skip

_WIDE = 80  # columns: what every terminal has, and what a pasted line keeps
_NOTES = 3  # notes of one check that are shown: more would push the verdict off the screen
_SURE = ("high", "likely", "more_likely_than_not")
# The columns that fit a narrow terminal; `--json` gives everything.
_SHOWN = {
    "incidents": ("incident_id", "earliest", "place", "kind", "killed", "grade"),
    "figures": ("name", "value", "low", "high", "unit", "rows"),
    "refusals": ("file_name", "row", "whole", "field", "expected", "found"),
    "exhibits": ("file", "kind", "sha256", "origin"),
    "pairs": ("a", "b", "weight", "probability"),
    "estimate": ("method", "stratum", "observed", "low", "median", "high", "refused"),
    "flights": ("flight_id", "first_at", "last_at", "label", "fixes", "near"),
    "near": ("flight_id", "label", "possible_from", "possible_to", "opportunity", "within_s", "chance"),
    "log": ("chain", "number", "time", "kind"),
    "statements": ("statement_id", "party", "act", "made_on", "excluded", "high", "likely"),
}
_NOTHING = {
    "incidents": "No incidents. Reports become incidents with: dalil run CASE",
    "flights": "No flights: none was looked for. They come of sightings and positions, with: dalil run CASE",
    "figures": "No figures. They are computed with: dalil run CASE",
}
_HEADS = {"earliest": "earliest (UTC)", "whole": "lost"}
_WHOLE = ("incident_id", "flight_id", "statement_id", "earliest", "first_at", "last_at")  # never broken over two lines
# What a person asks for first; the other figures follow in order of their names.
_FIRST = (
    "incidents.total",
    "incidents.kind.",
    "incidents.object.",
    "incidents.grade.",
    "killed.",
    "injured.",
    "reports.",
)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:,.4g}" if abs(value) < 1_000 and value != int(value) else f"{value:,.0f}"
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, list):
        return ", ".join(_cell(item) for item in value)
    if isinstance(value, dict):
        return ", ".join(f"{visible(key)} {_span(item)}" for key, item in value.items() if item is not None)
    return visible(str(value))


def _brief(name: str, row: dict[str, Any]) -> str:
    """A cell of a narrow table: of a toll the total, of a place its nearest name, of a code its words."""
    value = row.get(name)
    if name == "killed" and isinstance(value, dict):
        return _span(value.get("total") or value.get("civilians"))
    if name == "place" and value:
        return visible(str(value).split(",")[0])
    if name == "whole":
        return "value" if not value else "row" if row.get("row") is not None else "file"
    return _cell(value).replace("_", " ") if name == "grade" else _cell(value)


def _span(value: Any) -> str:
    if isinstance(value, list) and len(value) == 2:
        return _cell(value[0]) if value[0] == value[1] else f"{_cell(value[0])}–{_cell(value[1])}"
    return _cell(value)


def _print_table(rows: list[dict[str, Any]], columns: tuple[str, ...]) -> None:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in columns:
        table.add_column(_HEADS.get(name) or name.replace("_", " "), overflow="fold", no_wrap=name in _WHOLE)
    for row in rows:
        table.add_row(*(Text(_brief(name, row)) for name in columns))
    Console().print(table)


def _ordered(what: str, found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows as a person reads them: incidents of the case in order of time, figures from the main ones on."""
    if what == "incidents":
        return sorted(found, key=lambda row: (not row["in_scope"], row["earliest"] is None, row["earliest"]))
    if what == "figures":
        return sorted(found, key=lambda row: next((n for n, s in enumerate(_FIRST) if row["name"].startswith(s)), 99))
    return found


def print_view(what: str, found: Any, limit: int) -> None:
    """A list as a table, one thing as its fields."""
    if isinstance(found, dict):
        for name, value in found.items():
            if name == "accounts":
                for account in value:
                    print("\naccount")
                    for key, cell in account.items():
                        print(f"  {key:22} {_cell(cell)}")
            elif name == "flights" and value:
                print("\nflights that could have done it, nearest first")
                _print_table(value[:limit], _SHOWN["near"])
                if len(value) > limit:
                    print(f"… {len(value) - limit:,} more; --limit {len(value)} or --json shows all.")
            elif name == "reasons":
                print("\n" + value.get("en", "No reasons yet: dalil run CASE"))
            elif value not in (None, [], {}):
                print(f"{name:18} {_cell(value).replace('_', ' ') if name == 'lines' else _cell(value)}")
        return
    if not found:
        print(_NOTHING.get(what, f"No {what}."))
        return
    if what == "pairs":
        _print_waterfalls(found[:limit])
        return
    if what == "weights":
        from dalil.link.outputs.chart import chart

        print(chart(found))
        return
    found = _ordered(what, found)
    _print_table(found[:limit], _SHOWN.get(what) or tuple(found[0])[:6])
    outside = sum(not row["in_scope"] for row in found) if what == "incidents" else 0
    if outside:
        print(f"{outside:,} of these {len(found):,} lie outside the case's period or area, and stand last.")
    if what == "statements":
        _print_excluded(found[:limit], limit)
    if len(found) > limit:
        print(f"… {len(found) - limit:,} more; --limit {len(found)} or --json shows all.")


def _print_excluded(statements: list[dict[str, Any]], limit: int) -> None:
    """Under each statement the findings that its truth would exclude, the surest first, with the exhibits behind."""
    for row in statements:
        found = sorted(row["incidents"].items(), key=lambda pair: (_SURE.index(pair[1]), pair[0]))
        if found:
            print(f"\n{row['statement_id']} would exclude, if it were true:")
        for name, grade in found[:limit]:
            start = f"  {name}  {grade.replace('_', ' '):20}  "
            files = ", ".join(row["exhibits"][name]) or "no exhibit"
            print(fill(files, _WIDE, initial_indent=start, subsequent_indent=" " * len(start)))
        if len(found) > limit:
            print(f"  … {len(found) - limit:,} more; --limit {len(found)} or --json shows all.")


def _print_waterfalls(pairs: list[dict[str, Any]]) -> None:
    """Each pair as a waterfall: what every comparison adds, in bits, and the sum so far."""
    for pair in pairs:
        print(f"\n{pair['a']}  ~  {pair['b']}")
        total = 0.0
        for step in pair["comparisons"]:
            weight = step["weight"] or 0.0
            total += weight
            if abs(weight) >= 0.005:
                bar = ("+" if weight > 0 else "-") * min(round(abs(weight)), 20)
                print(f"  {step['comparison']:16.16} {weight:+7.2f} {total:+8.2f}  {bar:20} {step['level']:.22}")
        print(f"  together in {pair['probability']:.0%} of the draws of the partition")


def print_added(case: Path, summary: AddSummary) -> None:
    """What was sealed, read and refused, file by file; exhibits in one line; and what to do next."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name, justify in (
        ("file", "left"),
        ("became", "left"),
        ("rows", "right"),
        ("records", "right"),
        ("refused", "right"),
    ):
        table.add_column(name, overflow="fold", justify=justify)  # type: ignore[arg-type]
    for file in summary.files:
        if file.status in ("exhibit", "same") and not file.rows:
            continue
        kinds = f" ({', '.join(file.kinds)})" if file.kinds else ""
        cells = (
            visible(file.file),
            file.status + kinds,
            *(f"{number:,}" for number in (file.rows, file.records, file.refused)),
        )
        table.add_row(*(Text(cell) for cell in cells))
    Console().print(table)
    for status, word in (("exhibit", "sealed as exhibits"), ("same", "here already: nothing changed")):
        if summary.statuses.get(status):
            print(f"{summary.statuses[status]:,} files {word}.")
    _print_what_to_know(summary)
    if summary.refused or any(file.values_refused for file in summary.files):
        print(f"What was refused, and why: dalil show {case} refusals")
    if summary.records:
        print(f"Next: add more, or dalil run {case}")


def _print_what_to_know(summary: AddSummary) -> None:
    for file in summary.files:
        notes = []
        if file.unknown:
            names = ", ".join(f"{name} ({filled:,} filled)" for name, filled in file.unknown.items())
            notes.append(f"kept in the original and not read, because no reader knows the columns: {names}")
        notes += [file.note] if file.note else []
        notes += [f"{file.replaced:,} records replaced earlier ones of the same id"] if file.replaced else []
        if file.unresolved:
            named = ", ".join(f"{column}: {count:,}" for column, count in file.unresolved.items())
            notes.append(f"names what is not in the case, or what may be several things: {named}")
        notes += [f"{file.values_refused:,} single values were refused"] if file.values_refused else []
        for note in notes:
            print(fill(visible(f"{file.file}: {note}"), _WIDE, subsequent_indent="  ", break_on_hyphens=False))
        if file.problem is not None:
            print(f"{visible(file.file)}: {file.problem}", file=sys.stderr)


def print_run(case: Path, summary: dict[str, Any]) -> None:
    """A line or two for each stage, and where to look."""
    for stage, said in summary["stages"].items():
        plain = {name: value for name, value in said.items() if isinstance(value, int | float | str)}
        words = ", ".join(f"{name.replace('_', ' ')} {_cell(value)}" for name, value in plain.items())
        print(fill(f"{stage:10} {words}", _WIDE, subsequent_indent=" " * 11))
        if said.get("refused"):
            print(f"{'':10} {len(said['refused'])} figures were asked for and not given; the letter says why")
    print(f"Look: dalil show {case} incidents, dalil show {case} figures. Hand over: dalil submit {case} OUT")


def print_checks(report: dict[str, Any]) -> None:
    """What is checked, by whom it says it is signed, every check with its number, and what none covers."""
    print(one_line(f"A {report['what']}: {report['path']}"))
    if report["key"]:
        print(f"Signed with the key {report['key']}")
    for each in report["chains"]:
        whose = {("case", True): ", trusted by the case", ("case", False): ", not trusted by the case"}
        own = whose.get((report["what"], each["own"]), "" if each["own"] else ", of another key")
        print(one_line(f"Chain {each['chain']}, {each['entries']:,} entries{own}"))
    if report["compared_with"]:
        print(f"Compared with the key given: {report['compared_with']}")
    else:
        print("Not compared with anything: whoever made all of this anew has another key.")
        print("Give the fingerprint that you had from elsewhere: --key FINGERPRINT")
    for check in report["checks"]:
        line = f"{check['number']:>3}  {'ok    ' if check['passed'] else 'FAILED'}  {one_line(check['title'])}"
        print(fill(line, _WIDE, subsequent_indent=" " * 13))
        if check["passed"]:
            for note in check.get("notes", ())[:_NOTES]:
                print(fill(one_line(note), _WIDE, initial_indent=" " * 8, subsequent_indent=" " * 10))
            if len(check.get("notes", ())) > _NOTES:
                print(f"        and {len(check['notes']) - _NOTES} more: --json has all")
        else:
            for name in ("expected", "found", "where"):
                if check.get(name):
                    print(f"        {name:9} {one_line(check[name])}")
    if report["not_covered"]:
        print("No check covers:")
        for each in report["not_covered"]:
            print(fill(f"  - {each}", _WIDE, subsequent_indent="    "))
    verdict = "Every check holds." if report["passed"] else "Something is wrong: see the lines marked FAILED."
    print(verdict)


def print_estimate(found: dict[str, Any]) -> None:
    """The estimate with its interval, as "at least" where more cannot be claimed, or why there is none."""
    if found["refused"]:
        print(f"Refused: {found['refused']}")
        return
    word = "at least " if found.get("at_least") else ""
    span = f"{found['low']:,.0f} to {found['high']:,.0f}"
    print(f"Observed {found['observed']:,}; estimated {word}{found['median']:,.0f} ({span}), method {found['method']}.")


def print_submission(made: dict[str, Any]) -> None:
    """Where it is and what to open first."""
    print(f"Submission for {made['audience']} in {made['path']}")
    print(
        f"{made['incidents']:,} incidents, {made['figures']:,} figures, {made['withheld_reports']:,} accounts withheld."
    )
    for label, path in made["open"].items():
        print(f"  {label:12} {path}")
    if made["to_look_at"]:
        print(f"Look at these {made['to_look_at']:,} before handing over: {made['look']}")
        print("They stand in the submission and may find a person; the list itself is for you alone.")
    if made["sealed_lists_unread"]:
        print(f"{made['sealed_lists_unread']:,} sealed lists could not be opened: their names were not looked for.")
    if made["sealed_people_gone"]:
        print(f"{made['sealed_people_gone']:,} sealed rows have no key any more: their names were not looked for.")
    print(f"Check it with: dalil verify {made['path']}   or follow VERIFY.txt")


def print_scores(found: dict[str, Any]) -> None:
    """Each stage's measures, or that the stage is absent."""
    for stage, measures in found.items():
        print(stage)
        if not isinstance(measures, dict):
            print(f"  {_cell(measures)}")
            continue
        for name, value in measures.items():
            print(f"  {name:34} {_cell(value)}")


def print_joined(case: Path, summary: dict[str, Any]) -> None:
    """What came in, or would; what of it acts on nothing, and what was set aside."""
    would = "Would join" if summary["dry_run"] else "Joined"
    print(f"{would} {summary['chains']} chains, {summary['entries']} entries and {summary['originals']} originals.")
    if summary["unnamed"]:
        print(f"{summary['unnamed']} files there are named by no entry and stay where they are.")
    for chain, kind, count in summary["without_effect"]:
        print(fill(f"Without effect: {count} entries `{kind}` of {chain}, a key that case.toml does not list.", _WIDE))
    if summary["without_effect"]:
        print(fill("They act on everything once their key stands in trusted_keys of case.toml.", _WIDE))
    for each in summary["odd"]:
        print(fill(f"Set aside, acting nowhere: {visible(each)}", _WIDE))
    for table, (before, after) in summary["tables"].items():
        print(f"  {table:28} {before:>9,} rows -> {after:>9,}")
    if summary["dry_run"]:
        print("Nothing was changed.")
    else:
        print(f"Next: dalil run {case}")
