"""What a run leaves to be looked at: stability and draws, by hand."""

import numpy as np
import pytest

from dalil.casefile.facts import Facts
from dalil.link.outputs.tables import fill_draws, stability_of
from dalil.link.partition.partitions import Partition
from dalil.link.reports.ids import incident_id


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
