"""The table of states against its sources, and the resolver against people."""

from __future__ import annotations

import csv
import gzip
import json
import os
import subprocess
import sys
import unicodedata
import warnings
from datetime import date
from itertools import pairwise
from pathlib import Path

import pycountry
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amity import states
from amity.errors import AmbiguousStateError, AmityError, UnknownStateError, UsageError

REPO = Path(__file__).parents[1]
LIBRARY = Path(os.environ.get("AMITY_LIBRARY", REPO.parent / "shared" / "data"))
raw = pytest.mark.raw
COW_END, GW_END = date(2016, 12, 31), date(2017, 12, 31)

#: Every spelling that means more than one state; nothing else may.
AMBIGUOUS = {
    "korea": {"KOR", "KRE", "PRK"},
    "korean": {"KOR", "KRE", "PRK"},
    "congo": {"COD", "COG"},
    "congolese": {"COD", "COG"},
    "dominican": {"DMA", "DOM"},
}


REFUSALS = (
    "No state is called",
    "not a member of",
    "can mean several states",
    "no state's name is that long",
)


def table(file: str) -> list[dict[str, str]]:
    with (REPO / "src" / "amity" / file).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def library(source: str) -> Path:
    folder = LIBRARY / source
    if not folder.is_dir():
        pytest.skip(f"no raw files in {folder}: set AMITY_LIBRARY")
    return folder


def rda(path: Path):
    import pyreadr

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return next(iter(pyreadr.read_r(str(path)).values()))


def cases() -> list[tuple[str, str, str]]:
    text = (REPO / "tests" / "cases" / "state_names.tsv").read_text("utf-8")
    rows = [tuple(line.split("\t")) for line in text.rstrip("\n").split("\n")[1:]]
    assert all(len(row) == 3 for row in rows)
    return rows  # type: ignore[return-value]


# --- the tables themselves ---


def test_every_row_has_a_source_and_a_known_kind():
    rows, names = table("states.csv"), table("state_names.csv")
    assert len(rows) > 260
    assert len(names) > 5000
    assert all(row["source"] for row in rows + names)
    assert {row["kind"] for row in rows} == {"state", "territory"}
    assert {row["kind"] for row in names} <= {
        "official", "common", "former", "demonym", "adjective", "native", "translation", "code", "alias",
    }  # fmt: skip
    assert {row["code"] for row in names} == {row["code"] for row in rows}


def test_codes_are_unique_and_states_have_cow_numbers_and_spells():
    codes = [state.code for state in states.everything()]
    assert codes == sorted(set(codes))
    for state in states.everything():
        assert len(state.code) == 3
        assert state.code.isascii()
        assert state.code.isupper()
        assert (state.kind == "state") == bool(state.cow) == bool(state.spells)


def test_spells_are_in_order_and_apart():
    for state in states.everything():
        for spells in (state.spells, state.gw_spells):
            for earlier, later in pairwise(spells):
                assert earlier.last_day is not None
                assert (later.first_day - earlier.last_day).days > 1, state
            assert all(s.last_day is None or s.first_day <= s.last_day for s in spells)


def test_dated_names_of_a_state_do_not_overlap():
    spans: dict[str, list[tuple[int, int]]] = {}
    for row in table("state_names.csv"):
        assert bool(row["first_year"]) == bool(row["last_year"])
        if row["first_year"]:
            assert row["kind"] == "former"
            spans.setdefault(row["code"], []).append((int(row["first_year"]), int(row["last_year"])))
    assert len(spans) > 20
    for code, years in spans.items():
        years.sort()
        assert all(first <= last for first, last in years), code
        assert all(a[1] < b[0] for a, b in pairwise(years)), code


def test_iso_codes_agree_with_pycountry():
    ours = {s.iso3: s for s in states.everything() if s.iso3}
    assert set(ours) == {country.alpha_3 for country in pycountry.countries}
    for country in pycountry.countries:
        state = ours[country.alpha_3]
        assert (state.code, state.m49) == (country.alpha_3, country.numeric)
        assert states.iso2_codes()[country.alpha_2] == country.alpha_3
        assert states.iso3_codes()[country.alpha_3] == country.alpha_3
    living = {s.code for s in states.members(2016)}
    assert {code for code in living if states.get(code).iso3 is None} == {"XKX"}


