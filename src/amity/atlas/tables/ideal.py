"""Our own estimate of where states stand in the UN General Assembly."""

from __future__ import annotations

import dataframely as dy

from amity.atlas.tables import columns


def _position(what: str) -> dy.Int16:
    return dy.Int16(nullable=False, metadata={"unit": "thousandths of a standard deviation", "description": what})


class EstimatedIdealPoints(dy.Schema):
    """A state's position on the main line of conflict in recorded votes of a session of the UN General Assembly.

    Mean 0 and standard deviation 1 over all states and sessions of an issue; positive towards the United States.
    """

    issue = columns.text("Which roll calls: all, or those on one topic.", key=True)
    year = columns.year(1946, key=True, what="Session + 1945.")
    state = columns.state(key=True)
    value_permille = _position("Expected position.")
    low_permille = _position("Lower end of the 90 % interval.")
    high_permille = _position("Upper end of the 90 % interval.")
    n = dy.Int16(min=1, metadata={"unit": "count", "description": "Votes the state cast."})
    calls = dy.Int16(min=1, metadata={"unit": "count", "description": "Roll calls of the session."})


TABLES: dict[str, type[dy.Schema]] = {"estimated_ideal_points": EstimatedIdealPoints}

RESTS_ON: dict[str, tuple[str, ...]] = {"estimated_ideal_points": ("votes", "roll_calls")}
