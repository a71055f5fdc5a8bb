"""Small worlds for the tests of linking: reports as columns, evidence with one error of each kind."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from dalil.casefile.facts import Facts
from dalil.link.pairs.errors import PLACE_MASS
from dalil.link.pairs.local_density import LocalDensity
from dalil.link.partition.score import Target
from dalil.link.reports.columns import read_reports
from dalil.link.reports.figures import FIGURES, figure_model
from dalil.link.reports.likelihood import evidence

START = datetime(2016, 7, 1, 9)
ZONE = ZoneInfo("Asia/Damascus")


def facts_of(*reports):
    """Reports as dicts: id, hour since 09:00 UTC on 1 July, hours, latitude, longitude, radius_m, killed, and more."""
    facts = Facts.in_memory()
    rows, places = [], []
    for each in reports:
        given = dict(each)
        key, hour = given.pop("id"), given.pop("hour", None)
        length, killed = given.pop("hours", 0), given.pop("killed", None)
        point = given.pop("latitude", None), given.pop("longitude", 40.0), given.pop("radius_m", 100.0)
        begin = None if hour is None else START + timedelta(hours=hour)
        rows.append({
            "report_id": key, "organisation": key.split("/")[0], "earliest": begin,
            "latest": None if begin is None else begin + timedelta(hours=length),
            "killed_total_min": killed, "killed_total_max": killed, **given,
        })  # fmt: skip
        if point[0] is not None:
            places.append({"report_id": key, "latitude": point[0], "longitude": point[1], "radius_m": point[2],
                           "located_by": "point", "in_scope": True})  # fmt: skip
    facts.replace("report", rows)
    facts.replace("location", places)
    return facts


def reports_of(*reports):
    """The same as columns; sorted by id."""
    return read_reports(facts_of(*reports), ZONE)


def evidence_of(reports, boxes=((0.0, 1 / 48),), mass=(1.0,)):
    """Times wrong by half an hour at most, and nothing else wrong with them; places as at the beginning of training."""
    time_mass = np.tile(np.array(mass, dtype=np.float64), (7, 1))
    figures = figure_model(reports.figures, np.full(len(FIGURES), 0.6))
    return evidence(reports, np.array(boxes, dtype=np.float64), time_mass, PLACE_MASS, figures)


def target_of(reports, log_rate=0.0, log_psi=None, log_duplicate=-3.0):
    """A target where the rate of attacks is `log_rate` everywhere and nothing repeats anything."""
    n, organisations = len(reports), len(reports.organisations)
    psi = np.zeros(organisations + 1) if log_psi is None else np.array(log_psi)
    density = LocalDensity.of(reports, np.full(n, float(log_rate)))
    return Target(evidence_of(reports), reports.organisation, density, np.arange(n), np.zeros(n), np.zeros(n), psi,
                  log_duplicate)  # fmt: skip


@pytest.fixture
def world():
    """The builders, so that tests need no import of this file."""
    from types import SimpleNamespace

    return SimpleNamespace(facts=facts_of, reports=reports_of, evidence=evidence_of, target=target_of)