def test_own_codes_collide_with_no_iso_code():
    own = {s.code for s in states.everything() if not s.iso3}
    assert len(own) > 20
    assert not own & {country.alpha_3 for country in pycountry.countries}


@pytest.mark.parametrize(
    ("alias", "code"),
    [("SUN", "RUS"), ("YUG", "SRB"), ("SCG", "SRB"), ("SER", "SRB"), ("KOS", "XKX"), ("ROM", "ROU"),
     ("ZAR", "COD"), ("TMP", "TLS"), ("BUR", "MMR"), ("WBG", "PSE"), ("CSK", "CSK"), ("DDR", "DDR"),
     ("YMD", "YMD"), ("ANT", "ANT"), ("HVO", "BFA"), ("DHY", "BEN"), ("RHO", "ZWE"), ("HKG", "HKG"),
     ("MNT", "MNE"), ("SUD", "SDN")],
)  # fmt: skip
def test_legacy_trade_codes(alias: str, code: str):
    assert states.iso3_codes()[alias] == code


def test_iso3_map_holds_no_cow_abbreviation():
    assert not {"GMY", "UKG", "FRN", "SPN", "SWD"} & set(states.iso3_codes())


# --- membership ---


def test_195_members_in_2016_and_the_same_after_the_list_ends():
    assert len(states.members(2016)) == 195
    assert states.members(2024) == states.members(2016)


@pytest.mark.parametrize(
    ("code", "year", "member"),
    [("DEU", 1944, True), ("DEU", 1945, True), ("DEU", 1950, False), ("DEU", 1955, True),
     ("DEU", 1990, True), ("DDR", 1990, True), ("DDR", 1991, False), ("RUS", 1816, True),
     ("RUS", 1991, True), ("RUS", 2024, True), ("EST", 1940, True), ("EST", 1941, False),
     ("EST", 1991, True), ("FRA", 1943, False), ("TWN", 1948, False), ("TWN", 1949, True),
     ("CSK", 1992, True), ("CSK", 1993, False), ("RVN", 1975, True), ("RVN", 1976, False),
     ("KRE", 1905, True), ("KRE", 1906, False), ("KOR", 1905, False), ("SYR", 1960, False),
     ("XKX", 2008, True), ("HKG", 2000, False), ("PSE", 2016, False), ("SSD", 2011, True),
     ("YMD", 1990, True), ("YEM", 1990, True)],
)  # fmt: skip
def test_membership(code: str, year: int, member: bool):
    assert states.get(code).is_member(year) is member


def test_open_spells_run_on_and_closed_ones_do_not():
    for state in states.members():
        open_ended = any(spell.last_day is None for spell in state.spells)
        assert state.is_member(2016) == state.is_member(2500) == open_ended


def test_member_years_grow_with_the_last_year():
    for state in states.everything():
        shorter, longer = state.member_years(1950), state.member_years(2020)
        assert longer[: len(shorter)] == shorter
        assert all(state.is_member(year) for year in longer)
        assert len(longer) == sum(state.is_member(year) for year in range(1800, 2021))


@pytest.mark.parametrize(
    ("code", "year", "name"),
    [("RUS", 1914, "Russia"), ("RUS", 1969, "Soviet Union"), ("RUS", 1991, "Soviet Union"),
     ("RUS", 1992, "Russia"), ("SRB", 1900, "Serbia"), ("SRB", 1970, "Yugoslavia"),
     ("SRB", 2004, "Serbia and Montenegro"), ("SRB", 2010, "Serbia"), ("DEU", 1850, "Prussia"),
     ("DEU", 1914, "Germany"), ("DEU", 1970, "West Germany"), ("DEU", 1991, "Germany"),
     ("MMR", 1980, "Burma"), ("COD", 1980, "Zaire"), ("COD", 2000, "DR Congo"), ("IRN", 1900, "Persia"),
     ("TUR", 1900, "Ottoman Empire"), ("TUR", 1960, "Turkey"), ("CHN", 1900, "China"),
     ("HKG", 1980, "Hong Kong")],
)  # fmt: skip
def test_name_in_a_year(code: str, year: int, name: str):
    assert states.get(code).name_in(year) == name


