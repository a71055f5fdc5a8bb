"""What a run leaves to be looked at: stability, draws, pairs and parameters, by hand."""

import math
from datetime import date
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings
from dalil.link.outputs.tables import fill_draws, fill_pairs, fill_parameters, stability_of
from dalil.link.pairs.closed_form import PARTS
from dalil.link.pairs.comparisons import COMPARISONS
from dalil.link.pairs.gathering import Pairs
from dalil.link.pairs.repeats import Said
from dalil.link.pairs.train import Trained, first_model
from dalil.link.partition.partitions import Partition
from dalil.link.reports.figures import figure_model
from dalil.link.reports.ids import incident_id
from dalil.link.reports.likelihood import boxes_in, evidence

SETTINGS = Settings(title="t", zone="Asia/Damascus", **{"from": date(2016, 7, 1)}, to=date(2016, 7, 31))


def found(best, *draws):
    return Partition(np.array(best), np.array(draws, dtype=np.int32).reshape(len(draws), len(best)))


@pytest.fixture
def reports(world):
    return world.reports(*({"id": f"{o}/1", "hour": 0} for o in "abc"))


def test_stable_is_a_cluster_that_comes_as_it_is(reports):
    # {a, b} stands in two of four draws: once b is alone, once c has joined.
    stability = stability_of(reports, found([0, 0, 2], [0, 0, 2], [0, 0, 2], [0, 1, 2], [0, 0, 0]))
    assert stability == {"a/1": 0.5, "c/1": 0.75}


def test_without_draws_nothing_is_said(reports):
    assert stability_of(reports, Partition(np.array([0, 0, 2]), np.zeros((0, 3), dtype=np.int32))) == {}


def test_draws_are_kept_of_what_moves_only(reports):
    facts = Facts.in_memory()
    fill_draws(facts, reports, found([0, 0, 2], [0, 0, 2], [0, 1, 2]))
    rows = facts.query("SELECT draw, report_id, cluster_id FROM partition_draw ORDER BY ALL").fetchall()
    a, b = incident_id(["a/1"]), incident_id(["b/1"])
    assert rows == [(0, "a/1", a), (0, "b/1", a), (1, "a/1", a), (1, "b/1", b)]


def test_where_all_draws_agree_none_is_kept(reports):
    facts = Facts.in_memory()
    fill_draws(facts, reports, found([0, 0, 2], [0, 0, 2], [0, 0, 2]))
    assert facts.value("SELECT count(*) FROM partition_draw") == 0


def test_a_draw_that_differs_from_the_register_moves_even_if_all_draws_agree(reports):
    facts = Facts.in_memory()
    fill_draws(facts, reports, found([0, 1, 2], [0, 0, 2], [0, 0, 2]))
    assert {row[0] for row in facts.query("SELECT report_id FROM partition_draw").fetchall()} == {"a/1", "b/1"}


def compared(reports, fixed=(math.nan, math.nan), probability=(0.9, 0.01)):
    """Two pairs, a with b and a with c, whose levels are all silent; what training left of them."""
    a, b = np.array([0, 0]), np.array([1, 2])
    silent = np.full((len(COMPARISONS), 2), -1, dtype=np.int8)
    said = Said(np.arange(3), np.zeros(3))
    pairs = Pairs(a, b, silent, np.array(fixed), np.zeros(2), np.zeros(2, dtype=np.bool_), said)
    model = first_model(3, 3, boxes_in(ZoneInfo("Asia/Damascus"), 2016))
    figures = figure_model(reports.figures, model.exact)
    nothing = np.zeros((len(COMPARISONS), 2))
    return pairs, Trained(
        model, evidence(reports, model.boxes, model.time_mass, model.place_mass, figures), np.zeros((2, PARTS)),
        nothing, np.zeros(2), np.log([8.0, 0.5]), np.array(probability),
    )  # fmt: skip


def shown(reports, partition, **given):
    facts = Facts.in_memory()
    fill_pairs(facts, reports, *compared(reports, **given), partition, 0.1)
    return facts.rows("SELECT a, b, weight, probability FROM pair ORDER BY a, b")


def test_a_pair_is_shown_with_the_share_of_draws_that_join_it(reports):
    rows = shown(reports, found([0, 0, 2], [0, 0, 2], [0, 1, 2], [0, 0, 2], [0, 0, 2]))
    # log2 of the odds 8 is 3; three of four draws have a and b together.
    assert rows == [{"a": "a/1", "b": "b/1", "weight": pytest.approx(3.0), "probability": 0.75}]


def test_without_draws_a_pair_is_shown_with_what_training_gave(reports):
    none = Partition(np.array([0, 0, 2]), np.zeros((0, 3), dtype=np.int32))
    assert [row["probability"] for row in shown(reports, none)] == [0.9]


def test_a_pair_that_a_person_judged_is_shown_however_improbable(reports):
    rows = shown(reports, found([0, 0, 2], [0, 0, 2]), fixed=(math.nan, 0.0))
    assert [(row["b"], row["probability"]) for row in rows] == [("b/1", 1.0), ("c/1", 0.0)]


def test_all_that_a_run_took_and_learned_is_kept(reports):
    facts = Facts.in_memory()
    model = first_model(3, 3, boxes_in(ZoneInfo("Asia/Damascus"), 2016))
    fill_parameters(facts, model, SETTINGS, 0.99)
    rows = {(row["name"], row["level"]): row for row in facts.rows("SELECT * FROM link_parameter")}
    kind = rows["kind", "same kind"]
    assert kind["weight"] == pytest.approx(math.log2(kind["m"] / kind["u"]))
    assert rows["blocking", "recall"]["m"] == 0.99 and rows["blocking", "recall"]["weight"] is None
    assert rows["prior", "temperature"]["m"] == SETTINGS.link.temperature
    shares = [row["m"] for (name, _), row in rows.items() if name == "time error, hour by night"]
    assert sum(shares) == pytest.approx(1.0) and len(shares) == len(model.boxes)
