"""Partitions of one component: all of them against brute force, and the sample against all of them."""

import itertools
import math
from collections import Counter

import numpy as np
import pytest

from dalil.link.partition.component import Component, enumerate_partitions, sample_partitions
from dalil.link.partition.score import cluster_score


def component(n, compared=0.0, linked=None, cannot_link=None, unit=None):
    units = np.arange(n) if unit is None else np.array(unit)
    many = int(units.max()) + 1
    joined = np.ones((n, n), dtype=np.bool_) if linked is None else linked
    kept = np.zeros((many, many), dtype=np.bool_) if cannot_link is None else cannot_link
    sign = np.random.default_rng(n).integers(-(1 << 62), 1 << 62, many)
    scores = np.full((n, n), compared, dtype=np.float32)
    return Component(np.arange(n), units, many, sign, np.zeros((n, n), dtype=np.float32), scores, joined, kept)


@pytest.fixture
def target(world):
    """Four reports: two agree, one is half an hour off, one is of another organisation and an hour off."""
    hours = {"a/1": 0.0, "b/1": 0.1, "c/1": 0.5, "d/1": 0.9}
    reports = world.reports(*({"id": key, "hour": hour, "latitude": 10.0} for key, hour in hours.items()))
    return world.target(reports, log_rate=3.0)


def every_partition(n):
    for labels in itertools.product(range(n), repeat=n):
        if all(label <= max(labels[:place], default=-1) + 1 for place, label in enumerate(labels)):
            yield labels


def score(target, labels, compared=0.0):
    total = 0.0
    for cluster in set(labels):
        members = np.flatnonzero(np.array(labels) == cluster)
        total += cluster_score(target, members, (len(members) - 1) * compared)
    return total


def canonical(labels):
    """Clusters numbered as they first appear."""
    seen = {}
    return tuple(seen.setdefault(label, len(seen)) for label in labels)


def shares(draws):
    return Counter(canonical(draw.tolist()) for draw in draws)


def test_the_best_partition_is_that_of_brute_force(target):
    best, _ = enumerate_partitions(target, component(4), 1.0, 0, 1)
    top = max(every_partition(4), key=lambda labels: score(target, labels))
    assert (best[:, None] == best[None, :]).tolist() == (np.array(top)[:, None] == np.array(top)[None, :]).tolist()


@pytest.mark.parametrize("draw", [enumerate_partitions, lambda *a: sample_partitions(*a, 60)], ids=["all", "sample"])
def test_draws_come_as_often_as_they_are_probable(target, draw):
    weights = {labels: math.exp(score(target, labels)) for labels in every_partition(4)}
    _, draws = draw(target, component(4), 1.0, 4000, 3)
    found = shares(draws)
    for labels, weight in weights.items():
        assert found[labels] / 4000 == pytest.approx(weight / sum(weights.values()), abs=0.03)


def test_the_same_seed_gives_the_same_draws(target):
    one, other = (enumerate_partitions(target, component(4), 1.6, 20, 5)[1] for _ in range(2))
    assert (one == other).all()


@pytest.mark.parametrize("draw", [enumerate_partitions, lambda *a: sample_partitions(*a, 20)], ids=["all", "sample"])
def test_units_kept_apart_are_never_together(target, draw):
    cannot_link = np.zeros((4, 4), dtype=np.bool_)
    cannot_link[0, 1] = cannot_link[1, 0] = True
    best, draws = draw(target, component(4, compared=5.0, cannot_link=cannot_link), 1.0, 200, 1)
    assert best[0] != best[1] and (draws[:, 0] != draws[:, 1]).all()


def test_without_an_edge_there_is_no_cluster(target):
    best, draws = enumerate_partitions(target, component(4, linked=np.eye(4, dtype=np.bool_)), 1.0, 20, 1)
    assert len(set(best.tolist())) == 4 and all(len(set(draw.tolist())) == 4 for draw in draws)


def test_merged_reports_move_as_one(target):
    best, draws = enumerate_partitions(target, component(4, unit=[0, 1, 1, 2]), 1.0, 20, 1)
    assert len(best) == 3 and draws.shape == (20, 3)


def pair_scores(scores):
    """A component where clusters score what `scores` (n, n) adds to them, and nothing else counts."""
    return component(len(scores))._replace(compared=np.array(scores, dtype=np.float32))


def test_a_higher_temperature_draws_flatter(target):
    best, _ = enumerate_partitions(target, component(4), 1.0, 0, 1)

    def stable(temperature):
        _, draws = enumerate_partitions(target, component(4), temperature, 2000, 3)
        return shares(draws)[canonical(best.tolist())] / 2000

    assert stable(0.5) > stable(1.0) > stable(4.0)


def test_temperature_leaves_the_best_partition(target):
    found = {tuple(enumerate_partitions(target, component(4), t, 0, 1)[0].tolist()) for t in (0.5, 1.0, 4.0)}
    assert len(found) == 1


def test_what_speaks_against_every_pair_keeps_all_apart(target):
    best, draws = enumerate_partitions(target, component(4, compared=-50.0), 1.0, 50, 1)
    assert len(set(best.tolist())) == 4 and (draws == best).all()


def test_what_speaks_for_every_pair_puts_all_together(target):
    best, draws = enumerate_partitions(target, component(4, compared=50.0), 1.0, 50, 1)
    assert best.tolist() == [0, 0, 0, 0] and (draws == 0).all()


def test_one_pair_against_two_weighs_by_the_mean_over_the_cluster(target):
    # 0-1 and 1-2 at +60, 0-2 at -40: the three together have (2/3)(60 + 60 - 40) = 53 against 60 for the best pair.
    scores = np.full((4, 4), -60.0)
    scores[0, 1] = scores[1, 0] = scores[1, 2] = scores[2, 1] = 60.0
    scores[0, 2] = scores[2, 0] = -40.0
    best, _ = enumerate_partitions(target, pair_scores(scores), 1.0, 0, 1)
    assert best[1] in (best[0], best[2]) and best[0] != best[2]


def test_a_chain_of_edges_is_enough_to_be_one_cluster(target):
    linked = np.eye(4, k=1, dtype=np.bool_) | np.eye(4, k=-1, dtype=np.bool_)
    best, _ = enumerate_partitions(target, component(4, compared=50.0, linked=linked), 1.0, 0, 1)
    assert best.tolist() == [0, 0, 0, 0]


@pytest.mark.parametrize("order", [(3, 2, 1, 0), (1, 3, 0, 2)])
def test_the_order_of_reports_changes_no_partition(target, order):
    c = component(4)
    best, _ = enumerate_partitions(target, c, 1.0, 0, 1)
    turned, _ = enumerate_partitions(target, c._replace(reports=np.array(order)), 1.0, 0, 1)
    back = np.empty(4, dtype=np.int64)
    back[list(order)] = turned
    assert canonical(back.tolist()) == canonical(best.tolist())


def test_a_sample_of_many_finds_what_is_plain(world):
    # Sixteen reports of four attacks, ten days apart: too many to enumerate, plain all the same.
    told = [{"id": f"{o}/{day}", "hour": 240 * day, "latitude": 10.0} for o in "abcd" for day in range(4)]
    t = world.target(world.reports(*told), log_rate=-3.0)
    best, draws = sample_partitions(t, component(16), 1.0, 20, 1, 60)
    groups = sorted(np.flatnonzero(best == label).tolist() for label in set(best.tolist()))
    assert groups == [[day, 4 + day, 8 + day, 12 + day] for day in range(4)]
    assert draws.shape == (20, 16)
