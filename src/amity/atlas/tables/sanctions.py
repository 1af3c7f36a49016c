"""Who has sanctions in force against whom."""

from __future__ import annotations

import dataframely as dy

from amity.atlas.tables import columns


def _cases(what: str, *, nullable: bool = False, least: int = 0) -> dy.UInt8:
    """A number of cases in force."""
    return dy.UInt8(nullable=nullable, min=least, metadata={"unit": "cases", "description": what})


_UNKNOWN = "; null where the source's codes for kinds are not known."


class SanctionCases(dy.Schema):
    """One party and one target of one case, as a source names them; never shipped."""

    dataset = columns.dataset()
    case = dy.Int64(primary_key=True, min=1, metadata={"description": "The source's number of the case."})
    source = columns.text("Who imposed it: a state's code, or the name of a group.", key=True)
    target = columns.text("Against whom: a code of a state or territory, or the name of a group.", key=True)
    source_is_group = dy.Bool(metadata={"description": "`source` is the name of a group, not a code."})
    target_is_group = dy.Bool(metadata={"description": "`target` is the name of a group, not a code."})
    first_year = columns.year(1945, what="First year in force.")
    last_year = columns.year(1945, what="Last year in force, or of the data set's coverage if it goes on.")
    trade = columns.flag("Goods trade is limited.")
    arms = columns.flag("Arms trade is limited.")
    military = columns.flag("Military assistance is limited.")
    financial = columns.flag("Payments, assets, credit or aid are limited.")
    travel = columns.flag("Travel is limited.")


class Sanctions(dy.Schema):
    """How many sanction cases of `source` against `target` were in force in a year; pairs without any have no row.

    Decisions of an organisation whose members are known (`groups.csv`) count for each member of that year; those of
    the United Nations and of other groups do not (table `organisation_sanctions`).
    """

    source = columns.unit(key=True, what="Who imposed them.")
    target = columns.unit(key=True, what="Against whom.")
    year = columns.year(1945, key=True)
    dataset = columns.dataset()
    n_cases = _cases("In force on some day of the year, of any kind.", least=1)
    n_own = _cases("Of these: named as a party itself; the others only bind it as a member of an organisation.")
    n_trade = _cases(f"Of these: limit goods trade{_UNKNOWN}", nullable=True)
    n_arms = _cases(f"Of these: limit arms trade{_UNKNOWN}", nullable=True)
    n_military = _cases(f"Of these: limit military assistance{_UNKNOWN}", nullable=True)
    n_financial = _cases(f"Of these: limit payments, assets, credit or aid{_UNKNOWN}", nullable=True)
    n_travel = _cases(f"Of these: limit travel{_UNKNOWN}", nullable=True)


class OrganisationSanctions(dy.Schema):
    """How many sanction cases of an organisation or other group against `target` were in force in a year."""

    organisation = columns.text("Name of the group that imposed them.", key=True)
    target = columns.unit(key=True, what="Against whom.")
    year = columns.year(1945, key=True)
    dataset = columns.dataset()
    n_cases = _cases("In force on some day of the year, of any kind.", least=1)
    n_trade = _cases(f"Of these: limit goods trade{_UNKNOWN}", nullable=True)
    n_arms = _cases(f"Of these: limit arms trade{_UNKNOWN}", nullable=True)
    n_military = _cases(f"Of these: limit military assistance{_UNKNOWN}", nullable=True)
    n_financial = _cases(f"Of these: limit payments, assets, credit or aid{_UNKNOWN}", nullable=True)
    n_travel = _cases(f"Of these: limit travel{_UNKNOWN}", nullable=True)


class SanctionsReceived(dy.Schema):
    """How many sanction cases against a state were in force in a year, each counted once, and from how many."""

    target = columns.unit(key=True, what="Against whom.")
    year = columns.year(1945, key=True)
    dataset = columns.dataset()
    n_cases = _cases("In force on some day of the year, whoever imposed them.", least=1)
    n_states = _cases("States and territories that had one in force, themselves or as members of an organisation.")
    n_organisations = _cases("Organisations and other groups that had one in force.")


TABLES: dict[str, type[dy.Schema]] = {
    "sanctions": Sanctions,
    "organisation_sanctions": OrganisationSanctions,
    "sanctions_received": SanctionsReceived,
}

#: The cases themselves may not be passed on.
READ: dict[str, type[dy.Schema]] = {"sanction_cases": SanctionCases}
