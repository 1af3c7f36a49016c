"""Who named whom in the General Debate of the United Nations: words of each speech, and mentions counted in it.

The corpus itself is text; held and read here are two tables made from all of it, an index of speeches and counts of
names. Trap: the file calls the Republic of China "CHN" until 1970; by the rule of docs/states.md these are TWN's.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from amity import states
from amity.errors import SourceError
from amity.sources import Form, Source, Tables, first_file, read_table, recode, refuse, require, whole_numbers

if TYPE_CHECKING:
    import polars as pl

_INDEX, _MENTIONS = "ungdc_index_all.csv*", "ungdc_mentions_all.csv*"

#: Session 1 met in 1946.
_BEFORE_FIRST = 1945
#: Years in which the government in Taipei spoke as China.
_TAIPEI = (1950, 1970)
#: Subjects counted like targets; the file marks them with an underscore.
_THEMES = ("BRICS", "CSTO", "EAEU", "EU", "HEGEMON", "MULTIPOLAR", "NATO", "SANCTIONS", "SCO")


def _speakers(frame: pl.DataFrame, column: str, path: Path) -> pl.DataFrame:
    """`frame` with our code of who spoke as column `state`; speeches that are no state's are left out.

    Left out: the European Union, which is no state, and the one speech of 1962 filed under the United Arab Emirates,
    a state since 1971 (Egypt, then the United Arab Republic, has none in that session: a slip of code, not ours to
    mend). A speech of Czechoslovakia filed under the Czech Republic is Czechoslovakia's.
    """
    import polars as pl

    codes: dict[object, str] = {**states.iso3_codes(), "EU": ""}
    frame = recode(frame, column, codes, path, "coded")
    year, coded = pl.col("year"), pl.col("coded")
    frame = frame.with_columns(
        pl.when((coded == "CHN") & year.is_between(*_TAIPEI))
        .then(pl.lit("TWN"))
        .when((coded == "CZE") & (year < 1993))
        .then(pl.lit("CSK"))
        .when((coded == "ARE") & (year < 1971))
        .then(pl.lit(""))
        .otherwise(coded)
        .alias("state")
    )
    return frame.filter(pl.col("state") != "")


def _read(folder: Path) -> Tables:
    """Words of each speech; mentions of each target; mentions of each theme.

    A speaker that names itself is left out, also where the name may mean it: "China" said by the Republic of China.

    Raises:
        SourceError: A damaged file, a missing column, an unknown speaker, target or theme, a session that does not fit
            its year, two speeches of one state in a year, mentions in a speech that the index lacks.
    """
    import polars as pl

    path = first_file(folder, _INDEX)
    index = require(read_table(path), ("iso3", "session", "year", "n_words"), path)
    index = whole_numbers(index, ("session", "year", "n_words"), path)
    refuse(index, pl.col("year") - pl.col("session") != _BEFORE_FIRST, "year", path, "not the year of its session")
    refuse(index, pl.col("n_words") < 1, "n_words", path, "not a number of words")
    speeches = _speakers(index, "iso3", path)
    refuse(speeches, pl.struct("state", "year").is_duplicated(), "state", path, "twice in one session")

    path = first_file(folder, _MENTIONS)
    counts = require(read_table(path), ("speaker_iso3", "session", "year", "target", "mentions"), path)
    counts = whole_numbers(counts, ("session", "year", "mentions"), path)
    refuse(counts, pl.col("mentions") < 1, "mentions", path, "not a number of mentions")
    named: dict[object, str] = {**states.iso3_codes(), **{f"_{theme}": f"_{theme}" for theme in _THEMES}}
    counts = recode(_speakers(counts, "speaker_iso3", path), "target", named, path, "named")
    refuse(counts, pl.struct("state", "year", "named").is_duplicated(), "target", path, "twice for one speech")
    orphans = counts.join(speeches, on=["state", "year"], how="anti")
    if orphans.height:
        who, year = orphans["state"][0], orphans["year"][0]
        raise SourceError(f"{path}: mentions by {who} in {year}, but no such speech in the index. Fetch both again.")

    dataset = pl.lit(SOURCE.id).alias("dataset")
    year = pl.col("year").cast(pl.Int16)
    is_theme = pl.col("named").str.starts_with("_")
    itself = (pl.col("state") == pl.col("named")) | ((pl.col("state") == "TWN") & (pl.col("named") == "CHN"))
    counted = counts.with_columns(year, pl.col("mentions").cast(pl.Int32), pl.col("state").alias("speaker"), dataset)
    return {
        "speeches": speeches.select("state", year, pl.col("n_words").cast(pl.Int32), dataset).sort("state", "year"),
        "mentions": counted.filter(~is_theme & ~itself)
        .select("speaker", pl.col("named").alias("target"), "year", "mentions", "dataset")
        .sort("speaker", "target", "year"),
        "speech_themes": counted.filter(is_theme)
        .select("speaker", "year", pl.col("named").str.strip_prefix("_").alias("theme"), "mentions", "dataset")
        .sort("speaker", "year", "theme"),
    }


SOURCE = Source(
    id="ungdc",
    title="United Nations General Debate Corpus: index of speeches and counts of names",
    version="sessions 1-77 (1946-2022)",
    citation="Baturo, Dasandi, Mikhaylov (2017). Understanding State Preferences With Text As Data: Introducing the UN "
    "General Debate Corpus. Research & Politics 4(2).",
    licence="CC0 1.0 as stated by a re-user of the same deposit; the speeches are UN official records. Check.",
    landing_url="https://doi.org/10.7910/DVN/0TJX8Y",
    download_url="https://doi.org/10.7910/DVN/0TJX8Y (texts, behind a form)",
    grain="a speech; a speech and a name counted in it",
    coverage="10,568 speeches, 200 states and the EU, 1946-2022; 70 states and territories and 9 themes counted",
    ships="values",
    forms=(Form("index and mention counts", (_INDEX, _MENTIONS), _read),),
    by_hand="The corpus offers texts only, behind a form. The index and the counts of names, demonyms and "
    "capitals were made from its texts with a regular expression that is not part of the files held.",
    defects=(
        "Names were sought for 70 states and territories only; for any other state there is no figure, not zero.",
        "The names are approximate: 'Georgia' and 'Korea' mean more than one thing, and capitals count as states.",
        "'China' in a speech before 1971 may mean either government; the file's own CHN of 1950-1970 is Taipei (TWN).",
        "1970 has 70 speeches only; China has none in that year, and scanned years keep artefacts of their pages.",
        "Themes are words such as NATO, BRICS, sanctions, multipolar; what exactly counts is not documented.",
    ),
)
