"""Changes as pages print them: which figures are by how much, from which year to which, and which are none."""

from __future__ import annotations

import datetime as dt

import pytest

from amity.reader.binding import readings
from amity.reader.check import cases
from amity.reader.model import Block, Document, Quantity
from amity.reader.quantities import quantities

PHRASES = {
    "told behind the figure": """
        were 38.2% above those of 2012 → + by 38.2 %
        $24.1 billion in 2018, 26.3% more than a year before → 24.1 USD bn; + by 26.3 %
        $24.1 billion, 26.3% more within one year → 24.1 USD bn; + by 26.3 %
        worth $51 billion, 31 percent more compared to the preceding year → 51 USD bn; + by 31 %
        at $3 billion (9% less) → 3 USD bn; - by 9 %
        47% more than in 2016 and 65% more than in 2015 → + by 47 %; + by 65 %
        $1.2 billion more than the figure for 2011 → + by 1.2 USD bn
        $3 billion less than in 2011 → - by 3 USD bn
        $4 billion, a 7.1% y-o-y increase → 4 USD bn; + by 7.1 %
        $4 billion, with a 12% year-on-year growth → 4 USD bn; + by 12 %
        suffered a 12 percent year-on-year drop, or $5 billion → - by 12 %; - by 5 USD bn
        reached $4 billion, 12% year-on-year → 4 USD bn; + by 12 %
        lower by 12 percent → - by 12 %
        exceeded those of 2014 by 12 percent → + by 12 %
        a record surplus and a 58.6% from the year prior → + by 58.6 %
        India bought 5 per cent more oil from Iraq → + by 5 %
        to India 37% less was delivered → - by 37 %
        the decrease matters, as transfers were 7.8 per cent higher → + by 7.8 %
    """,
    "no change though the words are near": """
        China sells $200 billion more than it buys → 200 USD bn
        it sold $2 billion more to Peru than to Chile → 2 USD bn
        about 5 per cent more or less of its oil → ~5 %
        it makes up around 12 percent of exports → ~12 %
        that takes up almost 15% of its trade → ~15 %
        exports rose 26%, mainly to Mali (41%) and Chad (12%) → + by 26 %; 41 %; 12 %
        exports grew 5 percent in 2014 and 12 percent of them went to Peru → + by 5 %; 12 %
        exports rose 5 percent, while its share was 30 percent → + by 5 %; 30 %
        trade has been falling and stands at only $10 billion → 10 USD bn
        the balance was minus three per cent → -3 %
        better ties (77 percent), increased trade (64 percent) → 77 %; 64 %
        last year it was down at US$235 billion → 235 USD bn
        agreed to set up a $40 million fund → 40 USD m
        a list of around 65 points was approved → nothing
    """,
    "told by no verb": """
        worth $16 billion (plus 14 percent) → 16 USD bn; + by 14 %
        leapt by 30% in 2022; another 26.3% was added in 2023 → + by 30 %; + by 26.3 %
        put on 14 per cent in 2012 → + by 14 %
        contracted in 2019, losing some one-third → - ~by 33.33 %
        came to $9.5 billion, which is 31% less. → 9.5 USD bn; - by 31 %
        nearly $10 billion, which is 61 percent over the preceding year → ~10 USD bn; + by 61 %
        shot up 58.3% in 2007, many times the 12.8% of 2006 → + by 58.3 %; + by 12.8 %
        oil and coal plus 12 percent of the gas → 12 %
        30 percent of it went to Peru on the way to Chile → 30 %
    """,
    "up, down and trends": """
        up around 43.1% from 2015 → + ~by 43.1 %
        gone up by more than 60 percent → + >=by 60 %
        down sharply by 8% → - by 8 %
        up as much as 12% on the year → + by 12 %
        an upward trend of 37 percent → + by 37 %
        a downward trend of 4 percent → - by 4 %
        were strengthened in 40% in 2007 → + by 40 %
        up 61 percent to $2 billion → + by 61 %; + to 2 USD bn
    """,
    "how fast it grew": """
        growth had slowed sharply, to a mere 1.9% → + by 1.9 %
        growth slowed from 26% in 2018 to 1.9% in 2019 → + by 26 %; + by 1.9 %
        the growth rate fell to 5% from 8% → + by 5 %; + by 8 %
        the decline slowed to 3 per cent → - by 3 %
        the increase in exports in 2014 was 12 percent → + by 12 %
        beyond the growth registered in 2006, which reached 14.8% → + by 14.8 %
        the rate of increase was negative 2.2 percent → - by 2.2 %
        exports of $1.2 billion (−3.4%) → 1.2 USD bn; - by 3.4 %
    """,
    "left to the change before": """
        went up 39% and those to Egypt by 44% → + by 39 %; + by 44 %
        grew by 5 % last year, but those to Peru by only 1 % → + by 5 %; + by 1 %
        fell by 5.8 percent in 2012, 6.7 percent in 2013, and 11.1 percent in 2014 → - by 5.8 %; - by 6.7 %; - by 11.1 %
        went up 33 percent and imports from Chile 42.3 percent → + by 33 %; + by 42.3 %
        up 69 percent at US$29 billion, and Polish exports to Chile 21.7 percent → + by 69 %; 29 USD bn; + by 21.7 %
        an increase of nearly 12% in exports and 14% in imports → + ~by 12 %; + by 14 %
        dropped in 2019; by about one-third → - ~by 33.33 %
        only two increased trade, Mexico (2.5%) and Germany (7.9%) → + by 2.5 %; + by 7.9 %
        the biggest increases were in exports to Peru (12%) and Chile (9%) → + by 12 %; + by 9 %
    """,
    "factors": """
        exports increased twice to $95 million → + by 2 times; + to 95 USD m
        they grew twice and almost 45 times, respectively → + by 2 times; + ~by 45 times
        rose more than tenfold → + >=by 10 times
        grew 1.5 times → + by 1.5 times
    """,
    "points of a poll": """
        57 percent see it favourably, up three points from 2006 → 57 %; + by 3 percentage points
        in the poll both fell 22 points → - by 22 percentage points
        four-in-ten see it favourably → 40 %
    """,
    "odd numbers": """
        44-point-four billion dollars → 44.4 USD bn
        eleven-point-two billion dollars, down 31-point-nine percent → 11.2 USD bn; - by 31.9 %
        13-point-26 billion dollars → 13.26 USD bn
        jumped to US$15. 6 billion → + to 15.6 USD bn
        about US$$31.2 billion → 31.2 USD bn
        worth $54.53 bil. → 54.53 USD bn
    """,
}


