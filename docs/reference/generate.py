"""Write the reference pages that derive from the code, as PAGES lists them.

Run `python docs/reference/generate.py` after a change to the declarations; a test compares.
"""

from __future__ import annotations

import inspect
import runpy
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic_core import PydanticUndefined

from dalil.attribute.lines.registry import lines
from dalil.casefile.settings import Settings
from dalil.intake.formats.registry import Reader
from dalil.intake.formats.registry import readers as registered
from dalil.intake.guard.field_words import identifies
from dalil.messages import catalogue
from dalil.records import KINDS, TABLES, WORKING, Column, Type

HERE = Path(__file__).resolve().parent


def _column(column: Column) -> str:
    notes = [column.doc] if column.doc else []
    if column.one_of:
        notes.append("one of " + ", ".join(f"`{value}`" for value in column.one_of))
    if column.refers:
        notes.append(f"refers to `{column.refers}`")
    held = "JSON" if column.type is Type.JSON else column.type.sql
    return f"| `{column.fact_name}` | {held} | {column.sensitivity} | {'; '.join(notes)} |"


def formats() -> Iterator[str]:
    """The plain formats, as the readers take them."""
    yield "# Plain formats\n\nGenerated from `dalil.records.kinds`. A column marked * must be filled.\n"
    for kind in KINDS.values():
        yield f"## {kind.stem}\n\n{kind.doc}\n\n| column | type | what it can give away | values |\n|---|---|---|---|"
        for column in kind.columns:
            star = "*" if column.required else ""
            values = ", ".join(column.one_of)
            yield f"| `{column.name}`{star} | {column.type} | {column.sensitivity} | {values} |"
        yield ""


def tables() -> Iterator[str]:
    """The tables of the facts."""
    yield (
        "# Tables of the facts\n\nGenerated from `dalil.records`. Times are naive UTC. The third column is what a"
        " column can give away;\nan audience in case.toml names the classes it may have. A JSON column leaves to"
        " nobody: no class speaks for what\nis inside it.\n"
    )
    for table in TABLES.values():
        public = "" if table.public else " Not public: no figure may name it."
        yield f"## {table.name}\n\n{table.doc}{public} Key: {', '.join(f'`{name}`' for name in table.key)}.\n"
        yield "| column | type | class | notes |\n|---|---|---|---|"
        yield from (_column(column) for column in table.columns)
        yield ""
    yield from _working()


def _working() -> Iterator[str]:
    """The temporary tables of a run."""
    yield (
        "# Temporary tables of a run\n\nWhat one file leaves for another while a stage runs; nothing of them is kept."
        " Made by the first module,\nread by the others; one that only its maker reads names no other.\n\n"
        "| table | what it holds | columns | modules |\n|---|---|---|---|"
    )
    for table in WORKING.values():
        columns = ", ".join(f"`{name}` {sql}" for name, sql in table.columns)
        modules = ", ".join(f"`{module}`" for module in (table.made_by, *table.read_by))
        yield f"| `{table.name}` | {table.doc} | {columns} | {modules} |"
    yield ""


def _default(field: Any) -> str:
    if field.default is not PydanticUndefined:
        value = field.default
    elif field.default_factory is not None:
        value = field.default_factory()
    else:
        return "required"
    if isinstance(value, BaseModel):
        return "see below"
    if isinstance(value, dict):
        numbers = all(isinstance(item, int | float) for item in value.values())
        return ", ".join(f"`{key}` {item:g}" if numbers else f"`{key}`" for key, item in value.items()) or "empty"
    return f"`{value!r}`" if value not in ((), "") else "empty"


def _meaning(field: Any) -> str:
    """What stands below the setting where it is declared, in one line: a cell of a table has no other."""
    return " ".join((field.description or "").split())


def _model(model: type[BaseModel], title: str) -> Iterator[str]:
    doc = (model.__doc__ or "").strip().splitlines()[0]
    yield f"## {title}\n\n{doc}\n\n| key | default | meaning |\n|---|---|---|"
    for name, field in model.model_fields.items():
        yield f"| `{field.alias or name}` | {_default(field)} | {_meaning(field)} |"
    yield ""


