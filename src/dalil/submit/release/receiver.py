"""Who receives a submission, and what of a column they may have. Default deny."""

from __future__ import annotations

import difflib
from dataclasses import dataclass

from dalil.casefile.sections import Audience
from dalil.casefile.settings import Settings
from dalil.errors import UsageError
from dalil.messages import language_of
from dalil.records import Column, Sensitivity
from dalil.vault.identities.secret import CaseSecret

__all__ = ["ANONYMOUS", "Receiver", "receiver_of"]

ANONYMOUS = "anonymous"
"""A word of `consent`: the account may leave, but not who gave it."""

_NEVER = frozenset({Sensitivity.IDENTITY})
# Of a source that is not to be named: what says who it is, or lets it be looked up.
_BETRAYS_SOURCE = frozenset({Sensitivity.SOURCE, Sensitivity.NAME, Sensitivity.CONTACT, Sensitivity.FILE_NAME})
# Of a record that is only counted: what kind of attack it was, and how many.
_KEEPS_SECRET = frozenset({Sensitivity.CODE, Sensitivity.COUNT})


@dataclass(frozen=True, slots=True)
class Receiver:
    """An audience of the case by its name; `secret` is the case's, for pseudonyms and salts."""

    name: str
    rules: Audience
    secret: CaseSecret

    def title(self, language: str) -> str:
        """What the audience is called in the documents of one language."""
        return language_of(language).named(self.rules.title, self.rules.title_ar) or self.name

    def may(self, column: Column) -> bool:
        """True when the audience may have columns of this class."""
        # Default deny: identities leave for nobody, whatever a case.toml says.
        return column.sensitivity in self.rules.classes and column.sensitivity not in _NEVER

    def may_anonymous(self, column: Column) -> bool:
        """The same for a record whose giver is not to be named."""
        return self.may(column) and column.sensitivity not in _BETRAYS_SOURCE and column.name != "organisation"

    def may_confidential(self, column: Column) -> bool:
        """The same for a record that is only counted."""
        return self.may(column) and column.sensitivity in _KEEPS_SECRET

    @property
    def words(self) -> str:
        """The consents that let a record out, as an SQL list."""
        # Doubled quotes: the words come from case.toml, which a person writes.
        quoted = ", ".join("'" + word.replace("'", "''") + "'" for word in self.rules.consents)
        return f"[{quoted}]::VARCHAR[]"

    @property
    def coarsens(self) -> bool:
        """True when positions that would give a working medical facility away must be made coarse."""
        return Sensitivity.PROTECTED_PLACE not in self.rules.classes

    def alias(self, table: str, key: str) -> str:
        """The id in withheld.csv of a record whose own does not leave."""
        return f"W-{self.salt('record', table, key)[:12]}"

    def salt(self, *of: str) -> str:
        """64 hexadecimal digits that follow from the case's secret and `of`, and say nothing without it."""
        return self.secret.salt("submission", self.name, *of).hex()


def receiver_of(settings: Settings, name: str, secret: CaseSecret) -> Receiver:
    """The audience called `name` in case.toml. Raises `UsageError` that names the nearest for a misspelt one."""
    if name in settings.audiences:
        return Receiver(name, settings.audiences[name], secret)
    close = difflib.get_close_matches(name, settings.audiences, n=1)
    raise UsageError(
        f"The case has no audience called {name!r}.",
        expected="one of " + ", ".join(sorted(settings.audiences)),
        found=name,
        where="case.toml, audiences",
        do=f"write --to {close[0]}" if close else "add the audience to case.toml",
    )
