"""The facts and seed claims that the data notes print, asked of the product as a user would ask."""

from __future__ import annotations

import pytest

import amity


def sql(query: str) -> float:
    """The one number a query answers with."""
    return float(amity.sql(query).item())


def measured(name: str, a: str, b: str, year: int) -> float:
    """The value of an indicator of `a` on `b`."""
    rows = amity.measure(name, a, b, year, year)
    x, y = (a, b) if amity.indicators.get(name).directed else sorted((a, b))
    return float(rows.filter((rows["a"] == x) & (rows["b"] == y))["value"].item())


def flow(dataset: str, books: str, a: str, b: str, year: int) -> float:
    """One flow in billion US$ on certain books."""
    return sql(
        f"SELECT value_usd_million / 1000 FROM trade WHERE dataset = '{dataset}' AND reporter = '{books}' "
        f"AND source = '{a}' AND target = '{b}' AND year = {year}"
    )


def both(dataset: str, a: str, b: str, year: int, *, of: str | None = None) -> float:
    """Two-way trade in billion US$: all books of a data set, or those of one state."""
    own = "" if of is None else f"AND reporter = CASE source WHEN '{of}' THEN 'source' ELSE 'target' END"
    return sql(
        f"SELECT sum(value_usd_million) / 1000 FROM trade WHERE dataset = '{dataset}' AND year = {year} {own} "
        f"AND ((source = '{a}' AND target = '{b}') OR (source = '{b}' AND target = '{a}'))"
    )


def share(dataset: str, a: str, b: str, year: int) -> float:
    """Per cent of the exports of `a` that goes to `b`, of the sum of the flows of a data set in its own books."""
    books = "AND reporter = 'source'" if dataset.startswith("imf") else ""
    return sql(
        f"SELECT 100 * sum(CASE target WHEN '{b}' THEN value_usd_million END) / sum(value_usd_million) FROM trade "
        f"WHERE dataset = '{dataset}' AND source = '{a}' AND year = {year} {books}"
    )


def two_way(book: str, partner: str, year: int, source: str) -> float:
    """Billion US$ where a source prints only the sum of both flows."""
    return sql(
        f"SELECT value_usd_million / 1000 FROM two_way_trade WHERE reporter = '{book}' AND partner = '{partner}' "
        f"AND year = {year} AND dataset = '{source}'"
    )


COW, BACI, IMTS, DOTS = "cow-trade-4.0", "cepii-baci-totals", "imf-imts-china-usa", "imf-dots-5countries"
QUOTED = "china-russia-annual"

CLAIMS = [
    # (a) Duggal 2020: shares of one another's exports.
    ("China in Russia's exports, COW 2014", lambda: share(COW, "RUS", "CHN", 2014), 8.8, 0.05),
    *(
        (f"China in Russia's exports, BACI {y}", lambda y=y: share(BACI, "RUS", "CHN", y), v, 0.05)
        for y, v in ((2017, 11.8), (2018, 12.8), (2019, 14.1))
    ),
    ("Russia in China's exports, COW 2013", lambda: share(COW, "CHN", "RUS", 2013), 2.5, 0.05),
    ("Russia in China's exports, COW 2014", lambda: share(COW, "CHN", "RUS", 2014), 2.3, 0.05),
    ("Russia in China's exports, COW 2005", lambda: share(COW, "CHN", "RUS", 2005), 0.79, 0.01),
    *(
        (f"Russia in China's exports, IMTS {y}", lambda y=y: share(IMTS, "CHN", "RUS", y), v, 0.02)
        for y, v in ((2014, 2.29), (2018, 1.92), (2019, 1.98), (2023, 3.26), (2024, 3.23))
    ),
    ("Russia in China's exports, BACI 2018", lambda: share(BACI, "CHN", "RUS", 2018), 1.84, 0.01),
    # (b) Marangé: totals, and the two sides' books.
    ("two-way 2014, China's books", lambda: two_way("CHN", "RUS", 2014, DOTS), 95.2, 0.1),
    ("two-way 2010, China's books", lambda: two_way("CHN", "RUS", 2010, DOTS), 55.4, 0.1),
    ("two-way 2014, Russia's books", lambda: two_way("RUS", "CHN", 2014, DOTS), 88.4, 0.1),
    ("two-way 2010, Russia's books", lambda: two_way("RUS", "CHN", 2010, DOTS), 58.8, 0.1),
    ("two-way 2014, COW", lambda: both(COW, "CHN", "RUS", 2014), 93.9, 0.1),
    ("two-way 2010, COW", lambda: both(COW, "CHN", "RUS", 2010), 65.9, 0.1),
    ("Russia to China 2014, COW", lambda: flow(COW, "target", "RUS", "CHN", 2014), 42.8, 0.1),
    ("China to Russia 2014, COW", lambda: flow(COW, "target", "CHN", "RUS", 2014), 51.1, 0.1),
    ("China and the USA 2014, COW", lambda: both(COW, "CHN", "USA", 2014), 655.8, 0.1),
    ("China and the UK 2014, IMTS", lambda: both(IMTS, "CHN", "GBR", 2014, of="CHN"), 80.7, 0.1),
    ("China and Brazil 2014, COW", lambda: both(COW, "CHN", "BRA", 2014), 97.0, 0.1),
    # (c) the balance of 2019, on China's books and, for 2018, on Russia's.
    ("Russia to China 2019, China's books", lambda: flow(QUOTED, "target", "RUS", "CHN", 2019), 61.05, 0),
    ("China to Russia 2019, China's books", lambda: flow(QUOTED, "source", "CHN", "RUS", 2019), 49.7, 0),
    ("Russia to China 2018, Russia's books", lambda: flow(QUOTED, "source", "RUS", "CHN", 2018), 56.07, 0.005),
    ("China to Russia 2018, Russia's books", lambda: flow(QUOTED, "target", "CHN", "RUS", 2018), 52.22, 0.005),
    ("two-way 2019, Russia's books", lambda: two_way("RUS", "CHN", 2019, DOTS), 109.0, 0.1),
]  # fmt: skip


