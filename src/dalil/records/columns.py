"""How a column is declared: its name, its type, what it may hold, and what it can give away.

One declaration serves the strict readers, the tables of the facts, the reference pages and the filter through
which everything that leaves a case must go.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

__all__ = ["Column", "Kind", "Sensitivity", "Table", "Type"]


class Type(StrEnum):
    """What a cell holds, and the DuckDB type it has in the facts."""

    ID = "id"
    TEXT = "text"
    CODE = "code"
    CODES = "codes"  # several of a closed vocabulary, in one cell
    LIST = "list"  # several words of somebody's own
    INTEGER = "integer"
    NUMBER = "number"
    FLAG = "flag"
    MOMENT = "moment"  # becomes an interval: nobody knows the instant
    DATE = "date"
    LATITUDE = "latitude"
    LONGITUDE = "longitude"
    ANGLE = "angle"  # degrees from north, clockwise
    METRES = "metres"
    BOX = "box"  # west, south, east, north in degrees
    HASH = "hash"  # of a file, 64 hexadecimal digits
    JSON = "json"  # an object or a list: what is inside has no class of its own, so it leaves to nobody

    @property
    def sql(self) -> str:
        """The DuckDB type. A MOMENT is naive UTC."""
        return _SQL[self]


_SQL = {
    Type.ID: "VARCHAR",
    Type.TEXT: "VARCHAR",
    Type.CODE: "VARCHAR",
    Type.CODES: "VARCHAR[]",
    Type.LIST: "VARCHAR[]",
    Type.INTEGER: "BIGINT",
    Type.NUMBER: "DOUBLE",
    Type.FLAG: "BOOLEAN",
    Type.MOMENT: "TIMESTAMP",
    Type.DATE: "DATE",
    Type.LATITUDE: "DOUBLE",
    Type.LONGITUDE: "DOUBLE",
    Type.ANGLE: "DOUBLE",
    Type.METRES: "DOUBLE",
    Type.BOX: "DOUBLE[]",
    Type.HASH: "VARCHAR",
    Type.JSON: "VARCHAR",
}


class Sensitivity(StrEnum):
    """What a column can give away. An audience names the classes it may have; what no rule lets out stays in."""

    ID = "id"  # of a record or an organisation, given by whoever recorded it
    CODE = "code"  # from a closed list
    COUNT = "count"
    TIME = "time"
    PLACE = "place"  # where an attack was: name, point, radius
    PROTECTED_PLACE = "protected_place"  # observers' posts, witnesses, working medical facilities
    PARTY = "party"  # whom somebody accuses
    NAME = "name"  # of a person
    CONTACT = "contact"
    PERSON = "person"  # age, sex, family: facts that together name somebody
    FREE_TEXT = "free_text"
    SOURCE = "source"  # addresses, accounts, who filmed, who handed over
    FILE_NAME = "file_name"
    ORIGINAL_HASH = "original_hash"  # names the phone that the same file was seized from
    IDENTITY = "identity"  # never enters vault, facts or log in clear
    CONSENT = "consent"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a plain format or of a table of the facts.

    `fact` is its name in the facts where that differs (SQL keywords). `one_of` closes the vocabulary of CODE and
    CODES. `refers` names the table whose id it holds.
    """

    name: str
    type: Type
    sensitivity: Sensitivity
    required: bool = False
    one_of: tuple[str, ...] = ()
    fact: str = ""
    refers: str = ""
    end: str = ""  # of a MOMENT: the column that holds the end of the interval; by default `<name>_latest`
    doc: str = ""

    @property
    def fact_name(self) -> str:
        """The name in the facts."""
        return self.fact or self.name

    @property
    def fact_columns(self) -> tuple[tuple[str, str], ...]:
        """(name, DuckDB type) of each column this becomes in the facts.

        A MOMENT is an interval, `x` and `x_latest`: a day is not a midnight, and a local time that exists twice
        is the hull of its readings. Where `end` names a column of the same kind, that column holds the end.
        """
        if self.type is Type.MOMENT and not self.end:
            return ((self.fact_name, "TIMESTAMP"), (f"{self.fact_name}_latest", "TIMESTAMP"))
        return ((self.fact_name, self.type.sql),)


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the facts: `key` orders it for export and equality; `public` ones may stand in a figure's query."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    doc: str
    public: bool = True

    @property
    def sql_columns(self) -> tuple[tuple[str, str], ...]:
        """(name, DuckDB type), in order. Here a MOMENT is one column: its pair, if any, is declared."""
        return tuple((column.fact_name, column.type.sql) for column in self.columns)

    @property
    def ddl(self) -> str:
        """The CREATE TABLE statement."""
        body = ", ".join(f'"{name}" {sql}' for name, sql in self.sql_columns)
        return f'CREATE TABLE "{self.name}" ({body})'


@dataclass(frozen=True, slots=True)
class Kind:
    """A plain format: the stem of its files, its columns, and the table its records go to."""

    stem: str
    table: str
    columns: tuple[Column, ...]
    doc: str
    sealed: bool = False  # sealed at intake, no row becomes a fact
    by_name: dict[str, Column] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", {column.name: column for column in self.columns})

    @property
    def id_column(self) -> Column:
        """The first column: the id of the row within its organisation."""
        return self.columns[0]
