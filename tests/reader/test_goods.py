"""What goods, fuels and places among partners are told in: every voice and order of words means the same figure."""

from __future__ import annotations

import datetime as dt
from functools import cache

import polars as pl
import pytest

from amity.atlas import Atlas, open_atlas
from amity.reader.binding import readings
from amity.reader.check import cases, check
from amity.reader.model import Block, Document

#: Names, adjectives and years: sentences are filled with more than one pair, so that none is learnt by heart.
_PAIRS = (
    ("Germany", "German", "DEU", "Poland", "Polish", "POL", 2014),
    ("Brazil", "Brazilian", "BRA", "Mexico", "Mexican", "MEX", 2018),
    ("Thailand", "Thai", "THA", "Vietnam", "Vietnamese", "VNM", 2009),
)

_LEVELS = (
    "In {y} {A} shipped goods worth ${n} billion to {B}.",
    "Goods worth ${n} billion were shipped from {A} to {B} in {y}.",
    "{Aa} goods worth ${n} billion were sold to {B} in {y}.",
    "In {y} {Ba} buyers took {Aa} goods worth ${n} billion.",
    "In {y} {B} absorbed ${n} billion of {Aa} goods.",
    "In {y}, ${n} billion worth of {Aa} goods ended up in {B}.",
    "{Aa} merchandise worth ${n} billion found its way to {B} in {y}.",
    "Merchandise worth ${n} billion was sent by {A} to {B} in {y}.",
    "In {y} {B} sourced goods worth ${n} billion from {A}.",
    "In {y} {B} spent ${n} billion on {Aa} goods.",
    "{B} paid ${n} billion for {Aa} goods in {y}.",
    "Exports worth ${n} billion went from {A} to {B} in {y}.",
    "{B} was the destination of {Aa} goods worth ${n} billion in {y}.",
    "{A}'s exporters sold ${n} billion worth of goods to customers in {B} in {y}.",
    "In {y} the import bill of {B} with {A} was ${n} billion.",
    "Some ${n} billion in {Aa} goods crossed into {B} in {y}.",
    "The flow of goods from {A} to {B} was worth ${n} billion in {y}.",
    "In {y} {B} sold {A} goods worth $1.5 billion, and goods worth ${n} billion came the other way.",
    "In {y} {B} sold its neighbour {A} goods worth $1.5 billion and bought goods for ${n} billion in return.",
)
_TRADES = (
    "In {y} {A} did business worth ${n} billion with {B}.",
    "{A} and {B} did ${n} billion of business with each other in {y}.",
    "In {y} commerce between {A} and {B} was worth ${n} billion.",
    "Combined imports and exports between {A} and {B} hit ${n} billion in {y}.",
)
_IMPORT_SHARES = (
    "In {y} {n} per cent of {Ba} imports originated in {A}.",
    "In {y} {B} depended on {A} for {n} per cent of its imports.",
    "{A} supplied {n} per cent of what {B} imported in {y}.",
    "The portion of {Ba} imports that came from {A} was {n} per cent in {y}.",
    "{A}'s slice of {Ba} imports was {n} per cent in {y}.",
    "{A}'s weight in {B}'s imports went up to {n} per cent in {y}.",
    "The share of imports that {B} obtained from {A} was {n} per cent in {y}.",
    "In {y} {B} sent 42 per cent of its exports to {A} and received {n} per cent of its imports from there.",
)
_EXPORT_SHARES = (
    "In {y} {n} per cent of {Aa} exports landed in {B}.",
    "{B} generated {n} per cent of {A}'s export revenue in {y}.",
    "{n} per cent of what {A} exported in {y} was destined for {B}.",
    "A large part of what {Aa} factories sold abroad ({n} per cent in {y}) went to {Ba} customers.",
    "For {A}, {B} accounted for {n} per cent of exports in {y}.",
    "{B} was {A}'s main export market in {y}, taking {n} per cent of its exports.",
    "With a share of {n} per cent, {B} was the largest buyer of {Aa} exports in {y}.",
    "{B} (with {n} per cent of the total) was the main buyer of {Aa} exports in {y}.",
)
_DEPENDENCE = (
    "Trade with {B} was equal to {n} per cent of {A}'s GDP in {y}.",
    "{A}'s trade with {B} amounted to {n} per cent of its GDP in {y}.",
    "In {y} trade with {B} came to {n} per cent of {A}'s gross domestic product.",
)
_GAS_SHARES = (
    "In {y} {B} covered {n} per cent of its gas imports from {A}.",
    "In {y} {Aa} gas made up {n} per cent of what {B} imported.",
    "In {y} {Aa} gas met {n} per cent of {Ba} import needs.",
    "{A} supplied {n} per cent of the gas that {B} imported in {y} and 41 per cent of the coal.",
    "Gas tells the same, with {A} providing {n} per cent of {Ba} imports of it in {y}.",
    "{B}'s dependence on {Aa} gas was {n} per cent in {y}.",
)
_CRUDE = (
    "Tankers and pipelines carried {n} million tonnes of crude from {A} to {B} in {y}.",
    "In {y} {n} million tonnes of {Aa} crude reached {B}.",
    "{Ba} refiners processed {n} million tonnes of {Aa} crude in {y}.",
    "Crude oil is the backbone of it. {A}'s shipments to {B} amounted to {n} million tonnes in {y}.",
)
_PLACES = (
    "In {y} {B} occupied seventh place in {A}'s foreign trade.",
    "Among {A}'s trading partners, {B} came seventh in {y}.",
    "In {y} {B} was seventh among {A}'s trading partners.",
    "In {y} {B} was No. 7 on the list of {A}'s trading partners.",
)
_BALANCES = (
    "In {y} {A} had a positive balance of ${n} billion in its trade with {B}.",
    "In {y} {A} was ${n} billion in the black in its trade with {B}.",
    "{A}'s trade with {B} showed a surplus of ${n} billion in {y}.",
)

