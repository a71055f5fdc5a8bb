"""Estimates of real capture tables, against figures published for them."""

import gzip

import numpy as np
import pytest

from dalil.count.estimate import ChainSettings, combine, estimate_file, read_table
from dalil.count.estimate.chains.diagnostics import effective_draws
from dalil.count.estimate.classes import class_posterior
from dalil.count.estimate.table import CaptureTable, tidy

QUICK = ChainSettings(chains=4, warm_up=1000, sweeps=4000, most_sweeps=16_000, enough=400)


@pytest.fixture(scope="session")
def lists(real_data):
    return real_data / "mse_lists"


def test_kosovo_by_graphs_is_the_published_figure(lists):
    found = estimate_file(lists / "kosovo_counts.csv", "graphs")
    assert (found.observed, found.median) == (4400, 12595)
    # published with a largest total that cuts the last case of the interval off
    assert (found.low, found.high) == (9827, pytest.approx(16543, abs=1))


def test_kosovo_by_classes_quantile_by_quantile(lists):
    """Against 9,010, 10,425 and 13,830, of 2.4 million sweeps; within three standard errors of these chains."""
    posterior = class_posterior(read_table(lists / "kosovo_counts.csv"), 1, settings=QUICK)
    draws = posterior.totals.astype(float)
    for total, level in ((9_010, 0.025), (10_425, 0.5), (13_830, 0.975)):
        below = (draws <= total).astype(float)
        error = np.sqrt(level * (1 - level) / effective_draws(below))
        assert below.mean() == pytest.approx(level, abs=3 * error)


def test_records_and_counts_of_kosovo_agree(lists):
    with gzip.open(lists / "kosovo_records.csv.gz", "rt", encoding="utf-8") as file:
        marks = np.array([line.strip().split(",") for line in file][1:], np.uint8)
    table, counts = tidy(tuple("ABCD"), marks, np.ones(len(marks), np.int64)), read_table(lists / "kosovo_counts.csv")
    assert np.array_equal(table.combinations, counts.combinations)
    assert np.array_equal(table.counts, counts.counts)


@pytest.mark.parametrize(
    "name", ["artificial_3_lists", "australia_four_lists", "new_orleans_five_lists_185", "western_us_five_lists"]
)
def test_thin_tables_are_refused_with_the_reason(lists, name):
    found = estimate_file(lists / f"{name}.csv")
    assert (found.median, found.low, found.high) == (None, None, None)
    assert found.refused


def test_one_cell_moves_new_orleans_and_both_are_refused(lists):
    pair = [estimate_file(lists / f"new_orleans_five_lists_{n}.csv") for n in (185, 186)]
    assert [found.observed for found in pair] == [185, 186]
    assert all("strength of the prior" in found.refused for found in pair)


def colombia(real_data, replicate) -> CaptureTable:
    """Membership in 34 lists, five of them empty, of one imputed replicate."""
    with gzip.open(real_data / "verdata_colombia" / f"recruitment_{replicate}.csv.gz", "rt", encoding="utf-8") as file:
        header = file.readline().strip().replace('"', "").split(",")
        columns = [header.index(f"in_{n}") for n in range(1, 35)]
        rows = [line.rstrip("\n").replace('"', "").split(",") for line in file]
    marks = np.array([[int(row[c]) for c in columns] for row in rows], np.uint8)
    return tidy(tuple(f"in_{n}" for n in range(1, 35)), marks, np.ones(len(marks), np.int64))


def test_colombia_34_lists_two_replicates(real_data):
    tables = [colombia(real_data, replicate) for replicate in ("R1", "R2")]
    found = combine(tables, "graphs")
    assert len(found.diagnostics["empty_lists"]) == 5
    assert "too many" in found.refused
    four = [
        table.keep(sorted(table.lists, key=lambda n: -table.on_list()[table.lists.index(n)])[:4]) for table in tables
    ]
    large = combine(four, "graphs")
    assert large.refused or large.low <= large.median <= large.high