@pytest.mark.parametrize(("what", "ask", "printed", "within"), CLAIMS, ids=[c[0] for c in CLAIMS])
def test_seed_claim(what: str, ask, printed: float, within: float) -> None:
    assert ask() == pytest.approx(printed, abs=within + 1e-9), what


def test_china_eu_is_615_only_with_the_uk() -> None:
    """IMTS, China's books 2014: 534 bn with the present members and 80.7 with the UK; claim (b) says 615."""
    states = ", ".join(f"'{code}'" for code in amity.groups.members("EU", 2024))
    total = sql(
        f"SELECT sum(value_usd_million) / 1000 FROM trade WHERE dataset = '{IMTS}' AND year = 2014 AND "
        f"((source = 'CHN' AND reporter = 'source' AND target IN ({states})) OR "
        f"(target = 'CHN' AND reporter = 'target' AND source IN ({states})))"
    )
    assert total == pytest.approx(534, abs=1)
    assert total + both(IMTS, "CHN", "GBR", 2014, of="CHN") == pytest.approx(615, abs=1)


def test_ranks_of_russia_among_chinas_partners() -> None:
    """China-reported, single states and territories: 9th in 2014, and so on; by COW, which has no Hong Kong, 10th."""
    ranked = amity.sql(
        f"""
        WITH flows AS (
          SELECT year, CASE source WHEN 'CHN' THEN target ELSE source END AS partner, value_usd_million AS usd
          FROM trade WHERE dataset = '{IMTS}'
            AND ((source = 'CHN' AND reporter = 'source') OR (target = 'CHN' AND reporter = 'target'))
        ), sums AS (SELECT year, partner, sum(usd) AS usd FROM flows GROUP BY ALL)
        SELECT year, partner, usd / 1000 AS bn, rank() OVER (PARTITION BY year ORDER BY usd DESC) AS place FROM sums
        """
    )
    russia = dict(ranked.filter(ranked["partner"] == "RUS").select("year", "place").iter_rows())
    printed = {2014: 9, 2018: 11, 2019: 11, 2020: 11, 2021: 11, 2022: 10, 2023: 6, 2024: 7}
    assert {year: russia[year] for year in printed} == printed
    partners = dict(ranked.filter(ranked["year"] == 2014).select("partner", "bn").iter_rows())
    for code, bn in {"USA": 551, "HKG": 376, "JPN": 312, "KOR": 291, "TWN": 199, "DEU": 178, "AUS": 129}.items():
        assert partners[code] == pytest.approx(bn, abs=1), code
    assert partners["BRA"] == pytest.approx(86.9, abs=0.1)
    cow = amity.sql(
        f"""
        SELECT CASE source WHEN 'CHN' THEN target ELSE source END AS partner, sum(value_usd_million) AS usd
        FROM trade WHERE dataset = '{COW}' AND year = 2014 AND 'CHN' IN (source, target)
        GROUP BY ALL ORDER BY usd DESC LIMIT 10
        """
    )
    assert cow["partner"].to_list()[-2:] == ["BRA", "RUS"]


@pytest.mark.parametrize(("year", "to_china", "from_china", "to_russia"), [
    (2010, 5.5, 14.4, 1.9), (2014, 8.8, 18.0, 2.2), (2018, 12.8, 20.6, 1.8), (2020, 15.1, 22.9, 1.9),
    (2022, 22.1, 39.8, 2.1), (2023, 33.3, 54.2, 3.2),
])  # fmt: skip
def test_who_depends_on_whom(year: int, to_china: float, from_china: float, to_russia: float) -> None:
    """Data note ECONOMY, facts: shares in goods trade by BACI."""
    assert 100 * measured("trade.export_share", "RUS", "CHN", year) == pytest.approx(to_china, abs=0.051)
    assert 100 * measured("trade.import_share", "RUS", "CHN", year) == pytest.approx(from_china, abs=0.051)
    assert 100 * measured("trade.export_share", "CHN", "RUS", year) == pytest.approx(to_russia, abs=0.051)


def test_first_fall_since_2020() -> None:
    """Trade fell 6.9 % in 2025 to 228.1 bn after 244.8 bn in 2024 (Chinese customs, as quoted)."""
    held = {year: two_way("CHN", "RUS", year, QUOTED) for year in (2024, 2025)}
    assert held == pytest.approx({2024: 244.8, 2025: 228.1}, abs=0.05)
    assert 100 * (held[2025] / held[2024] - 1) == pytest.approx(-6.9, abs=0.1)


def test_assembly_votes_as_published() -> None:
    """ES-11/1, ES-11/4 and ES-11/5, yes - abstain - no."""
    for symbol, counts in {"ES-11/1": (141, 35, 5), "ES-11/4": (143, 35, 5), "ES-11/5": (94, 73, 14)}.items():
        row = amity.sql(f"SELECT n_yes, n_abstain, n_no FROM roll_calls WHERE symbol = '{symbol}'").row(0)
        assert row == counts, symbol


def test_joint_vetoes() -> None:
    """14 joint China-Russia vetoes 2007-2022."""
    rows = amity.measure("diplomacy.joint_vetoes", "CHN", "RUS", 2007, 2022)
    assert rows["value"].sum() == 14