Told = tuple[str, str, str, str, tuple[int, int]]


def _told(text: str, number: str) -> Told:
    """The sense, statistic, states and years of the likeliest way to read the figure with these digits."""
    document = Document("case", text, (Block((0, len(text))),), date=dt.date(2020, 12, 31))
    found = [
        case for _, _, case in cases(document) if number in text[slice(*_placed(text, case.text, case.quantity.span))]
    ]
    read = readings(found[0])
    assert read, f"no way to read {number} in {text}"
    way, test = read[0].way, read[0].candidate.test
    return way.sense.id, way.statistic, way.owner, way.partners[0], test.years


def _placed(text: str, sentence: str, span: tuple[int, int]) -> tuple[int, int]:
    start = text.index(sentence)
    return start + span[0], start + span[1]


def _filled(frames: tuple[str, ...]) -> list[tuple[str, str, str, int]]:
    """Every frame with every pair: text, codes, year."""
    return [
        (frame.format(A=a, Aa=aa, B=b, Ba=ba, y=year, n="8.3"), one, other, year)
        for frame in frames
        for a, aa, one, b, ba, other, year in _PAIRS
    ]


@pytest.mark.parametrize(("text", "source", "target", "year"), _filled(_LEVELS))
def test_a_flow_is_read_in_every_voice(text: str, source: str, target: str, year: int) -> None:
    sense, statistic, owner, partner, years = _told(text, "8.3")
    one, other = (owner, partner) if sense == "goods.out" else (partner, owner)
    assert (sense in ("goods.out", "goods.in"), statistic, one, other) == (True, "level.USD", source, target)
    assert years == (year, year)


@pytest.mark.parametrize(("text", "one", "other", "year"), _filled(_TRADES))
def test_trade_is_read_by_any_name(text: str, one: str, other: str, year: int) -> None:
    sense, statistic, *states, years = _told(text, "8.3")
    assert (sense, statistic, set(states), years) == ("goods.with", "level.USD", {one, other}, (year, year))


@pytest.mark.parametrize(
    ("frames", "sense", "statistic", "of_source"),
    [
        (_IMPORT_SHARES, "goods.in", "share", False),
        (_EXPORT_SHARES, "goods.out", "share", True),
        (_DEPENDENCE, "goods.with", "share_of_gdp", True),
        (_GAS_SHARES, "gas.in", "share", False),
        (_BALANCES, "goods.surplus", "level.USD", True),
    ],
)
def test_what_it_is_a_share_of_is_read_however_told(
    frames: tuple[str, ...], sense: str, statistic: str, *, of_source: bool
) -> None:
    for text, source, target, year in _filled(frames):
        owner, partner = (source, target) if of_source else (target, source)
        assert _told(text, "8.3") == (sense, statistic, owner, partner, (year, year)), text


@pytest.mark.parametrize(("text", "source", "target", "year"), _filled(_CRUDE))
def test_tonnes_are_of_the_ware_spoken_of(text: str, source: str, target: str, year: int) -> None:
    sense, statistic, owner, partner, years = _told(text, "8.3")
    one, other = (owner, partner) if sense == "crude.out" else (partner, owner)
    assert sense.startswith("crude.")
    assert (statistic, one, other, years) == ("level.t", source, target, (year, year))


@pytest.mark.parametrize(("text", "owner", "partner", "year"), _filled(_PLACES))
def test_a_place_is_read_before_and_after_its_noun(text: str, owner: str, partner: str, year: int) -> None:
    number = "seventh" if "seventh" in text else "7"
    assert _told(text, number) == ("goods.with", "rank", owner, partner, (year, year))


@cache
def _atlas() -> Atlas:
    return open_atlas()


def _flow(source: str, target: str, year: int) -> float:
    """Goods from one state to the other in billions of dollars, as the atlas holds it."""
    held = _atlas().scan("trade").filter("is_default", source=source, target=target, year=year)
    return float(held.select(pl.col("value_usd_million")).collect().item()) / 1000


@pytest.mark.parametrize("frame", _LEVELS[:12])
@pytest.mark.parametrize("pair", _PAIRS)
def test_a_flow_is_borne_out_as_it_is_and_not_when_it_is_far_off(
    frame: str, pair: tuple[str, str, str, str, str, str, int]
) -> None:
    a, aa, source, b, ba, target, year = pair
    value = _flow(source, target, year)
    for printed, wanted in ((value, {"agrees"}), (value * 2.7, {"contradicts", "unsure"})):
        text = frame.format(A=a, Aa=aa, B=b, Ba=ba, y=year, n=f"{printed:.2f}")
        document = Document("case", text, (Block((0, len(text))),), date=dt.date(2020, 12, 31))
        [found] = [f for f in check(document, _atlas()).findings if f.quantity.printed == f"{printed:.2f}"]
        assert found.outcome in wanted, text