def _rows() -> list[tuple[str, str]]:
    lines = (line.strip() for text in PHRASES.values() for line in text.strip().splitlines())
    return [(text.strip(), wanted.strip()) for text, _, wanted in (line.partition("→") for line in lines)]


def _told(quantity: Quantity) -> str:
    value = f"{'' if quantity.bound == '=' else quantity.bound}"
    sign = {1: "+ ", -1: "- ", 0: ""}[quantity.sign] if quantity.kind == "change" else ""
    way = ("by " if quantity.by else "to ") if quantity.kind == "change" else ""
    return f"{sign}{value}{way}{quantity.low:.4g} {quantity.unit}"


@pytest.mark.parametrize(("text", "wanted"), _rows(), ids=[text for text, _ in _rows()])
def test_a_phrase_tells_its_changes(text: str, wanted: str) -> None:
    found = "; ".join(_told(q) for q in quantities(text) if q.kind not in ("trend", "rank"))
    assert (found or "nothing") == wanted


def _years(text: str, figure: str, year: int = 2021) -> tuple[object, object]:
    """From which years to which the rules count the change of a figure; its base where one span is put on another."""
    document = Document("case", text, (Block((0, len(text))),), date=dt.date(year, 6, 1))
    for _, _, case in cases(document):
        if figure in case.text[slice(*case.quantity.span)]:
            found = readings(case)
            return (found[0].candidate.test.years, found[0].candidate.test.base) if found else (None, None)
    raise AssertionError(f"no figure {figure}")


@pytest.mark.parametrize(
    ("text", "figure", "years"),
    [
        ("In 2020 Poland's exports to Chile rose 5% from a year earlier and were 9% above those of 2016.", "9%",
         (2016, 2020)),
        ("In 2020 Poland's exports to Chile rose 5% from a year earlier and were 9% above those of 2016.", "5%",
         (2019, 2020)),
        ("In 2019 Poland's exports to Chile were $3 billion, 7% more than in 2018 and 9% more than in 2017.", "9%",
         (2017, 2019)),
        ("In 2019 Poland's exports to Chile were $3 billion, 7% more than in 2018 and 9% more than in 2017.", "7%",
         (2018, 2019)),
        ("Poland's exports to Chile fell by 5.8 percent in 2012, 6.7 percent in 2013.", "6.7", (2012, 2013)),
        ("In the past decade Poland's exports to Chile have tripled.", "tripled", (2010, 2020)),
        ("Poland's exports to Chile have gone up by more than 60 percent since the election of March 2015.", "60",
         (2014, 2020)),
        ("Poland's exports to Chile grew 12 percent from 2009 to 2013.", "12", (2009, 2013)),
    ],
)  # fmt: skip
def test_a_change_is_counted_from_its_own_base(text: str, figure: str, years: tuple[int, int]) -> None:
    assert _years(text, figure)[0] == years


@pytest.mark.parametrize(
    ("text", "figure", "years"),
    [
        ("Poland's arms imports from Israel fell by 36% from 2004-’08 to 2009-’13.", "36%",
         ((2009, 2013), (2004, 2008))),
        ("The period 2009–13 is put on 2004–08. Poland's arms imports from Israel fell by 36% between the two periods.",
         "36%", ((2009, 2013), (2004, 2008))),
        ("Poland's arms imports from Israel grew by 36% in 2009–13.", "36%", ((2009, 2013), (2004, 2008))),
        ("Poland's arms imports from Israel dropped by 36%.", "36%", ((2016, 2020), (2011, 2015))),
        ("Poland's arms imports from Israel dropped by 36% in 2014.", "36%", ((2013, 2014), None)),
    ],
)  # fmt: skip
def test_arms_of_five_years_are_put_on_the_five_before(text: str, figure: str, years: tuple[object, object]) -> None:
    assert _years(text, figure) == years
