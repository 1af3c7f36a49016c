"""Published positions of states in the UN General Assembly (Bailey, Strezhnev and Voeten), three editions.

Grain of the raw files: one row is one state in one session (2020, 2024 and `legacy` of 2025; year = session +
1945) or in one calendar year (`final` and `all` of 2025, authors' codebook). Series: `final` rests on votes
on whole resolutions only, `all` on all votes, `legacy` on votes by session. Traps: the edition of 2024 calls
`all` what the one of 2025 calls `legacy` (equal to seven digits); the edition of 2020 is in Latin-1; the ISO3
column is empty in 17 rows and wrong for South Yemen, so states are read from their COW numbers.
"""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from amity import states
from amity.errors import SourceError
from amity.sources import Download, Form, Source, read_table, recode, require

if TYPE_CHECKING:
    import polars as pl

#: Our names of the columns of a series.
_MEASURES = ("value", "low", "high", "n")


def _read(folder: Path) -> Mapping[str, pl.DataFrame]:
    """All series of the three editions, one below the other."""
    import polars as pl

    july_2025, june_2024, april_2020 = (sorted(folder.glob(pattern))[-1] for pattern in _FILES)
    newest = read_table(july_2025)
    middle = read_table(june_2024)
    oldest = _read_latin1(april_2020)
    by_session = ("IdealPoint", "Q5%", "Q95%", "NVotes")
    parts = [
        _series(newest, july_2025, "2025-07", "final", "year", ("idealpointfp", "q5fp", "q95fp", "nvotesfp")),
        _series(newest, july_2025, "2025-07", "all", "year", ("idealpointall", "q5all", "q95all", "nvotesall")),
        _series(newest, july_2025, "2025-07", "legacy", "year", ("idealpointlegacy", None, None, "nvotesLegacy")),
        _series(middle, june_2024, "2024-06", "all", "session", tuple(f"{name}All" for name in by_session)),
        _series(oldest, april_2020, "2020-04", "legacy", "session", by_session),
    ]
    return {"ideal_points": pl.concat(parts)}


def _series(
    raw: pl.DataFrame, path: Path, vintage: str, series: str, period: str, measures: tuple[str | None, ...]
) -> pl.DataFrame:
    """One series in our columns; rows without an estimate are left out."""
    import polars as pl

    frame = require(raw, ("ccode", period, *(name for name in measures if name)), path)
    numbers: dict[object, str] = {**states.cow_codes()}
    frame = recode(frame, "ccode", numbers, path, "state")
    year = pl.col(period).cast(pl.Int16) + (1945 if period == "session" else 0)
    kinds = dict.fromkeys(_MEASURES, pl.Float64()) | {"n": pl.Int32()}
    taken = [
        (pl.col(raw_name) if raw_name else pl.lit(None)).cast(kinds[name]).alias(name)
        for name, raw_name in zip(_MEASURES, measures, strict=True)
    ]
    made = frame.select(
        "state",
        year.alias("year"),
        pl.lit(series, pl.Enum(["final", "all", "legacy"])).alias("series"),
        pl.lit(vintage).alias("vintage"),
        *taken,
        pl.lit(SOURCE.id).alias("dataset"),
    ).filter(pl.col("value").is_not_null())
    twice = made.filter(made.select("state", "year").is_duplicated())
    if twice.height:
        state, first = twice["state"][0], twice["year"][0]
        raise SourceError(f"{path}: {state} has two values of {series} in {first}. Mend the file.")
    return made


def _read_latin1(path: Path) -> pl.DataFrame:
    """A CSV file in Latin-1, plain or gzip."""
    import polars as pl

    try:
        packed = path.read_bytes()
        data = gzip.decompress(packed) if path.suffix == ".gz" else packed
        return pl.read_csv(io.BytesIO(data.decode("latin-1").encode()), infer_schema_length=None)
    except (EOFError, OSError, zlib.error, pl.exceptions.PolarsError) as error:
        reason = str(error).strip().split("\n")[0] or type(error).__name__
        raise SourceError(f"{path}: cannot be read ({reason}). The file is damaged; fetch it again.") from error


_FILES = (
    "IdealpointsJuly2025.dta*",
    "IdealpointestimatesAll_Jun2024.csv*",
    "IdealpointestimatesAll_Apr2020.csv*",
)

SOURCE = Source(
    id="un-ga-ideal-points",
    title="United Nations General Assembly Ideal Point Estimates",
    version="July 2025 (1946-2024), June 2024 (sessions 1-78), April 2020 (sessions 1-74)",
    citation=(
        "Bailey, M. A., A. Strezhnev, E. Voeten (2017). Estimating Dynamic State Preferences from United "
        "Nations Voting "
        "Data. Journal of Conflict Resolution 61(2): 430-456."
    ),
    licence=("CC0 1.0 on Dataverse (not seen, check on the dataset page); edition of 2020: MIT (authors' repository)"),
    landing_url="https://doi.org/10.7910/DVN/LEJUQZ",
    download_url="https://doi.org/10.7910/DVN/LEJUQZ",
    grain="one state in one session or year",
    coverage="members of the UN, 1946-2024; 1964 (session 19) has no estimates",
    ships="values",
    defects=(
        "series final and all of July 2025 are by calendar year, all other series by session (year = session + 1945)",
        "all of June 2024 is what July 2025 calls legacy",
        "all and legacy of July 2025 end with 2023; legacy has no quantiles",
        "a few estimates rest on one vote",
        "a release 1946-2025 exists and was not obtained",
    ),
    forms=(Form("official files", _FILES, _read),),
    # The Dataverse list and the id of the edition of 2024 as read in public loaders of these files.
    downloads=(
        Download(
            "https://dataverse.harvard.edu/api/datasets/:persistentId/?persistentId=doi:10.7910/DVN/LEJUQZ",
            "IdealpointsJuly2025.dta",
            listed="IdealpointsJuly2025.dta",
        ),
        Download("https://dataverse.harvard.edu/api/access/datafile/10295878", "IdealpointestimatesAll_Jun2024.csv"),
        Download(
            "https://raw.githubusercontent.com/evoeten/United-Nations-General-Assembly-Votes-and-Ideal-Points/HEAD/"
            "Output/IdealpointestimatesAll_Apr2020.csv",
            "IdealpointestimatesAll_Apr2020.csv",
        ),
    ),
)
