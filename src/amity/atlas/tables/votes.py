"""How states voted in the United Nations."""

from __future__ import annotations

import dataframely as dy

from amity.atlas.tables import columns
from amity.atlas.tables.columns import Undirected


class RecordedVotes(dy.Schema):
    """One recorded vote of the UN General Assembly, as a source gives it."""

    roll_call = dy.Int32(primary_key=True, min=1, metadata={"description": "Our number, stable in one atlas."})
    symbol = columns.text("Document symbol without 'A/RES/' where known, e.g. '74/19'.", nullable=True)
    session = columns.text("Session, e.g. '74' or 'ES-11'.")
    day = columns.day("Date of the vote.")
    year = columns.year(1946)
    title = columns.text("Subject in brief.", nullable=True)
    topics = columns.text(
        "Issue codes, space-separated: me nu di hr co ec; null where nobody coded them.", nullable=True
    )
    is_part = dy.Bool(
        nullable=True,
        metadata={"description": "A vote on a paragraph or an amendment, not on the whole; null unknown."},
    )
    dataset = columns.dataset(key=False)


class RollCalls(RecordedVotes):
    """One recorded vote of the UN General Assembly."""

    n_yes = dy.UInt16(metadata={"unit": "states", "description": "States that voted yes."})
    n_abstain = dy.UInt16(metadata={"unit": "states", "description": "States that abstained."})
    n_no = dy.UInt16(metadata={"unit": "states", "description": "States that voted no."})


class Votes(dy.Schema):
    """What one state did in one recorded vote of the General Assembly; absences have no row."""

    state = columns.state(key=True)
    roll_call = dy.Int32(primary_key=True, min=1, metadata={"description": "Key of `roll_calls`."})
    vote = dy.UInt8(min=1, max=3, metadata={"description": "1 yes, 2 abstain, 3 no."})


class VotePairs(Undirected):
    """How two states voted together in the General Assembly in a calendar year: a 3 by 3 table of counts.

    The first letter is `a`'s vote, the second `b`'s (y yes, a abstain, n no), over all recorded votes in which both
    took part. Every vote measure and its bootstrap over roll calls is a function of these nine counts.
    """

    year = columns.year(1946, key=True)
    yy = dy.UInt16(metadata={"unit": "roll calls"})
    ya = dy.UInt16(metadata={"unit": "roll calls"})
    yn = dy.UInt16(metadata={"unit": "roll calls"})
    ay = dy.UInt16(metadata={"unit": "roll calls"})
    aa = dy.UInt16(metadata={"unit": "roll calls"})
    an = dy.UInt16(metadata={"unit": "roll calls"})
    ny = dy.UInt16(metadata={"unit": "roll calls"})
    na = dy.UInt16(metadata={"unit": "roll calls"})
    nn = dy.UInt16(metadata={"unit": "roll calls"})


class CouncilItems(dy.Schema):
    """One draft the UN Security Council voted on: adopted resolutions, and drafts stopped by a veto."""

    item = columns.text("Symbol of the resolution or of the vetoed draft.", key=True)
    day = columns.day("Date of the vote.")
    year = columns.year(1946)
    title = columns.text("Subject in brief.", nullable=True)
    is_adopted = dy.Bool(metadata={"description": "Adopted (true) or vetoed (false)."})
    dataset = columns.dataset(key=False)


class CouncilVotes(dy.Schema):
    """What one member did on one item. For vetoed drafts only the vetoing members are known."""

    state = columns.state(key=True)
    item = columns.text("Key of `council_items`.", key=True)
    vote = dy.UInt8(min=1, max=3, metadata={"description": "1 yes, 2 abstain, 3 no."})
    is_veto = dy.Bool(metadata={"description": "The no of a permanent member that stopped the draft."})


class IdealPoints(dy.Schema):
    """Published UN voting positions (Bailey, Strezhnev and Voeten); west is positive."""

    state = columns.state(key=True)
    year = columns.year(
        1946, key=True, what="Calendar year; in series 'legacy' and editions before 2025, session + 1945."
    )
    series = dy.Enum(["final", "all", "legacy"], primary_key=True, metadata={"description": "Votes used."})
    vintage = columns.vintage()
    value = columns.amount("standard deviation", "Position.", low=-6, high=6)
    low = columns.amount("standard deviation", "5 % quantile.", low=-8, high=8)
    high = columns.amount("standard deviation", "95 % quantile.", low=-8, high=8)
    n = columns.count("Votes the estimate rests on.", nullable=True)
    dataset = columns.dataset(key=False)


TABLES: dict[str, type[dy.Schema]] = {
    "roll_calls": RollCalls,
    "votes": Votes,
    "vote_pairs": VotePairs,
    "council_items": CouncilItems,
    "council_votes": CouncilVotes,
    "ideal_points": IdealPoints,
}

#: What readers return where the atlas adds columns.
READ: dict[str, type[dy.Schema]] = {"roll_calls": RecordedVotes}
