"""How every pair of states voted together: matrix algebra over roll calls, one small matrix per period."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

#: Names of the nine counts; the first letter is a's vote, the second b's (y yes, a abstain, n no).
CELLS: tuple[str, ...] = ("yy", "ya", "yn", "ay", "aa", "an", "ny", "na", "nn")


def tally(ballots: pl.DataFrame) -> pl.DataFrame:
    """Joint votes of every pair of states in every period.

    Args:
        ballots: Columns state, roll_call, vote (1 yes, 2 abstain, 3 no) and year (the period); absences have no row.

    Returns:
        Columns a, b (a < b), year and the nine counts of `CELLS` (UInt16), one row per pair that took part in at
        least one roll call together, sorted by a, b, year. The counts are exact: sums of ones in float32 stay below
        2**24.
    """
    names = ballots["state"].unique().sort()
    order = pl.DataFrame({"state": names}).with_row_index("_s")
    parts: list[pl.DataFrame] = []
    for (year,), group in ballots.join(order, on="state").sort("year").group_by("year", maintain_order=True):
        present = np.unique(group["_s"].to_numpy())
        row = np.searchsorted(present, group["_s"].to_numpy())
        column = np.unique(group["roll_call"].to_numpy(), return_inverse=True)[1]
        vote = group["vote"].to_numpy()
        shape = (len(present), int(column.max()) + 1)
        cast: list[NDArray[np.float32]] = []
        for value in (1, 2, 3):
            matrix = np.zeros(shape, dtype=np.float32)
            matrix[row[vote == value], column[vote == value]] = 1.0
            cast.append(matrix)
        yes, abstain, no = cast
        first, second = np.triu_indices(len(present), k=1)
        joint = {
            "yy": yes @ yes.T,
            "ya": yes @ abstain.T,
            "yn": yes @ no.T,
            "aa": abstain @ abstain.T,
            "an": abstain @ no.T,
            "nn": no @ no.T,
        }
        joint |= {"ay": joint["ya"].T, "ny": joint["yn"].T, "na": joint["an"].T}
        cells = {name: joint[name][first, second].astype(np.uint16) for name in CELLS}
        met = np.sum(list(cells.values()), axis=0) > 0
        parts.append(
            pl.DataFrame(
                {
                    "a": names.gather(present[first[met]]),
                    "b": names.gather(present[second[met]]),
                    "year": pl.Series(np.full(int(met.sum()), year, dtype=np.int16)),
                    **{name: cells[name][met] for name in CELLS},
                }
            )
        )
    empty = pl.DataFrame(schema={"a": pl.String, "b": pl.String, "year": pl.Int16, **dict.fromkeys(CELLS, pl.UInt16)})
    return pl.concat([empty, *parts]).sort("a", "b", "year")
