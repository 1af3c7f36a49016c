"""What a casefile says of the rungs of the ladder: regular drills, by the same rule as where data sets list them.

The other rungs stay as the data leave them: leaders who meet are no mechanism of consultation, and whether an agreement
builds confidence is for a reader to judge, who may hand over facts of their own.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from amity import casefile, states
from amity.casefile.reading import reach
from amity.indicators.recorded import exercises

#: Columns of facts that a casefile adds to the ladder.
FACTS: Mapping[str, type[pl.DataType]] = {
    "criterion": pl.String,
    "first_year": pl.Int32,
    "last_year": pl.Int32,
    "source": pl.String,
    "confidence": pl.String,
}


def drilled(pair: states.Dyad, window: int, often: int) -> pl.DataFrame | None:
    """The years in which drills were regular: joint exercises in at least `often` of the last `window` years.

    Police exercises do not count. A year counts as regular only inside the years that the casefile reaches: what came
    after nobody looked at.

    Returns:
        Facts as `amity.scores.ladder.FACTS` has them, one per run of years; None where there is no casefile.

    Raises:
        CasefileError: There is one, and it breaks its rules.
    """
    case = casefile.find(*pair.ordered)
    if case is None:
        return None
    held = exercises()(case).filter(~pl.col("type").str.contains("(?i)paramilitary|police"))
    seen, reached = set(held["year"]), reach(case, ["exercises"])
    years = range(reached[0], reached[1] + 1) if reached else range(0)
    regular = [year for year in years if len(seen & set(range(year - window + 1, year + 1))) >= often]
    begins = [year for year in regular if year - 1 not in regular]
    ends = [year for year in regular if year + 1 not in regular]
    return pl.DataFrame(
        {
            "criterion": ["drills"] * len(begins),
            "first_year": begins,
            "last_year": ends,
            "source": [f"{case.id}, exercises"] * len(begins),
            "confidence": ["high"] * len(begins),
        },
        schema=dict(FACTS),
    )