@pytest.mark.parametrize(
    ("number", "code"),
    [(2, "USA"), (200, "GBR"), (255, "DEU"), (260, "DEU"), (265, "DDR"), (300, "AUH"), (315, "CSK"),
     (316, "CZE"), (317, "SVK"), (327, "PAP"), (345, "SRB"), (347, "XKX"), (365, "RUS"), (511, "ZAN"),
     (678, "YEM"), (679, "YEM"), (680, "YMD"), (710, "CHN"), (713, "TWN"), (730, "KRE"), (731, "PRK"),
     (732, "KOR"), (816, "VNM"), (817, "RVN"), (946, "KIR"), (970, "NRU")],
)  # fmt: skip
def test_cow_numbers(number: int, code: str):
    assert states.cow_codes()[number] == code


@pytest.mark.parametrize(
    ("number", "code"),
    [(255, "DEU"), (260, "DEU"), (340, "SRB"), (345, "SRB"), (678, "YEM"), (680, "YMD"), (815, "VNM"),
     (816, "VNM"), (970, "KIR"), (971, "NRU"), (972, "TON"), (564, "OFS"), (563, "TRA"), (711, "TBT"),
     (89, "UPC")],
)  # fmt: skip
def test_gw_numbers(number: int, code: str):
    assert states.gw_codes()[number] == code


@raw
def test_cow_spells_are_those_of_the_raw_list():
    frame = rda(library("cow-state-system") / "cow_states.rda")
    assert {int(n) for n in frame["ccode"]} == set(states.cow_codes())
    years = dict.fromkeys(range(1816, 2017), frozenset())
    days: dict[str, set[date]] = {}
    for row in frame.itertuples():
        code = states.cow_codes()[int(row.ccode)]
        first = date(int(row.styear), int(row.stmonth), int(row.stday))
        last = date(int(row.endyear), int(row.endmonth), int(row.endday))
        days.setdefault(code, set()).update({first, last})
        for year in range(first.year, last.year + 1):
            years[year] |= {code}
    for year, codes in years.items():
        assert {s.code for s in states.members(year)} == codes, year
    for state in states.members():
        ours = {d for s in state.spells for d in (s.first_day, s.last_day or COW_END)}
        assert ours <= days[state.code], state.code
        inner = days[state.code] - ours  # only spells that touch are joined
        assert len(inner) == (2 if state.code in {"DEU", "YEM"} else 0), state.code


@raw
def test_gw_spells_are_those_of_the_raw_list():
    frame = rda(library("cow-state-system") / "gw_states.rda")
    assert {int(n) for n in frame["gwcode"]} <= set(states.gw_codes())
    days: dict[str, set[date]] = {}
    for row in frame.itertuples():
        code = states.gw_codes()[int(row.gwcode)]
        days.setdefault(code, set()).update(date.fromisoformat(str(d)) for d in (row.startdate, row.enddate))
    for state in states.everything():
        ours = {d for s in state.gw_spells for d in (s.first_day, s.last_day or GW_END)}
        assert ours <= days.get(state.code, set()), state.code
    assert {s.code for s in states.everything() if s.gw_spells} == set(days)


# --- the resolver ---


@pytest.mark.parametrize(("spelling", "code", "why"), cases())
def test_odd_spellings(spelling: str, code: str, why: str):
    if code == "?":
        with pytest.raises(UnknownStateError):
            states.find(spelling)
    else:
        assert states.find(spelling).code == code, why


def test_enough_odd_spellings():
    assert len(cases()) >= 120
    assert len({spelling for spelling, _, _ in cases()}) == len(cases())


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
def test_unicode_form_does_not_matter(form: str):
    for spelling, code, _ in cases():
        if code != "?":
            assert states.find(unicodedata.normalize(form, spelling)).code == code, (spelling, form)


def test_no_name_means_two_states_unless_declared():
    held: dict[str, set[str]] = {}
    for row in table("state_names.csv"):
        held.setdefault(states.normalise(row["name"]), set()).add(row["code"])
    assert "" not in held
    assert {key: codes for key, codes in held.items() if len(codes) > 1} == AMBIGUOUS


def test_every_name_leads_back_to_its_code():
    known = states.name_codes()
    for row in table("state_names.csv"):
        key = states.normalise(row["name"])
        if key in AMBIGUOUS:
            assert known.get(key) == ("COG" if key == "congo" else None)
        else:
            assert known[key] == row["code"]
            if states.get(row["code"]).kind == "state":
                assert states.find(row["name"].upper()).code == row["code"]


