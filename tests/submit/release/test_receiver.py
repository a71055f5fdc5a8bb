from __future__ import annotations

from dataclasses import replace

import pytest

from dalil.casefile.sections import Audience
from dalil.casefile.settings import Settings
from dalil.errors import UsageError
from dalil.records import TABLES, Sensitivity
from dalil.submit.release.receiver import Receiver, receiver_of


def test_a_misspelt_audience_is_refused_with_the_nearest(settings: Settings, receiver: Receiver) -> None:
    with pytest.raises(UsageError) as raised:
        receiver_of(settings, "comission", receiver.secret)
    assert raised.value.do == "write --to commission"


def test_identities_leave_by_no_rule(receiver: Receiver) -> None:
    rules = receiver.rules.model_copy(update={"classes": tuple(Sensitivity)})
    column = TABLES["victim"].columns[0].__class__("name", TABLES["victim"].columns[0].type, Sensitivity.IDENTITY)
    assert not Receiver("all", rules, receiver.secret).may(column)


@pytest.mark.parametrize("name", ["narrative", "origin", "consent", "source_sha256", "exhibits"])
def test_the_public_gets_no_text_source_or_hash(public: Receiver, name: str) -> None:
    (column,) = [column for column in TABLES["report"].columns if column.name == name]
    assert not public.may(column)


def test_salts_differ_by_audience_and_by_what_they_are_for(receiver: Receiver, public: Receiver) -> None:
    salts = {receiver.salt("a"), receiver.salt("b"), public.salt("a"), receiver.salt("a", "")}
    assert len(salts) == 4
    assert receiver.salt("a") == receiver.salt("a")


def test_consents_are_quoted(receiver: Receiver) -> None:
    rules = receiver.rules.model_copy(update={"consents": ("public", "o'clock")})
    assert Receiver("x", rules, receiver.secret).words == "['public', 'o''clock']::VARCHAR[]"


def test_an_audience_is_called_by_its_title_in_each_language(receiver: Receiver) -> None:
    assert (receiver.title("en"), receiver.title("ar")) == ("Commission of inquiry", "لجنة التحقيق")
    bare = replace(receiver, rules=Audience(title="Court"))
    assert (bare.title("ar"), replace(bare, rules=Audience()).title("en")) == ("Court", "commission")
