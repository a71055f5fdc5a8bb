"""What a finding hangs on, by the number under which the reader finds it: an exhibit as X-0007, a report by its id."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from dalil.casefile.facts import Facts
from dalil.submit.content.exhibits import Exhibit
from dalil.submit.release.mask import replace_texts
from dalil.submit.release.redact import Released

__all__ = ["name_origins", "named"]

_OF = re.compile(r"exhibits? of (?P<what>.+)")
# The ids that `Receiver.alias` makes.
_ALIAS = re.compile(r"W-[0-9a-f]{12}")


def named(text: str, numbers: Mapping[str, Sequence[str]]) -> str:
    """`LINE: ORIGIN` with its exhibit named by number; `numbers` are those by what else an exhibit is called.

    >>> named("media: exhibit of obs-4", {"obs-4": ["X-0002"]})
    'media: X-0002'
    >>> named("remnants: remnants:Alpha/7", {})
    'remnants: Alpha/7'
    """
    line, colon, origin = text.partition(": ")
    origin = origin.removeprefix(f"{line}:")
    match, alias = _OF.fullmatch(origin), _ALIAS.search(origin)
    found = numbers.get(match["what"], ()) if match else ()
    if alias and origin.startswith("exhibit"):
        found = found or numbers.get(alias[0], ())
    return f"{line}{colon}{', '.join(found) if found else origin}"


def name_origins(facts: Facts, released: Released, exhibits: Sequence[Exhibit]) -> None:
    """Takes observation of the case and the cut attribution. Renames what findings hang on in the latter."""
    numbers: dict[str, list[str]] = defaultdict(list)
    by_file: dict[str, str] = {}
    for exhibit in exhibits:
        by_file[exhibit.file] = exhibit.reference
        for name in (exhibit.record, *exhibit.reports):
            numbers[name].append(exhibit.reference)
    for row in facts.rows("SELECT observation_id, exhibit FROM observation WHERE exhibit IS NOT NULL ORDER BY ALL"):
        # An observation of an exhibit that stays in keeps its own id, which says nothing outside the case.
        if row["exhibit"] in by_file:
            numbers[row["observation_id"]].append(by_file[row["exhibit"]])
    rows = released.facts.rows("SELECT DISTINCT hangs_on AS text FROM attribution WHERE hangs_on IS NOT NULL")
    texts = sorted(row["text"] for row in rows)
    replace_texts(released.facts, "attribution", "hangs_on", {text: named(text, numbers) for text in texts})