def test_short_index_never_contradicts_the_whole_one():
    whole = states._index()
    plain = states._index(plain=True)
    assert 1000 < len(plain) < len(whole)
    assert all(set(codes) == set(whole[key]) for key, codes in plain.items())


def test_normalising_lines_at_once_is_normalising_each():
    names = [row["name"] for row in table("state_names.csv")]
    assert states._normalise_lines("\n".join(names)) == [states.normalise(name) for name in names]


@pytest.mark.parametrize("text", ["Korea", "korea", "The Korea", "Congo", "Congolese", "Dominican", "Korean"])
def test_ambiguous_spellings_list_their_candidates(text: str):
    with pytest.raises(AmbiguousStateError) as caught:
        states.find(text)
    for code in AMBIGUOUS[states.normalise(text)]:
        assert f"({code})" in str(caught.value)


@pytest.mark.parametrize("code", sorted(s.code for s in states.everything() if s.kind == "territory"))
def test_territories_are_explained(code: str):
    with pytest.raises(UnknownStateError, match="not a member of the Correlates of War state system") as caught:
        states.find(states.get(code).name)
    assert f"({code})" in str(caught.value)


@pytest.mark.parametrize(
    ("typo", "code"),
    [("Rusland", "RUS"), ("Chinna", "CHN"), ("zimbawe", "ZWE"), ("Kazakstn", "KAZ"),
     ("Phillipines", "PHL"), ("Untied States", "USA"), ("Columbiaa", "COL"), ("Yugoslvia", "SRB")],
)  # fmt: skip
def test_near_misses_are_suggested(typo: str, code: str):
    with pytest.raises(UnknownStateError) as caught:
        states.find(typo)
    message = str(caught.value)
    assert repr(typo) in message
    assert f"({code})" in message
    assert message.count("(") <= 5


@pytest.mark.parametrize(
    "text",
    ["", " ", "\0", "\0" * 50, "Rus\0sia", "x" * 10**6, "中" * 10**6, "\ud800", "\udfff\ud800", "🇽🇽", "🇨",
     "\U0001f3f4\u200d\u2620\ufe0f", "\u202eaissuR", "...", "'", "-", "_", "the", "\n", "a\nb", "%s{}",
     "../../etc/passwd", "<script>", "٣", "ß" * 200, "ﷺ" * 200],
)  # fmt: skip
def test_hostile_text_gives_a_printable_error(text: str):
    with pytest.raises(UnknownStateError) as caught:
        states.find(text)
    message = str(caught.value)
    assert len(message) < 1000
    assert message.isprintable()
    message.encode("utf-8")


def test_invisible_marks_do_not_matter():
    assert states.find("\u200fRus\u200bsia\ufeff").code == "RUS"
    assert states.find("\u202bروسيا\u202c").code == "RUS"


@settings(deadline=None, max_examples=300)
@given(st.text(st.characters(codec=None), max_size=300))
def test_any_text_gives_a_state_or_an_amity_error(text: str):
    try:
        answer = states.find(text).kind
    except AmityError as error:
        answer = str(error)
    assert answer.startswith("state") or any(words in answer for words in REFUSALS)
    assert answer.isprintable()


@settings(deadline=None, max_examples=300)
@given(st.text(max_size=80))
def test_normalise_is_settled_after_one_round(text: str):
    once = states.normalise(text)
    assert "\n" not in once
    assert once == once.strip()
    assert states.normalise(f"  {text}\t").strip() == once


@pytest.mark.parametrize("code", ["rus", "USSR", "", "XXX", " RUS"])
def test_get_takes_exact_codes_only(code: str):
    with pytest.raises(UnknownStateError, match="state codes"):
        states.get(code)


# --- every name in the sources ---


def _ballots() -> set[str]:
    files = [*library("un-ga-votes-dgacm").glob("*.json.gz"), *library("un-sc-votes-dgacm").glob("*.json.gz")]
    assert len(files) > 30
    names: set[str] = set()
    for file in files:
        with gzip.open(file, "rt", encoding="utf-8") as handle:
            for line in handle:
                row = json.loads(line)
                for column in ("MS_in_favour", "MS_against", "MS_abstaining"):
                    if isinstance(row.get(column), list):
                        names.update(row[column])
    return names