def models() -> Iterator[tuple[str, type[BaseModel]]]:
    """The tables of case.toml by their place in it, the whole first (`""`), each kind of table once."""
    yield "", Settings
    seen: set[type[BaseModel]] = set()
    queue: list[tuple[type[BaseModel], str]] = [(Settings, "")]
    while queue:
        model, prefix = queue.pop(0)
        for name, field in model.model_fields.items():
            for inner in _models_in(field.annotation):
                if inner not in seen:
                    seen.add(inner)
                    path = f"{prefix}{field.alias or name}"
                    yield path, inner
                    queue.append((inner, f"{path}."))


def case() -> Iterator[str]:
    """The keys of case.toml."""
    yield "# case.toml\n\nGenerated from `dalil.casefile`. An unknown key is refused by name.\n"
    for path, model in models():
        yield from _model(model, f"`{path}`" if path else "top level")


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for part in getattr(annotation, "__args__", ()) for model in _models_in(part)]


def simulate() -> Iterator[str]:
    """The parameters and files of the simulator, which are many and have a script of their own."""
    yield runpy.run_path(str(HERE / "generate_simulate.py"))["text"]()


def readers() -> Iterator[str]:
    """The formats that can be read, each from what its file says of itself."""
    yield (
        "# Readers\n\nGenerated from `dalil.intake.formats`. How to add one: docs/extending.md.\n\n"
        "CSV is UTF-8, with or without a byte order mark; a header that has no comma is parted by its semicolons or,"
        " without\nthose, by its tabs. JSON under the name of a CSV is refused as JSON."
        " Names of columns are compared in lower case, with\n`_` for spaces and hyphens.\n\n"
        "Whatever the reader, a field whose name says that it holds who somebody is, is sealed (plain formats as text)"
        " or refuses\nthe file. Published formats may hold such fields of their own: they are named here.\n"
    )
    yield "| reader | version | reads | published fields that name |\n|---|---|---|---|"
    for reader in registered():
        named = ", ".join(f"`{field}`" for field in sorted(filter(identifies, reader.fields))) or "none"
        yield f"| `{reader.name}` | {reader.version} | {reader.doc} | {named if reader.published else ''} |"
    yield ""
    for reader in registered():
        yield from _reader(reader)


def _reader(reader: Reader) -> Iterator[str]:
    doc = inspect.cleandoc(sys.modules[reader.read.__module__].__doc__ or "")
    example = reader.example
    yield f"## {reader.name}\n\n{doc}\n\nFor example `{example.name}`:\n\n```\n{example.content.rstrip()}\n```\n"
    if example.mapping:
        yield f"with the mapping\n\n```toml\n{example.mapping.rstrip()}\n```\n"


def evidence() -> Iterator[str]:
    """The lines of evidence, and what variables of a code book can be fed by."""
    words = catalogue("en")
    yield (
        "# Lines of evidence\n\nGenerated from `dalil.attribute.lines`, in the order in which lines are weighed and"
        " shown. The code book gives each kind\nof source a reliability, and each line that has one a reliability as a"
        " whole.\n"
    )
    yield "| line | what it is | kinds of source | as a whole |\n|---|---|---|---|"
    for line in lines():
        kinds = ", ".join(f"`{kind}`" for kind in line.kinds) or "the sky's own ratios"
        whole = f"`{line.whole}`" if line.whole else ""
        yield f"| `{line.name}` | {words.text(f'term.line.{line.name}')} | {kinds} | {whole} |"
    yield "\n## Fields that can feed a variable\n\n| field | line | from |\n|---|---|---|"
    yield from (f"| `{feed.name}` | {line.name} | {feed.doc} |" for line in lines() for feed in line.feeds)


PAGES = {
    "formats.md": formats, "tables.md": tables, "case.md": case, "simulate.md": simulate, "readers.md": readers,
    "lines.md": evidence,
}  # fmt: skip


def text_of(page: str) -> str:
    """The text that `page` should have."""
    return "\n".join(PAGES[page]()).rstrip() + "\n"


if __name__ == "__main__":
    for page in PAGES:
        (HERE / page).write_text(text_of(page), encoding="utf-8")
