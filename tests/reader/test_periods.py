"""Periods read from phrases: years, spans, parts of years, decades, relative ones, roles, other languages, refusals."""

from __future__ import annotations

import datetime as dt
import itertools
import random

import pytest

from amity.reader.model import Period
from amity.reader.periods import periods
from growth import is_linear

TODAY = dt.date(2021, 10, 22)


def told(period: Period) -> str:
    """A period in one line: years, grain unless it is a year, role unless it is the time of the figure."""
    years = f"{period.first}" if period.first == period.last else f"{period.first}–{period.last}"
    grain = "" if period.grain == "year" else period.grain
    role = "" if period.role == "at" else period.role
    return " ".join(part for part in (years, grain, role, "fiscal" if period.fiscal else "") if part)


CASES = {
    "years": """
        in 2014 trade rose → 2014
        in 2014 alone → 2014
        the 2019 survey → 2019
        in 2013, 2014 and 2015 → 2013; 2014; 2015
        (2019) → 2019
        in mid-2014 → 2014
        in late 2014 → 2014
        at the end of 2020 → 2020
        by the Treaty of 1689 → 1689
        the 1689 Treaty of Nerchinsk → 1689
    """,
    "spans": """
        in 2014–2019 → 2014–2019 span
        in 2014-2019 → 2014–2019 span
        in 2014-19 → 2014–2019 span
        in 1999-00 → 1999–2000 span
        in 2014/15 → 2014–2015 span
        between 2014 and 2019 → 2014–2019 span
        from 2014 to 2019 → 2014–2019 span
        from 2014 until 2019 → 2014–2019 span
        from May 2014 to March 2019 → 2014–2019 span
        between January 2014 and March 2015 → 2014–2015 span
        2014 to 2019 → 2014–2019 span
        2014 through 2019 → 2014–2019 span
        the 2005-2009 period → 2005–2009 span
    """,
    "parts of years": """
        in the first half of 2015 → 2015 half
        in the second half of 2015 → 2015 half
        in H1 2015 → 2015 half
        in the first nine months of 2015 → 2015 half
        in Q3 2019 → 2019 quarter
        in 2019 Q3 → 2019 quarter
        in the third quarter of 2019 → 2019 quarter
        in May 2014 → 2014 month
        in Sept. 2014 → 2014 month
        on 25 August 2021 → 2021 day
        on 25th August 2021 → 2021 day
        on August 25, 2021 → 2021 day
        on 2021-08-25 → 2021 day
        on 25.08.2021 → 2021 day
        on 25–27 August 2021 → 2021 day
        on August 25 → 2021 day
        on December 25 → 2020 day
        in May → 2021 month
        in December → 2020 month
        in May 2014 and in September → 2014 month; 2014 month
    """,
    "decades and centuries": """
        in the 1990s → 1990–1999 decade
        in the ’90s → 1990–1999 decade
        in the early 1990s → 1990–1993 decade
        in the mid-1990s → 1994–1996 decade
        in the late 1990s → 1997–1999 decade
        since the 2000s → 2000–2021 decade since
        in the first decade of the 21st century → 2000–2009 decade
        in the 19th century → 1800–1899 span
        in the twentieth century → 1900–1999 span
    """,
    "fiscal": """
        in FY2019 → 2019 fiscal
        in fiscal year 2019 → 2019 fiscal
        in fiscal 2019/20 → 2019–2020 span fiscal
    """,
    "relative": """
        last year → 2020
        this year → 2021
        next year → 2022
        five years ago → 2016
        a decade ago → 2011
        over the past decade → 2011–2021 span
        over the last five years → 2016–2021 span
        over the past two decades → 2001–2021 span
        in 2014, two years later → 2014; 2016
        in 2014 and the following year → 2014; 2015
    """,
    "bases": """
        compared to 2013 → 2013 base
        compared with 2013 → 2013 base
        in comparison to 2013 → 2013 base
        relative to 2013 → 2013 base
        higher than in 2013 → 2013 base
        up 12 per cent on 2013 → 2013 base
        a rise of 12 % from 2013 → 2013 base
        a 12 % increase over 2013 → 2013 base
        in comparison to the 2005-2009 period → 2005–2009 span base
        compared to 55 billion dollars in 2010 → 2010 base
        rose from $55 billion in 2010 to $95 billion in 2014 → 2010 base; 2014
        in 2014 it was less than the previous year → 2014; 2013 base
        in 2014 it was more than a year earlier → 2014; 2013 base
        in 2014 it was more than five years earlier → 2014; 2009 base
        it rose year on year in 2014 → 2013 base; 2014
    """,
    "starts and ends": """
        since 2014 → 2014–2021 since
        Since 2014 → 2014–2021 since
        since May 2014 → 2014–2021 month since
        since at least 2014 → 2014–2021 since
        since the end of 2014 → 2014–2021 since
        from 2014 on → 2014–2021 since
        after 2014 → 2014–2021 since
        until 2019 → 2019 until
        up to 2019 → 2019 until
        by 2024 → 2024 until
        before 2014 → 2014 until
    """,
    "Russian and Chinese": """
        в 2019 году → 2019
        с 2014 по 2019 г. → 2014–2019 span
        в 2014–2019 гг. → 2014–2019 span
        25 августа 2021 года → 2021 day
        в августе 2021 года → 2021 month
        с 2014 года → 2014–2021 since
        到2019年 → 2019
        2014年至2019年 → 2014–2019 span
        2014-2019年 → 2014–2019 span
        2021年8月25日 → 2021 day
        2021年8月 → 2021 month
        2021年上半年 → 2021 half
        自2014年以来 → 2014–2021 since
    """,
    "no periods": """
        Resolution 1973 and Agenda 2030 →
        2000 troops and 1,950 km and $2019 →
        2019 tonnes and 2050 per cent and 1990 barrels →
        the Zapad-2021 exercise →
        he may march →
        (TASS, August 24, 2020; Kommersant, September 30) →
        (Accessed 2020/12/21) →
        https://example.org/2019/12 →
        12019 and 20190 and 3.2019 →
    """,
}
_ROWS = [
    (construct, *(part.strip() for part in line.split("→")))
    for construct, lines in CASES.items()
    for line in lines.strip().splitlines()
]


