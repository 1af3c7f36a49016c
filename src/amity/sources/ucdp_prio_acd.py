"""Where states fought in armed conflicts, for themselves or beside others: UCDP/PRIO Armed Conflict Dataset."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from amity import states
from amity.sources import Download, Form, Source, Tables, first_file, read_table, recode, refuse, require, whole_numbers

if TYPE_CHECKING:
    import polars as pl

_SIDES = {
    "gwno_a": ("a", True),
    "gwno_a_2nd": ("a", False),
    "gwno_b": ("b", True),
    "gwno_b_2nd": ("b", False),
}
_KINDS = ("extrasystemic", "interstate", "intrastate", "internationalised")
_IN_PACKAGE = {"extrasystemic": 1, "interstate": 2, "intrastate": 3, "II": 4}
#: A number of Gleditsch and Ward for a state that amity does not have; its conflicts of 1947-48 lose that party.
_NOT_STATES = frozenset({751})  # Hyderabad


def _parties(rows: pl.DataFrame, path: Path, vintage: str | pl.Expr) -> pl.DataFrame:
    """Table `armed_conflict_parties` from rows whose four columns of parties are text, several parted by commas.

    Raises:
        SourceError: An unknown code or kind, a value off its scale.
    """
    import polars as pl

    rows = whole_numbers(rows, ("conflict_id", "year", "intensity_level", "type_of_conflict"), path)
    refuse(rows, ~pl.col("intensity_level").is_between(1, 2), "intensity_level", path, "not 1 or 2")
    refuse(rows, ~pl.col("type_of_conflict").is_between(1, 4), "type_of_conflict", path, "not 1-4")
    refuse(rows, ~pl.col("year").is_between(1946, 2100), "year", path, "before 1946")
    rows = rows.with_columns(
        line=pl.int_range(2, pl.len() + 2),
        vintage=vintage if isinstance(vintage, pl.Expr) else pl.lit(vintage),
        kind=pl.col("type_of_conflict").replace_strict(dict(enumerate(_KINDS, 1)), return_dtype=pl.Enum(_KINDS)),
    )
    known: dict[object, str] = {str(number): code for number, code in states.gw_codes().items()}
    known |= {str(number): "" for number in _NOT_STATES}
    parts: list[pl.DataFrame] = []
    for column, (side, primary) in _SIDES.items():
        listed = rows.with_columns(pl.col(column).str.split(",")).explode(column, empty_as_null=False)
        listed = listed.with_columns(pl.col(column).str.strip_chars()).filter(pl.col(column).fill_null("") != "")
        refuse(listed, ~pl.col(column).is_in(pl.Series(list(known)).implode()), column, path, "no number of a state")
        parts.append(
            recode(listed, column, known, path, "state")
            .filter(pl.col("state") != "")
            .select(
                pl.col("conflict_id").cast(pl.Int32).alias("conflict"),
                pl.col("year").cast(pl.Int16),
                "state",
                pl.lit(side, pl.Enum(["a", "b"])).alias("side"),
                pl.lit(SOURCE.id).alias("dataset"),
                "vintage",
                "kind",
                (pl.col("intensity_level") == 2).alias("is_war"),
                pl.lit(primary).alias("is_primary"),
            )
        )
    key = ("conflict", "year", "state", "side", "dataset", "vintage")
    # The package repeats a party for every combination with the others.
    return pl.concat(parts).group_by(key).agg(pl.col("kind").first(), pl.col("is_war", "is_primary").max())


def _csv(path: Path) -> pl.DataFrame:
    """Parties of one official file; its edition stands in it."""
    import polars as pl

    whole = ("conflict_id", "year", "intensity_level", "type_of_conflict")
    rows = require(read_table(path), (*whole, *_SIDES, "version"), path)
    edition = pl.col("version").cast(pl.String)
    refuse(rows, ~edition.str.contains(r"^\d\d\.\d$"), "version", path, "no edition such as 25.1")
    return _parties(rows.with_columns(pl.col(*_SIDES).cast(pl.String)), path, edition)


def _rda(path: Path) -> pl.DataFrame:
    """Parties of the package's form, which does not name its edition."""
    import polars as pl

    whole = ("conflict_id", "year", "intensity_level", "type_of_conflict")
    rows = require(read_table(path), (*whole, *_SIDES), path)
    refuse(rows, ~pl.col("type_of_conflict").is_in(list(_IN_PACKAGE)), "type_of_conflict", path, "an unknown kind")
    rows = whole_numbers(rows, tuple(_SIDES), path, empty=True).with_columns(
        pl.col(*_SIDES).cast(pl.String),
        pl.col("type_of_conflict").replace_strict(_IN_PACKAGE, return_dtype=pl.Int64),
    )
    return _parties(rows, path, _PACKAGED)