@raw
def test_every_name_on_un_ballots_resolves():
    names = _ballots()
    assert len(names) > 195
    found = {name: states.name_codes()[states.normalise(name)] for name in names}
    assert {states.get(code).kind for code in found.values()} == {"state"}
    turkish = {name for name in names if name.startswith("T") and name.endswith(("KIYE", "KİYE", "KÝYE", "KEY"))}
    assert len(turkish) >= 4
    assert {found[name] for name in turkish} == {"TUR"}
    assert found["CONGO"] == "COG"


@raw
def test_every_name_in_unvotes_resolves():
    votes = rda(library("un-ga-votes-unvotes") / "un_votes.rda")[["country", "country_code"]].drop_duplicates()
    assert len(votes) > 190
    for name, iso2 in votes.itertuples(index=False):
        code = states.find(name).code
        if isinstance(iso2, str):
            assert states.iso2_codes()[iso2] == code, name


@raw
def test_every_state_in_sipri_resolves_to_its_cow_number():
    path = library("sipri-arms-transfers") / "tiv_supplier_recipient_1950_2021.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8") as handle:
        rows = list(csv.DictReader(handle))
    pairs = {(row[side], row[f"{side}_cown"]) for row in rows for side in ("supplier", "recipient")}
    named = {(name, int(number)) for name, number in pairs if number != "NA" and "*" not in name}
    assert len(named) > 170
    for name, number in named - {("Northern Cyprus", 352)}:  # SIPRI's table gives it the number of Cyprus
        assert states.name_codes()[states.normalise(name)] == states.cow_codes()[number], name


@raw
def test_every_code_in_trade_data_is_known():
    import polars as pl

    for source, columns in [
        ("cepii-baci-totals", ["exporter", "importer"]),
        ("imf-imts-china-usa", ["partner"]),
    ]:
        files = list(library(source).glob("*.csv.gz"))
        assert files
        for file in files:
            frame = pl.read_csv(file)
            used = {code for column in columns for code in frame[column].unique()}
            assert used <= set(states.iso3_codes()), file


# --- dyads ---


def test_dyad_keeps_the_order_asked_and_has_one_key():
    there, back = states.dyad("Russia", "PRC"), states.dyad("China", "USSR")
    assert (there.a.code, there.b.code) == ("RUS", "CHN")
    assert (back.a.code, back.b.code) == ("CHN", "RUS")
    assert there.code == back.code == "CHN-RUS"
    assert there.ordered == back.ordered == ("CHN", "RUS")
    assert there.first_year == back.first_year == 1860


@given(st.sampled_from(states.members()), st.sampled_from(states.members()), st.integers(1800, 2100))
def test_dyads_are_symmetric(a: states.State, b: states.State, year: int):
    if a == b:
        with pytest.raises(UsageError, match="are one state"):
            states.dyad(a.code, b.code)
        return
    there, back = states.dyad(a.code, b.code), states.dyad(b.code, a.code)
    assert there.code == back.code == "-".join(sorted((a.code, b.code)))
    assert there.coexisted(year) is back.coexisted(year) is (a.is_member(year) and b.is_member(year))
    assert there.years(year) == back.years(year)
    assert there.first_year == (there.years(2100)[0] if there.years(2100) else None)


def test_states_that_never_met():
    dyad = states.dyad("Two Sicilies", "South Sudan")
    assert dyad.first_year is None
    assert dyad.years(2024) == ()


def test_one_state_under_two_names_is_no_dyad():
    with pytest.raises(UsageError) as caught:
        states.dyad("USSR", "Russia")
    assert "'USSR' and 'Russia' are one state (RUS)" in str(caught.value)


# --- cost ---


def test_import_loads_nothing_heavy():
    code = (
        f"import sys; sys.path.insert(0, {str(REPO / 'src')!r}); import amity.states; "
        "print(*{'polars', 'numpy', 'pandas', 'difflib', 'pathlib'} & set(sys.modules))"
    )
    # -S: the virtual environment's own start-up files must not load pathlib for us.
    run = subprocess.run([sys.executable, "-S", "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == []
