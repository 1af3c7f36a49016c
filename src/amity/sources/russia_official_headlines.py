"""Which states Russia's official outlets name: titles of the president's speeches, leads of foreign ministry posts.

States are found by their English names, demonyms and adjectives at word boundaries, by flags, and by hashtags such as
#russiachina; not by capitals, leaders or organisations. docs/words.md prints how often that is right. Titles do not
leave this file, only counts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from amity import states
from amity.sources import Form, Source, Tables, days, first_file, read_table, refuse, require

if TYPE_CHECKING:
    import polars as pl

#: Outlet → its file and the column with the title.
_OUTLETS = {
    "kremlin": ("kremlin_speech_titles*.csv*", "title"),
    "mfa": ("russian_mfa_telegram_leads*.csv*", "lead_120_chars"),
}
#: The collector cut titles here, often inside a word ("niger" of "nigeria").
_CUT = 120

#: Spellings the table of names lacks or dates to the past, each with a name it has.
_MORE = {
    "turkey": "Türkiye", "czech republic": "Czechia", "ivory coast": "Côte d'Ivoire", "swaziland": "Eswatini",
    "burma": "Myanmar", "macedonia": "North Macedonia", "azeri": "Azerbaijan", "somali": "Somalia",
    "emirati": "United Arab Emirates", "usa": "United States", "uae": "United Arab Emirates", "uk": "United Kingdom",
    "prc": "China", "drc": "Democratic Republic of the Congo",
    "dprk": "North Korea", "kazakhstani": "Kazakhstan", "korean republic": "South Korea",
}  # fmt: skip
#: Names that in running text mostly mean something else, or a state that is no more.
_NOT_MEANT = frozenset(
    {
        "austro hungarian", "central african", "cote", "ducal", "electoral", "german empire", "german reich",
        "gold coast", "malaya", "ottoman empire", "ottoman turkey", "persia", "persian", "pole", "poles", "prussia",
        "republic of china", "reunion", "saint martin", "sardinia", "states", "third reich", "timor", "yugoslav",
        "yugoslavia", "yugoslavian",
    }
)  # fmt: skip
#: Phrases that hold a name and do not mean the state; found first, they hide it.
_PHRASES = (
    "latin america", "latin american", "latin americas", "south america", "south american", "north america",
    "north american", "central america", "central american", "russian america", "african american",
    "organisation of american states", "organization of american states", "inter american", "indian ocean",
    "gulf of mexico", "new mexico", "sea of japan", "south china sea", "east china sea", "northern ireland",
    "british columbia", "french guiana", "french polynesia", "german gref", "ottoman turkish", "nazi germany",
    "nazi german", "hitlers germany", "fascist germany", "fascist german", "german fascist", "german nazi",
    "german occupied", "american samoa", "west indian", "inner mongolian",
)  # fmt: skip
#: "us" is a state only where the words beside it say so.
_US = (
    r"#(?:russia)?us\b|\bthe us\b|\bus-|\brussia-us\b|\brussian-us\b"
    r"|\bus (?:administration|ambassador|and uk|attempts|authorities|biolabs|citizens|congress|congressional|consulate"
    r"|counterpart|deputy|department|diplomats?|embassy|forces|government|military|officials|presidential|president"
    r"|sanctions|secretary|senate|senators?|side|special|state|statements?|troops|under|withdrawal)\b"
)


@cache
def _names() -> Mapping[str, str]:
    """Normalised spelling → code of every state and territory but Russia that is looked for."""
    known = states.english_names()
    living = {
        key: code
        for key, code in known.items()
        if key.isascii()
        and len(key) > 3
        and key not in _NOT_MEANT
        and code != "RUS"
        and (states.get(code).kind == "territory" or states.get(code).spells[-1].last_day is None)
    }
    more = {key: states.name_codes()[states.normalise(name)] for key, name in _MORE.items()}
    flags = {
        "".join(chr(0x1F1E6 + ord(letter) - ord("A")) for letter in iso2): code
        for iso2, code in states.iso2_codes().items()
        if code != "RUS"
    }
    return living | more | flags


@cache
def _pattern() -> str:
    """What is looked for, phrases that hide names first and longer names before shorter ones."""
    words = sorted((key for key in _names() if key.isascii()), key=lambda key: (-len(key), key))
    spelled = "|".join(map(re.escape, words))
    return rf"\b(?:{'|'.join(sorted(_PHRASES, key=len, reverse=True))})\b|\b(?:russia)?(?:{spelled})s?\b|[🇦-🇿]{{2}}"


def _plain(text: pl.Expr) -> pl.Expr:
    """Titles as `states.normalise` writes names, flags parted by spaces; "us" becomes "usa" where it is a state."""
    import polars as pl

    whole = pl.when(text.str.len_chars() >= _CUT).then(text.str.replace(r"[^\s]+$", "")).otherwise(text)
    return (
        whole.str.replace_all(r"\bUS\b", "usa")
        .str.to_lowercase()
        .str.replace_all(_US, " usa ")
        .str.replace_all(r"([🇦-🇿]{2})", " $1 ")
        .str.normalize("NFKD")
        .str.replace_all(r"\p{M}|['’ʼ`´‘]", "")
        .str.replace_all(r"\bu\.s\.(?:a\.)?", " usa ")
        .str.replace_all(r"\bu\.k\.", " uk ")
        .str.replace_all("&", " and ", literal=True)
        .str.replace_all(r"[^\p{L}\p{N}🇦-🇿]+", " ")
        .str.replace_all(r"\bthe ", "")
    )


def find_states(titles: pl.Series) -> pl.DataFrame:
    """Which states and territories does each title name?

    Args:
        titles: English titles, any case.

    Returns:
        One row per title and state named in it: columns title (its row number) and target (code). Russia, the
        speaker, is not looked for.
    """
    import polars as pl

    names = _names()
    table = pl.DataFrame({"found": list(names), "target": list(names.values())})
    hits = (
        titles.to_frame("text")
        .with_row_index("title")
        .select("title", _plain(pl.col("text")).str.extract_all(_pattern()).alias("found"))
        .explode("found")
        .drop_nulls("found")
        .with_columns(pl.col("found").str.strip_prefix("russia"))  # of "russiachina"
    )
    # A plural or possessive s.
    stem = pl.col("found").str.strip_suffix("s")
    found = (
        hits.with_columns(
            pl.when(pl.col("found").is_in(table["found"].implode())).then("found").otherwise(stem).alias("found")
        )
        .join(table, on="found", how="inner")
        .select("title", "target")
    )
    return found.unique().sort("title", "target")


def _read(folder: Path) -> Tables:
    """Titles that name each state, and titles in all, per outlet and year.

    Raises:
        SourceError: A damaged file, a missing column, a date that is none, a title that is missing.
    """
    import polars as pl

    named: list[pl.DataFrame] = []
    totals: list[pl.DataFrame] = []
    dataset = pl.lit(SOURCE.id).alias("dataset")
    for outlet, (pattern, column) in _OUTLETS.items():
        path = first_file(folder, pattern)
        frame = days(require(read_table(path), ("date", column), path), "date", path)
        refuse(frame, pl.col(column).is_null(), column, path, "no title")
        frame = frame.select(
            pl.col(column).alias("text"),
            pl.col("date").dt.year().cast(pl.Int16).alias("year"),
            pl.col("date").dt.month().alias("month"),
        ).with_row_index("title")
        key = [pl.lit("RUS").alias("source"), pl.lit(outlet, pl.Enum(list(_OUTLETS))).alias("outlet")]
        count = pl.len().cast(pl.Int32).alias("titles")
        mine = find_states(frame["text"]).join(frame.select("title", "year"), on="title")
        named.append(
            mine.group_by("target", "year").agg(count).select(key[0], "target", "year", key[1], "titles", dataset)
        )
        months = pl.col("month").n_unique().cast(pl.Int8).alias("months")
        totals.append(
            frame.group_by("year").agg(count, months).select(key[0], "year", key[1], "titles", "months", dataset)
        )
    return {
        "headlines": pl.concat(named).sort("source", "target", "year", "outlet"),
        "headline_totals": pl.concat(totals).sort("source", "year", "outlet"),
    }


SOURCE = Source(
    id="russia-official-headlines",
    title="Titles of the Russian president's speeches and leads of the Russian foreign ministry's posts",
    version="collected on 15 March 2026",
    citation="Administration of the President of Russia, http://en.kremlin.ru; Ministry of Foreign Affairs of Russia, "
    "https://t.me/MFARussia; collected by lobsterbush, kremlin-speeches.",
    licence="kremlin.ru: CC BY 4.0 by its site notice, to be checked; posts of the ministry: official, terms not seen. "
    "Only counts ship.",
    landing_url="http://en.kremlin.ru/",
    download_url="lobsterbush/kremlin-speeches docs/data/kremlin/search/*.json and docs/data/mfa/search/*.json",
    grain="a speech; a post",
    coverage="Russia: 1,402 speeches of the president 2000-2025; 22,231 posts of the ministry, November 2016 to March "
    "2026",
    ships="aggregates",
    forms=(Form("csv of titles", tuple(pattern for pattern, _ in _OUTLETS.values()), _read),),
    by_hand="Write the collector's search files to kremlin_speech_titles.csv (date, title) and "
    "russian_mfa_telegram_leads.csv (date, lead_120_chars).",
    defects=(
        "Titles and leads only, cut at 120 characters; a state named later in the text is not seen.",
        "States are found by name, demonym, flag or hashtag in English; Congo, Korea and Dominican without more are "
        "not counted, since they mean several states.",
        "Few speeches in early years: 2 in 2002, 10 to 29 a year until 2008.",
        "125 posts repeat an earlier one of the same day and count again.",
        "Posts of 2016 start in November; those of 2026 end in March. The ministry's style and volume change: 1,199 "
        "posts in 2021, 3,179 in 2024.",
    ),
)
