"""How strong a state is in men, money, steel, energy and people: COW National Material Capabilities 7."""

from __future__ import annotations

from pathlib import Path

from amity import states
from amity.errors import SourceError
from amity.sources import Download, Form, Source, Tables, first_file, read_table, recode, require, whole_numbers

#: Raw column → ours; -9 is missing in all of them.
_COLUMNS = {
    "milex": "milex_usd_thousand",
    "milper": "milper_thousand",
    "irst": "irst_thousand_tonne",
    "pec": "pec_thousand_coal_tonne",
    "tpop": "tpop_thousand",
    "upop": "upop_thousand",
    "cinc": "cinc",
}
#: Numbers of states that ended by joining another number with the same code: in a year with both, the other
#: counts.
_ENDED = (260, 678)


def _read(folder: Path, pattern: str) -> Tables:
    """One row per state and year.

    Traps: -9 is missing; military expenditure is in thousand pounds before 1914. In 1990 both West Germany
    (260) and Germany (255), North Yemen (678) and Yemen (679) have a row: the successor's row, the state that
    existed on 31 December, is kept whole and the other dropped (indices are never added). East Germany (265)
    and South Yemen (680) are states of their own.

    Raises:
        SourceError: A damaged file, a missing column, a value that is no number or negative but not -9, an
            unknown code, or a state and year given twice.
    """
    import polars as pl

    path = first_file(folder, pattern)
    frame = whole_numbers(require(read_table(path), ("ccode", "year", *_COLUMNS), path), ("ccode", "year"), path)
    for name in _COLUMNS:
        raw = frame[name].replace(["", "NA", "."], None) if frame[name].dtype == pl.String else frame[name]
        number = raw.cast(pl.Float64, strict=False)
        wrong = (number.is_null() & raw.is_not_null()) | ((number < 0) & (number != -9)).fill_null(False)
        if wrong.any():
            row = wrong.arg_true()[0]
            raise SourceError(f"{path}: {raw[row]!r} in column {name}, row {row + 2}, is neither an amount nor -9.")
        frame = frame.with_columns(pl.when(number != -9).then(number).alias(name))
    frame = recode(frame, "ccode", {**states.cow_codes()}, path, "state")
    double = frame.filter(frame.select("ccode", "year").is_duplicated())
    if double.height:
        raise SourceError(f"{path}: state {double['ccode'][0]} has two rows for {double['year'][0]}.")
    frame = (
        frame.with_columns(pl.col("ccode").is_in(_ENDED).alias("ended"))
        .sort("state", "year", "ended", "ccode")
        .unique(["state", "year"], keep="first", maintain_order=True)
    )
    return {
        "capabilities": frame.select(
            "state",
            pl.col("year").cast(pl.Int16),
            *[pl.col(raw).cast(pl.Float64).alias(ours) for raw, ours in _COLUMNS.items()],
            pl.lit(SOURCE.id).alias("dataset"),
        )
    }


def _official(folder: Path) -> Tables:
    """NMC-70-abridged.csv; see `_read`."""
    return _read(folder, "NMC-70-abridged.csv*")


def _packaged(folder: Path) -> Tables:
    """cow_nmc.rda; see `_read`."""
    return _read(folder, "cow_nmc.rda")


SOURCE = Source(
    id="cow-nmc7",
    title="National Material Capabilities",
    version="7.0",
    citation="Singer, J. D. (1987). Reconstructing the Correlates of War Dataset on Material Capabilities of "
    "States, 1816-1985. International Interactions 14(2). Data: Correlates of War Project, NMC 7.0.",
    licence="Free for research with citation, to be fetched from the project's site; formal licence not seen, check.",
    landing_url="https://correlatesofwar.org/data-sets/national-material-capabilities/",
    download_url="https://correlatesofwar.org/wp-content/uploads/NMCv7.zip (NMC-v7-abridged.zip, NMC-70-abridged.csv)",
    grain="a state and year",
    coverage="members of the COW state system, 1816-2022",
    ships="values",
    forms=(
        Form("official csv", ("NMC-70-abridged.csv*",), _official),
        Form("peacesciencer rda", ("cow_nmc.rda",), _packaged),
    ),
    defects=(
        "China's urban population falls from 588 to 361 million from 2000 to 2007: a change of definition.",
        "CINC sums to 1.007 over 2022, not to 1.",
        "Military expenditure is in thousand pounds before 1914, in thousand current US$ from then on.",
        "1990 has rows for both West and united Germany and both Yemens; the united state's row is kept.",
    ),
    # An archive in the archive, as read in several public loaders (one says it looked on 21 June 2026).
    downloads=(
        Download(
            "https://correlatesofwar.org/wp-content/uploads/NMCv7.zip",
            "NMCv7.zip",
            ("NMC-v7-abridged.zip/NMC-70-abridged.csv",),
        ),
    ),
)
