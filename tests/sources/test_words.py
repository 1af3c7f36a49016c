"""The six sources on words and contacts: samples, damage, and the figures printed in the data notes."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import polars as pl
import pyreadr
import pytest

from amity import states
from amity.errors import SourceError
from amity.sources import (
    Source,
    Tables,
    china_vitae_engagements,
    gdelt_dyad_monthly,
    icews_dyad,
    major_power_signals,
    russia_official_headlines,
    ungdc,
)
from library import LIBRARY, raw, read, sample, samples

HERE = samples()
DOCS = Path(__file__).parents[2] / "docs" / "words.md"
UNGDC, ICEWS, GDELT = ungdc.SOURCE, icews_dyad.SOURCE, gdelt_dyad_monthly.SOURCE
SIGNALS, VITAE, TITLES = major_power_signals.SOURCE, china_vitae_engagements.SOURCE, russia_official_headlines.SOURCE
ALL = (UNGDC, ICEWS, GDELT, SIGNALS, VITAE, TITLES)

each = pytest.mark.parametrize("source", ALL, ids=lambda source: source.id)


@cache
def whole(source: Source) -> Tables:
    return read(source, LIBRARY)


# Declarations and samples -------------------------------------------------------------------------


def test_what_ships() -> None:
    assert [source.id for source in ALL if source.ships == "aggregates"] == [ICEWS.id, VITAE.id, TITLES.id]
    assert all("heck" in source.licence or "not seen" in source.licence for source in ALL)
    assert all(source.by_hand and source.defects for source in ALL)


@each
def test_sample_gives_the_expected_tables(source: Source) -> None:
    tables = read(source, HERE)
    files = sorted((HERE / source.id / "expected").glob("*.csv"))
    assert [file.stem for file in files] == sorted(tables)
    for file in files:
        frame = tables[file.stem]
        assert frame.equals(pl.read_csv(file, schema=frame.schema)), file.stem


def test_no_text_leaves_the_readers() -> None:
    for source in (VITAE, TITLES):
        for frame in read(source, HERE).values():
            longest = frame.select(pl.col(pl.String).str.len_chars().max()).row(0)
            assert max(longest) <= len(TITLES.id)


def test_speakers_who_are_no_state_and_names_that_mean_the_speaker() -> None:
    tables = read(UNGDC, HERE)
    speakers = set(tables["speeches"].select("state", "year").iter_rows())
    assert ("TWN", 1969) in speakers  # filed as CHN
    assert ("CHN", 1971) in speakers
    assert ("CSK", 1953) in speakers  # filed as CZE
    assert ("ARE", 1972) in speakers
    assert not {("CHN", 1969), ("CZE", 1953), ("ARE", 1962)} & speakers
    assert len(speakers) == 11 - 2  # without the EU and the speech of 1962
    named = tables["mentions"]
    assert named.filter(pl.col("speaker") == pl.col("target")).is_empty()
    assert named.filter(speaker="TWN", target="CHN").is_empty()


def test_order_of_the_two_states_does_not_matter(tmp_path: Path) -> None:
    path = sample(GDELT, tmp_path) / "gdelt_dyad_month_2018_2024.csv"
    frame = pl.read_csv(path).rename({"iso3_a": "iso3_b", "iso3_b": "iso3_a"})
    frame.select("month", "iso3_a", "iso3_b", "score_sum", "days_in_month_present").write_csv(path)
    assert all(table.equals(read(GDELT, HERE)[name]) for name, table in read(GDELT, tmp_path).items())


def test_two_rows_of_one_state_become_the_larger_sign() -> None:
    rows = read(SIGNALS, HERE)["support_signals"].filter(source="USA", target="DEU", year=1990)
    assert rows.select("troops", "visit", "arms", "nuclear_weapons").rows() == [(244_200, True, True, True)]


def test_a_power_is_not_its_own_protege_and_what_is_not_coded_is_missing() -> None:
    rows = read(SIGNALS, HERE)["support_signals"]
    assert rows.filter(pl.col("source") == pl.col("target")).is_empty()
    lacking = rows.filter(pl.col("nuclear_weapons").is_null())["source"].unique().sort().to_list()
    assert lacking == ["CHN", "FRA"]


# Damage -------------------------------------------------------------------------------------------

DAMAGE = [
    (UNGDC, "ungdc_index_all.csv", "AFG,7,", "AFX,7,", "unknown code 'AFX' in column iso3, row 2"),
    (UNGDC, "ungdc_index_all.csv", "AFG,7,1952", "AFG,8,1952", "row 2: year is 1952, not the year of its session"),
    (UNGDC, "ungdc_index_all.csv", ",671,", ",0,", "row 2: n_words is 0"),
    (UNGDC, "ungdc_index_all.csv", "n_words", "words", "column n_words is missing"),
    (UNGDC, "ungdc_mentions_all.csv", "_HEGEMON", "_PEACE", "unknown code '_PEACE' in column target"),
    (UNGDC, "ungdc_mentions_all.csv", "USA,72,2017,CHN,2", "USA,72,2017,CHN,0", "mentions is 0"),
    (UNGDC, "ungdc_mentions_all.csv", "RUS,72,2017,CHN", "FRA,72,2017,CHN", "mentions by FRA in 2017"),
    (ICEWS, "icews_dyad_year_2002_2014.csv", "AFG,ALB,2004", "AFX,ALB,2004", "unknown code 'AFX'"),
    (ICEWS, "icews_dyad_year_2002_2014.csv", "AFG,ALB,2004", "AFG,AFG,2004", "row 2: iso3_target is 'AFG', the source"),
    (ICEWS, "icews_dyad_year_2002_2014.csv", "AFG,ALB,2004", "AFG,ALB,2012", "twice in one year"),
    (ICEWS, "icews_dyad_year_2002_2014.csv", "AFG,ALB,2004", "AFG,ALB,2015", "outside 2002-2014"),
    (ICEWS, "icews_dyad_year_2002_2014.csv", "2004,10,", "2004,-1,", "verb_coop is -1"),
    (ICEWS, "icews_dyad_year_2002_2014.csv", "2004,10,", "2004,x,", "'x' in column verb_coop, row 2"),
    (ICEWS, "icews_dyad_year_2002_2014.csv", "matl_conf", "mc", "column matl_conf is missing"),
    (GDELT, "gdelt_dyad_month_2018_2024.csv", "2018-01", "2018-13", "month is '2018-13', no month"),
    (GDELT, "gdelt_dyad_month_2018_2024.csv", ",31\n", ",32\n", "days_in_month_present is 32"),
    (GDELT, "gdelt_dyad_month_2018_2024.csv", ",RUS,", ",RUX,", "unknown code 'RUX'"),
    (GDELT, "gdelt_dyad_month_2018_2024.csv", "2018-02,CHN,MAC", "2018-01,CHN,MAC", "twice in one month"),
    (GDELT, "gdelt_dyad_month_2018_2024.csv", "score_sum", "score", "column score_sum is missing"),
    (SIGNALS, "individual_signals.csv", "\n200,", "\n201,", "unknown code 201 in column ccode"),
    (SIGNALS, "individual_signals.csv", "chi_ex", "china_ex", "column chi_ex is missing"),
    (TITLES, "kremlin_speech_titles_2000_2025.csv", "2000-01-28", "2000-01-38", "'2000-01-38' in column date, row 2"),
    (TITLES, "kremlin_speech_titles_2000_2025.csv", "date,title", "date,name", "column title is missing"),
    (TITLES, "russian_mfa_telegram_leads_2016_2026.csv", "channel created", "", "row 2: lead_120_chars is None"),
]


@pytest.mark.parametrize(
    ("source", "file", "old", "new", "message"), DAMAGE, ids=[f"{d[0].id}-{d[1]}-{d[3]}" for d in DAMAGE]
)
def test_damage_is_named(source: Source, file: str, old: str, new: str, message: str, tmp_path: Path) -> None:
    path = sample(source, tmp_path) / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(SourceError, match=message) as caught:
        read(source, tmp_path)
    assert file in str(caught.value)


def test_a_sign_that_is_neither_yes_nor_no_is_refused(tmp_path: Path) -> None:
    path = sample(SIGNALS, tmp_path) / "individual_signals.csv"
    pl.read_csv(path).with_columns(us_vis=pl.lit(2)).write_csv(path)
    with pytest.raises(SourceError, match="us_vis is 2, neither 0 nor 1"):
        read(SIGNALS, tmp_path)


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("country", "Atlantis", "unknown code 'Atlantis' in column country, row 2"),
        ("date", "13/40/12", "date is '13/40/12', no day of its year"),
        ("year", "1999", "no day of its year"),
    ],
)
def test_damaged_engagements_are_named(column: str, value: str, message: str, tmp_path: Path) -> None:
    path = sample(VITAE, tmp_path) / "all_engagements_2003-2018.rds"
    frame = pyreadr.read_r(str(path))[None].astype(object)
    frame.iloc[0, frame.columns.get_loc(column)] = value
    pyreadr.write_rds(str(path), frame)
    with pytest.raises(SourceError, match=message):
        read(VITAE, tmp_path)


@each
def test_half_a_file_or_a_page_instead_is_refused(source: Source, tmp_path: Path) -> None:
    for number, name in enumerate(path.name for path in (HERE / source.id).iterdir() if path.is_file()):
        for what in ("empty", "page"):
            path = sample(source, tmp_path / f"{number}-{what}") / name
            path.write_text("" if what == "empty" else "<!DOCTYPE html><html><body>Not found</body></html>\n")
            with pytest.raises(SourceError, match=name):
                read(source, tmp_path / f"{number}-{what}")


@each
def test_nothing_there_says_where_to_get_it(source: Source, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="Get them from"):
        source.locate(tmp_path)


# States in titles ---------------------------------------------------------------------------------


def test_english_names_hold_no_codes_no_other_languages_and_nothing_ambiguous() -> None:
    names = states.english_names()
    assert names["chinese"] == names["peoples republic of china"] == "CHN"
    assert names["burma"] == "MMR"
    assert not {"us", "chn", "in", "de", "chine", "korea", "congo", "dominican"} & set(names)
    assert set(names.values()) <= {unit.code for unit in states.everything()}


@pytest.mark.parametrize(
    ("title", "named"),
    [
        ("Press statements following Russian-Vietnamese talks", "VNM"),
        ("speech at ceremony marking completion of china-russia oil pipeline", "CHN"),
        ("syria’s settlement and Israel's position", "ISR SYR"),
        ("#russiachina foreign minister sergey lavrov met with wang yi", "CHN"),
        ("#russiaus talks commence", "USA"),
        ("🇷🇺🇨🇳 talks; 🇧🇷 as well", "BRA CHN"),
        ("ambassador to the democratic people's republic of korea", "PRK"),
        ("ambassador to the republic of korea", "KOR"),
        ("ambassador to the democratic republic of the congo", "COD"),
        ("talks with the republic of guinea-bissau", "GNB"),
        ("talks with equatorial guinea and papua new guinea", "GNQ PNG"),
        ("situation in south sudan", "SSD"),
        ("talks with north macedonia", "MKD"),
        ("talks with us secretary of state", "USA"),
        ("a report by the us department of state", "USA"),
        ("Statement on US actions", "USA"),
        ("u.s. sanctions", "USA"),
        ("let us work together with all of us", ""),
        ("latin american and south american partners, indian ocean, persian gulf", ""),
        ("korean musicians in congo, dominican guests", ""),
        ("meeting with german gref", ""),
        ("liberation from nazi germany", ""),
        ("bombing of yugoslavia", ""),
        ("the north pole, a car, a reunion, it is so", ""),
        ("russia, the russian federation and the soviet union", ""),
        ("x" * 114 + " niger", ""),  # cut at 120 characters: it may be nigeria
        ("x" * 100 + " niger", "NER"),
        ("türkiye and côte d’ivoire", "CIV TUR"),
        ("china and the chinese in china", "CHN"),
    ],
)
def test_states_named(title: str, named: str) -> None:
    found = russia_official_headlines.find_states(pl.Series([title]))
    assert " ".join(found["target"].to_list()) == named


def test_precision_and_recall_on_titles_read_by_hand() -> None:
    """50 leads in which a state was found and 50 in which none was, read by hand; the page prints the result."""
    with (HERE / TITLES.id / "read" / "hand_read.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert len(rows) == 100
    truth = {(n, code) for n, row in enumerate(rows) for code in row["states"].split()}
    titles = pl.Series([row["lead_120_chars"] for row in rows])
    found = set(russia_official_headlines.find_states(titles).iter_rows())
    right, wrong, missed = len(found & truth), sorted(found - truth), sorted(truth - found)
    assert len({n for n, _ in found}) == 50
    assert (right, wrong) == (54, [])
    assert [code for _, code in missed] == ["USA", "FRA"]
    text = DOCS.read_text(encoding="utf-8")
    assert f"{right} of {right + len(wrong)}" in text
    assert "2 of 50" in text


# Printed check values -----------------------------------------------------------------------------


@raw
def test_counts_of_speeches_and_mentions() -> None:
    """10,568 index rows less 12 of the EU and one slip; 80,537 mentions in themes, of others and of oneself."""
    index = pl.read_csv(LIBRARY / UNGDC.id / "ungdc_index_all.csv.gz")
    mentions = pl.read_csv(LIBRARY / UNGDC.id / "ungdc_mentions_all.csv.gz")
    assert (index.height, mentions.height) == (10_568, 80_537)
    tables = whole(UNGDC)
    assert tables["speeches"].height == 10_568 - 12 - 1
    assert tables["mentions"]["target"].n_unique() == 70
    assert tables["speech_themes"]["theme"].n_unique() == 9
    themes = mentions.filter(pl.col("target").str.starts_with("_"), pl.col("speaker_iso3") != "EU")
    assert tables["speech_themes"].height == themes.height
    assert index.filter(pl.col("iso3") == "CHN").height == 76
    assert tables["speeches"].filter(state="RUS").height == 76
    assert tables["speeches"].filter(state="CHN").height + tables["speeches"].filter(state="TWN").height == 76
    assert tables["speeches"].filter(state="TWN")["year"].to_list() == list(range(1950, 1970))


@raw
def test_events_of_china_towards_russia() -> None:
    """2182, 22, 15 and 9 in 2014; the printed maximum of 3566 (2004) is of verbal cooperation alone."""
    events = whole(ICEWS)["events"].filter(source="CHN", target="RUS")
    assert events.filter(year=2014).row(0)[3:7] == (2182, 22, 15, 9)
    most = events.sort("verbal_cooperation").row(-1, named=True)
    assert (most["year"], most["verbal_cooperation"]) == (2004, 3566)
    total = events.select("year", pl.sum_horizontal(pl.col(pl.Int32)).alias("n")).sort("n").row(-1)
    assert total == (2004, 3637)
    shares = events.filter(pl.col("year").is_in([2004, 2014])).select(
        pl.col("verbal_cooperation") / pl.sum_horizontal(pl.col(pl.Int32))
    )
    assert all(0.97 < share < 0.985 for share in shares.to_series())


@raw
def test_coverage_of_events() -> None:
    """298,376 directed pairs and years of 152 states; 130,401 with an event."""
    tables = whole(ICEWS)
    states = tables["event_coverage"].height
    assert (states, tables["events"].height) == (152, 130_401)
    assert states * (states - 1) * 13 == 298_376
    assert not {"TUR", "SRB", "CZE", "VEN", "TWN"} & set(tables["event_coverage"]["state"])


@raw
@pytest.mark.parametrize(
    ("a", "b", "n", "shares"),
    [
        ("CHN", "RUS", 9533, (97.5, 1.1, 0.8, 0.7)),
        ("RUS", "CHN", 9399, (97.1, 1.3, 0.8, 0.8)),
        ("RUS", "KAZ", 2988, (95.8, 0.7, 1.0, 2.5)),
        ("RUS", "IND", 3304, (96.8, 1.4, 1.0, 0.8)),
        ("CHN", "PAK", 4458, (93.0, 4.8, 1.1, 1.1)),
        ("USA", "JPN", 15452, (92.4, 1.3, 4.0, 2.3)),
        ("CHN", "USA", 23753, (86.6, 0.8, 11.3, 1.3)),
        ("CHN", "JPN", 15301, (76.7, 0.9, 16.1, 6.4)),
        ("RUS", "UKR", 17333, (68.9, 4.1, 11.5, 15.5)),
    ],
)
def test_shares_of_2010_to_2014(a: str, b: str, n: int, shares: tuple[float, ...]) -> None:
    rows = whole(ICEWS)["events"].filter(pl.col("year") >= 2010, source=a, target=b)
    sums = rows.select(pl.col(pl.Int32).sum()).row(0)
    assert sum(sums) == n
    assert tuple(100 * part / n for part in sums) == pytest.approx(shares, abs=0.05 + 1e-9)


@raw
@pytest.mark.parametrize(
    ("a", "b", "year", "month", "score"),
    [
        ("CHN", "RUS", 2018, 7, 9057),
        ("CHN", "RUS", 2022, 1, 5719),
        ("CHN", "USA", 2020, 7, -7050),
        ("RUS", "USA", 2023, 1, -3245),
    ],
)
def test_scores_of_months(a: str, b: str, year: int, month: int, score: int) -> None:
    assert whole(GDELT)["event_scores"].filter(a=a, b=b, year=year, month=month)["score"].item() == score


@raw
def test_extent_of_scores() -> None:
    scores = whole(GDELT)["event_scores"]
    assert scores.height == 219_108
    assert scores.select("a", "b").unique().height == 3_151
    assert scores.select("year", "month").unique().height == 74
    assert scores.unique(["year", "month"])["days_covered"].sum() == 2_149
    loud = scores.group_by("year").agg(pl.col("score").abs().sum())
    total = dict(loud.iter_rows())
    assert total[2021] / total[2018] == pytest.approx(0.58, abs=0.005)


@raw
def test_signs_of_every_state_year() -> None:
    """9,266 state-years for five powers, less the UK's and France's own and a second row of two states in 1990."""
    rows = whole(SIGNALS)["support_signals"]
    assert rows.height == 5 * (9_266 - 2) - 2 * 63
    assert not {"USA", "RUS", "CHN"} & set(rows["target"])
    assert (rows["year"].min(), rows["year"].max()) == (1950, 2012)
    # A sign is missing in exactly the years in which the file has it for nobody; some pair has it in every other.
    for sign in ("exercises", "troops"):
        found = rows.group_by("year").agg(
            held=pl.col(sign).is_not_null().any(), there=(pl.col(sign).cast(pl.Int32) > 0).any()
        )
        assert found.filter(pl.col("held") != pl.col("there").fill_null(value=False)).is_empty()
        assert 20 < found["held"].sum() < 63


@raw
def test_entries_of_china_vitae() -> None:
    rows = whole(VITAE)["leader_contacts"]
    assert rows["entries"].sum() == 5_705
    sums = dict(rows.group_by("target").agg(pl.col("entries").sum()).iter_rows())
    assert [sums[code] for code in ("USA", "RUS", "JPN")] == [538, 395, 219]
    assert sums["USA"] == max(sums.values())
    xi = rows.filter(pl.col("leader") == "Xi Jinping", target="RUS").sort("year")
    assert xi.select("year", "entries").rows() == list(zip(range(2013, 2019), (16, 18, 11, 11, 8, 10), strict=True))
    assert rows["leader"].n_unique() == 7


@raw
def test_titles_of_russia() -> None:
    tables = whole(TITLES)
    totals = dict(tables["headline_totals"].group_by("outlet").agg(pl.col("titles").sum()).iter_rows())
    assert totals == {"kremlin": 1_402, "mfa": 22_231}
    named = dict(tables["headlines"].group_by("outlet").agg(pl.col("titles").sum()).iter_rows())
    assert named["kremlin"] == 107
    text = DOCS.read_text(encoding="utf-8")
    assert "107" in text
    assert f"{named['mfa']:,}" in text
