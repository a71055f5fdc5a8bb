"""One entry shown to be in the log without the rest."""

import json

import pytest

from dalil.errors import Refused
from dalil.vault.keys.own import Keys
from dalil.vault.log.proof import InclusionProof, prove


@pytest.fixture
def log(session):
    session.log.extend("seal", [{"n": number} for number in range(20)])
    return session.log


def test_every_entry_is_proved_up_to_the_last_checkpoint(log, keys):
    for number in range(log.checkpoint().size):
        proof = InclusionProof.from_json(json.loads(json.dumps(prove(log, log.chain, number).as_json())))
        assert proof.holds(keys.public_key)
        assert json.loads(proof.entry)["number"] == number
        assert proof.checkpoint == log.checkpoint()


def test_a_proof_shows_no_other_entry(log):
    shown = json.dumps(prove(log, log.chain, 5).as_json())
    others = [entry.body["details"] for entry in log.entries("seal") if entry.number != 5]
    assert not any(details in shown for details in others)


@pytest.mark.parametrize(
    "bend",
    [
        lambda proof: {**proof, "entry": proof["entry"].replace('"seal"', '"read"')},
        lambda proof: {**proof, "entry": proof["entry"].replace('"number":5', '"number":6')},
        lambda proof: {**proof, "path": proof["path"][:-1]},
        lambda proof: {**proof, "path": proof["path"][::-1]},
        lambda proof: {**proof, "path": ["no hash", *proof["path"][1:]]},
        lambda proof: {**proof, "checkpoint": proof["checkpoint"].replace('"size":23', '"size":24')},
    ],
)
def test_a_bent_proof_does_not_hold(log, keys, bend):
    proof = prove(log, log.chain, 5).as_json()
    assert bend(proof) != proof
    assert not InclusionProof.from_json(bend(proof)).holds(keys.public_key)


def test_it_holds_for_the_key_that_signed_only(log):
    assert not prove(log, log.chain, 5).holds(Keys.make().public_key)


@pytest.mark.parametrize(
    "value", [{}, {"entry": "", "path": [], "checkpoint": "{}"}, {"entry": 1, "path": 1, "checkpoint": 1}]
)
def test_what_is_no_proof_is_refused(value):
    with pytest.raises(Refused, match="not a proof"):
        InclusionProof.from_json(value)


def test_an_entry_that_is_not_there(log):
    with pytest.raises(Refused, match="no such entry"):
        prove(log, log.chain, 99)