@pytest.mark.parametrize(("construct", "text", "wanted"), _ROWS, ids=[f"{row[0]}: {row[1]}" for row in _ROWS])
def test_a_phrase_tells_its_periods(construct: str, text: str, wanted: str) -> None:
    assert "; ".join(told(period) for period in periods(text, today=TODAY)) == wanted


@pytest.mark.parametrize(
    "text",
    ["last year", "this year", "five years ago", "over the past decade", "on August 25", "in May", "a year earlier"],
)
def test_without_a_date_of_the_document_relative_periods_are_none(text: str) -> None:
    assert periods(text, today=None) == ()


def test_without_a_date_a_start_has_no_end() -> None:
    (period,) = periods("since 2014", today=None)
    assert (period.first, period.last, period.role) == (2014, 2014, "since")


@pytest.mark.parametrize("shift", [-30, -1, 1, 5])
def test_years_move_with_the_text(shift: int) -> None:
    for construct in ("years", "spans", "parts of years"):
        for _, text, _ in (row for row in _ROWS if row[0] == construct):
            years = [word for word in ("2013", "2014", "2015", "2019", "2020", "2021") if word in text]
            if not years or "-19" in text or "/15" in text:
                continue
            moved = text
            for year in sorted(years, reverse=shift > 0):
                moved = moved.replace(year, str(int(year) + shift))
            before, after = periods(text, today=TODAY), periods(moved, today=TODAY)
            assert [(p.first + shift, p.last + shift) for p in before] == [(p.first, p.last) for p in after], moved


def test_relative_periods_move_with_the_date_of_the_document() -> None:
    for _, text, _ in (row for row in _ROWS if row[0] == "relative" and "2014" not in row[1]):
        (now,) = periods(text, today=TODAY)
        (later,) = periods(text, today=TODAY.replace(year=2024))
        assert (later.first - now.first, later.last - now.last) == (3, 3), text


PIECES = (
    *(
        "2019",
        "2019 ",
        "2019-",
        "2019–",
        "from ",
        "from 2019 ",
        "between 2019 and ",
        "first half of ",
        "(A, ",
        "(A",
        "May ",
    ),
    *(
        "May 5 ",
        "5 May ",
        "年",
        "2019年",
        "'90s",
        "compared to ",
        "the ",
        "(Accessed ",
        "two years ",
        " ",
        "1",
        "1.",
        "in ",
    ),
    *("since the end of the ", "year on year ", "first decade of the ", "с ", "20", "a year earlier "),
)


@pytest.mark.parametrize("piece", PIECES)
def test_a_hundred_thousand_characters_of_anything_cost_no_more_than_their_length(piece: str) -> None:
    text = (piece * (100_000 // len(piece) + 1))[:100_000]
    assert is_linear(lambda part: periods(part, today=TODAY), text)
    read = periods(text, today=TODAY)
    assert all(p.first <= p.last for p in read)


def test_random_text_gives_spans_in_order() -> None:
    draw = random.Random(4)
    for _ in range(400):
        text = "".join(draw.choices(PIECES, k=30))
        read = periods(text, today=TODAY)
        assert all(text[slice(*p.span)].strip() == text[slice(*p.span)] != "" for p in read), text
        assert all(a.span[1] <= b.span[0] for a, b in itertools.pairwise(read)), text
