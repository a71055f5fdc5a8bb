"""score(): every stage of a case against the truth of its simulation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dalil.casefile.facts import Facts
from dalil.simulate.score.attribution import score_attribution
from dalil.simulate.score.case import Tables, read_case
from dalil.simulate.score.counting import score_figures, score_undocumented
from dalil.simulate.score.linking import score_linking, score_origins, score_persons
from dalil.simulate.score.page import page
from dalil.simulate.score.sky import score_flights, score_opportunity, score_radio
from dalil.simulate.score.truth import read_truth

ABSENT = "absent"

STAGES = {
    "linking": score_linking,
    "persons": score_persons,
    "origins": score_origins,
    "flights": score_flights,
    "opportunity": score_opportunity,
    "radio": score_radio,
    "attribution": score_attribution,
    "figures": score_figures,
    "undocumented": score_undocumented,
}


@dataclass(frozen=True, slots=True)
class Scores:
    """Measures by stage; a stage that gave nothing is the word `absent`."""

    stages: Mapping[str, dict[str, Any] | str]
    preset: str
    seed: int

    def as_dict(self) -> dict[str, Any]:
        """Measures by stage."""
        return dict(self.stages)

    def to_html(self) -> str:
        """One page that needs no network."""
        return page(self.stages, self.preset, self.seed)


def score(case: Path | Facts | Tables, truth: Path) -> Scores:
    """Score a case (its folder, its open facts, or plain tables) against the truth/ folder of a simulation.

    Raises:
        UsageError: no facts, or no truth, where they should be.
    """
    known, tables = read_truth(truth), read_case(case)
    stages: dict[str, dict[str, Any] | str] = {
        name: measure(tables, known) or ABSENT for name, measure in STAGES.items()
    }
    return Scores(stages, str(known.parameters.get("preset", "")), int(known.parameters.get("seed", 0)))
