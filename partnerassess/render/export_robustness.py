"""How sure an order is, for other programs: JSON in the form `partnerassess-robustness/1`, and CSV.

This module knows the keys and columns that docs/deciding.md explains. It does not know where the text goes.
"""

import json

from partnerassess.decide.robustness import Acceptability, Flip, Simulation, Steadiness, Turned
from partnerassess.files import clean
from partnerassess.render.rows import csv_line

FORMAT = "partnerassess-robustness/1"

Data = dict[str, object]


def render_json_robustness(steadiness: Steadiness, simulation: Simulation) -> str:
    """Render as JSON; ends with a newline. Shares and weights run from 0 to 1, a flip's weights do not."""
    assessment = steadiness.assessment
    data: Data = {
        "format": FORMAT,
        "questionnaire": {"id": assessment.questionnaire.id, "version": assessment.questionnaire.version},
        "partnership": assessment.answers.partnership,
        "file": clean(assessment.answers.file) if assessment.answers.file else None,
        "draws": simulation.draws,
        "seed": simulation.seed,
        "arrangements": [_arrangement(each) for each in simulation.arrangements],
        "rules": {each.rule.value: _rule(each) for each in steadiness.by_rule},
        "flip": _flip(steadiness.flip),
    }
    return json.dumps(data, ensure_ascii=False, allow_nan=False, indent=2) + "\n"


def render_csv_robustness(simulation: Simulation) -> str:
    """Render as CSV, one row per arrangement and place."""
    lines = [csv_line(("arrangement", "title", "rank", "place", "share", "band", "band_kept"))]
    for each in simulation.arrangements:
        band = each.result.band.id if each.result.band else None
        arrangement = each.result.arrangement
        for place, share in enumerate(each.ranks, start=1):
            cells = (arrangement.id, arrangement.title, each.result.rank, place, share, band, each.band_kept)
            lines.append(csv_line(cells))
    return "".join(lines)


def _arrangement(each: Acceptability) -> Data:
    return {
        "id": each.result.arrangement.id,
        "rank": each.result.rank,
        "ranks": list(each.ranks),
        "band": each.result.band.id if each.result.band else None,
        "band_kept": each.band_kept,
        "band_open": each.band_open,
        "central_weights": {
            weight.factor.id: {"given": weight.given, "even": weight.even, "central": weight.central}
            for weight in each.central
        },
    }


def _rule(turned: Turned) -> Data:
    leader = turned.assessment.leader
    return {
        "leader": leader.arrangement.id if leader else None,
        "bands": {
            result.arrangement.id: result.band.id if result.band else None
            for result in turned.assessment.arrangements
        },
    }


def _flip(flip: Flip | None) -> Data | None:
    if flip is None:
        return None
    return {
        "factor": flip.factor.id,
        "arrangement": flip.arrangement.id,
        "weight": float(flip.factor.weight),
        "to": float(flip.weight),
        "to_exactly": str(flip.weight),
        "at_once": flip.at_once,
        "leader": flip.leader.id if flip.leader else None,
    }