def _tables(parties: pl.DataFrame) -> Tables:
    """Parties, and from them the pairs on opposite sides."""
    import polars as pl

    year = ("conflict", "year", "dataset", "vintage", "kind", "is_war")
    pairs = (
        parties.join(parties, on=year, suffix="_b")
        .filter((pl.col("state") < pl.col("state_b")) & (pl.col("side") != pl.col("side_b")))
        .group_by(*year, "state", "state_b")
        .agg((pl.col("is_primary") & pl.col("is_primary_b")).any())
        .rename({"state": "a", "state_b": "b"})
        .select("a", "b", "year", "dataset", "vintage", "conflict", "kind", "is_war", "is_primary")
    )
    return {
        "armed_conflict_parties": parties.sort("conflict", "year", "state", "side", "vintage"),
        "armed_conflicts": pairs.sort("a", "b", "year", "vintage", "conflict"),
    }


def _official(folder: Path) -> Tables:
    """Every edition in the folder, of the makers' layout and of the package's.

    Traps: numbers are Gleditsch and Ward's; several parties stand in one cell; supporting states sent troops; all is
    said of the conflict and year, so supporters of different rebels are on one side; eight states are on both sides of
    a conflict in a year.

    Raises:
        SourceError: A damaged file, a missing column, an unknown code or kind, a value off its scale.
    """
    import polars as pl

    parts = [_csv(path) for path in sorted(folder.glob("UcdpPrioConflict_v*.csv*"))]
    parts += [_rda(path) for path in sorted(folder.glob("ucdp_acd*.rda"))]
    key = ("conflict", "year", "state", "side", "vintage")
    # A file of the makers goes before the package of the same edition.
    return _tables(pl.concat(parts).unique(key, keep="first", maintain_order=True))


def _newest(folder: Path) -> Tables:
    """The newest official file alone."""
    return _tables(_csv(first_file(folder, "UcdpPrioConflict_v*.csv*")))


#: Edition of the package's form: as many conflict-years (2,752) and the same last year (2024) as edition 25.1.
_PACKAGED = "25.1"

SOURCE = Source(
    id="ucdp-prio-acd",
    title="UCDP/PRIO Armed Conflict Dataset",
    version="24.1 and 25.1",
    citation="Gleditsch, Wallensteen, Eriksson, Sollenberg, Strand (2002). Armed Conflict 1946-2001: A New Dataset. "
    "Journal of Peace Research 39(5). Davies et al. (2024).",
    licence="CC BY 4.0, from general knowledge: check.",
    landing_url="https://ucdp.uu.se/downloads/",
    download_url="https://ucdp.uu.se/downloads/ucdpprio/ucdp-prio-acd-251-csv.zip",
    grain="a conflict and year",
    coverage="states of Gleditsch and Ward, 1946-2023 (24.1), 1946-2024 (25.1)",
    ships="values",
    years={"24.1": (1946, 2023), "25.1": (1946, 2024)},
    downloads=(
        Download(
            "https://ucdp.uu.se/downloads/ucdpprio/ucdp-prio-acd-251-csv.zip",
            "ucdp-prio-acd-251-csv.zip",
            members=("UcdpPrioConflict_v*.csv",),
            most_bytes=20_000_000,
        ),
    ),
    forms=(
        Form("official csv", ("UcdpPrioConflict_v25_1.csv*",), _official),
        Form("official csv and peacesciencer rda", ("UcdpPrioConflict_v*.csv*", "ucdp_acd*.rda"), _official),
        Form("older official csv", ("UcdpPrioConflict_v*.csv*",), _newest),
    ),
    defects=(
        "Says who sent troops, not who sent weapons or money: external support is another data set, not held.",
        "A conflict-year has one side for and one against: states that backed different rebels share a side, and five "
        "conflicts with dozens of contributors give 86 % of all pairs on the same side.",
        "Eight times a state is on both sides of a conflict in a year.",
        "Hyderabad (751) is no state here and left out: 3 conflict-years of 1947-48 lose it, among them the one of "
        "India against Hyderabad.",
        "Edition 25.1 is in the package's form, which repeats parties and does not name its edition.",
    ),
)
