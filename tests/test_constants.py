"""Every number that the code takes as given says where it comes from, in which unit it is, or what it trades.

A numeric constant is a name in capitals at the top of a module whose value is a number, an arithmetic expression of
numbers, or a tuple, list, set or dictionary of numbers. Its reason is a comment at the end of its line or lines, a
comment line directly above it, or a bare string directly below. One comment above a run of constants counts for the
first of them only.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[1] / "src" / "dalil"
UPPER = re.compile(r"_?[A-Z][A-Z0-9_]*")
DIRECTIVE = re.compile(r"#\s*(noqa|type:|mypy:|ruff:|pragma|fmt:)")
"""Comments for tools give no reason."""


def _literals(node: ast.expr) -> int | None:
    """How many number literals an expression of numbers and constants holds; None where it holds anything else."""
    match node:
        case ast.Constant(value=bool()):
            return None
        case ast.Constant(value=int() | float() | complex()):
            return 1
        case ast.Name(id=name) if UPPER.fullmatch(name):
            return 0
        case ast.UnaryOp(op=ast.USub() | ast.UAdd(), operand=inner):
            return _literals(inner)
        case ast.BinOp(left=left, right=right):
            return _in_all((left, right))
        case ast.Tuple(elts=items) | ast.List(elts=items) | ast.Set(elts=items) | ast.Dict(values=items):
            return _in_all(items)
    return None


def _in_all(nodes: Sequence[ast.expr]) -> int | None:
    found = [count for node in nodes if (count := _literals(node)) is not None]
    return sum(found) if len(found) == len(nodes) else None


def _comments(text: str) -> dict[int, bool]:
    """The lines that hold a comment, rulers and words for tools aside: whether it stands alone on its line."""
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    return {
        token.start[0]: not token.line[: token.start[1]].strip()
        for token in tokens
        if token.type == tokenize.COMMENT and re.search("[A-Za-z]", token.string) and not DIRECTIVE.match(token.string)
    }


def constants(text: str) -> Iterator[tuple[int, str, bool]]:
    """Line and name of each numeric constant of a module, and whether a reason stands beside it."""
    body = ast.parse(text).body
    alone = _comments(text)
    for node, after in zip(body, [*body[1:], None], strict=True):
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                pass
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                pass
            case _:
                continue
        if not UPPER.fullmatch(name) or not _literals(value):
            continue
        end = node.end_lineno or node.lineno
        beside = any(line in alone for line in range(node.lineno, end + 1))
        yield node.lineno, name, beside or alone.get(node.lineno - 1, False) or _string(after, end + 1)


def _string(node: ast.stmt | None, line: int) -> bool:
    match node:
        case ast.Expr(value=ast.Constant(value=str())):
            return node.lineno == line
    return False


def without_reason(paths: Iterable[Path]) -> list[str]:
    """`file:line name` of each numeric constant that says no reason."""
    return [
        f"{path.relative_to(SOURCE.parents[1]).as_posix()}:{line} {name}"
        for path in paths
        for line, name, reason in constants(path.read_text(encoding="utf-8"))
        if not reason
    ]


FILES = sorted(SOURCE.rglob("*.py"))


def test_every_number_says_where_it_comes_from() -> None:
    bare = without_reason(FILES)
    assert not bare, "\n".join(["numeric constants without a reason:", *bare])


@pytest.mark.parametrize(
    "text",
    [
        "A = 1  # metres",
        "# of the source\nA = 1",
        'A: int = 1\n"""Metres."""',
        "A = (\n    1,  # of the first\n    2,\n)",
        "A = -1 * 2 ** 3  # km",
        'A = "text"',
        "A = True",
        "A = (1, 'mixed')",
        "A = B",
        "A = ()",
        "lower = 1",
        "def f():\n    A = 1",
    ],
)
def test_what_passes(text: str) -> None:
    assert all(reason for *_, reason in constants(text))


@pytest.mark.parametrize(
    "text",
    [
        "A = 1",
        "_A: float = 0.5",
        "A = 2 * B",
        "A = [1, -2]",
        'A = {"x": 1}',
        "A = {1, 2}",
        "A = ((1, 2), (3, 4))",
        "A = 1  # noqa: E501",
        "A = 1  # ----",
        "# above, but apart\n\nA = 1",
        'A = 1\n\n"""Below, but apart."""',
        "import b  # of the import\nA = 1",
    ],
)
def test_what_is_found(text: str) -> None:
    assert [reason for *_, reason in constants(text)] == [False]


def test_a_comment_above_a_run_counts_for_its_first() -> None:
    assert list(constants("# metres\nA = 1\nB = 2")) == [(2, "A", True), (3, "B", False)]
