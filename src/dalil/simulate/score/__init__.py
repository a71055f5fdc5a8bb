"""How well a run recovered the truth of a simulation: score() and what it gives."""

from dalil.simulate.score.scores import Scores, score

__all__ = ["Scores", "score"]
