"""Write the reference pages that derive from the code: formats.md, tables.md, case.md.

Run `python docs/reference/generate.py` after a change to the declarations; a test compares.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic_core import PydanticUndefined

from dalil.casefile.settings import Settings
from dalil.records import KINDS, TABLES, Column

HERE = Path(__file__).resolve().parent


def _column(column: Column) -> str:
    notes = [column.doc] if column.doc else []
    if column.one_of:
        notes.append("one of " + ", ".join(f"`{value}`" for value in column.one_of))
    if column.refers:
        notes.append(f"refers to `{column.refers}`")
    return f"| `{column.fact_name}` | {column.type.sql} | {column.sensitivity} | {'; '.join(notes)} |"


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
        " column can give away;\nan audience in case.toml names the classes it may have.\n"
    )
    for table in TABLES.values():
        public = "" if table.public else " Not public: no figure may name it."
        yield f"## {table.name}\n\n{table.doc}{public} Key: {', '.join(f'`{name}`' for name in table.key)}.\n"
        yield "| column | type | class | notes |\n|---|---|---|---|"
        yield from (_column(column) for column in table.columns)
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


PAGES = {"formats.md": formats, "tables.md": tables, "case.md": case}


def text_of(page: str) -> str:
    """The text that `page` should have."""
    return "\n".join(PAGES[page]()).rstrip() + "\n"


if __name__ == "__main__":
    for page in PAGES:
        (HERE / page).write_text(text_of(page), encoding="utf-8")
