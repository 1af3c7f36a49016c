"""What two states did to and with each other, year by year, from what was known by then.

Every item is an array of shape (pairs, years) in which the column of a year uses rows of that year and before, never a
later one: truncating the tables after a year leaves that year as it was. NaN is missing; zero stands only in years that
a data set covers. The same code answers for all pairs, for those of one state, and for one pair.

Nothing here reads treaties, rivalry lists, peace levels or declared labels: those say what a relationship is called,
and `amity.scores.resemblance` is judged by them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

from amity import states
from amity.atlas import Atlas, held
from amity.indicators import LAST_YEAR, Scope, table_years, trade
from amity.indicators._similarity import kappa, s_score

Floats = NDArray[np.float64]

#: Years since the last dispute where there never was one.
NEVER = 200.0

#: First year with a value.
FIRST = 1950

#: Years before it that memory reaches back at most: what is older weighs less than one part in a hundred.
_LEAD = 134

#: Years of roll calls behind one figure of votes; of deliveries behind one of arms; of signals of support.
_VOTES, _ARMS, _SIGNS = 3, 5, 5

#: For how many years the last figure stands in for one not yet held. Memberships and sizes change slowly.
_CARRIED = {"trade": 2, "igos": 10, "size": 5}

#: Share of the weight of a memory that must lie in covered years for it to count as known.
_KNOWN = 1 / 3

#: The two powers between which the votes of the United Nations divide.
_POLES = ("USA", "RUS")

#: Powers whose signs of support are coded, and those of them never coded as receiving any.
_SIGNALLERS = ("CHN", "FRA", "GBR", "RUS", "USA")
_NEVER_SUPPORTED = ("CHN", "RUS", "USA")

#: Nearest two capitals can usefully be, km: distances enter as logarithms.
_NEAR = 10.0

#: Every table read.
READ = (
    "armed_conflicts",
    "arms_totals",
    "arms_transfers",
    "capabilities",
    "capitals",
    "contiguity",
    "dispute_years",
    "disputes",
    "events",
    "event_coverage",
    "igo_memberships",
    "major_powers",
    "sanctions",
    "shared_igos",
    "support_signals",
    "trade",
    "trade_totals",
    "vote_pairs",
    "war_pairs",
)


@cache
def codes() -> tuple[str, ...]:
    """Every state that ever was a member, in order."""
    return tuple(sorted(state.code for state in states.members()))


@dataclass(frozen=True, eq=False)
class Pairs:
    """The pairs asked about, and the tables they are measured from.

    Attributes:
        atlas: The tables.
        scope: Which dyads; its years do not matter.
        last: Last year measured.
        a: Place of the first state in `codes()`, shape (pairs,).
        b: Place of the second; `a < b`.
    """

    atlas: Atlas
    scope: Scope
    last: int
    a: NDArray[np.int64]
    b: NDArray[np.int64]

    def number(self, a: NDArray[np.int64], b: NDArray[np.int64]) -> NDArray[np.int32]:
        """Numbers of pairs, by the places of their states in either order; -1 for those not asked about."""
        return self._row[a, b]

    def row(self, a: int, b: int) -> int:
        """Number of one pair."""
        return int(self._row[a, b])

    @cached_property
    def _row(self) -> NDArray[np.int32]:
        """Number of a pair, by the places of its states in either order; -1 for pairs not asked about."""
        n = len(codes())
        table = np.full((n, n), -1, dtype=np.int32)
        table[self.a, self.b] = table[self.b, self.a] = np.arange(len(self.a))
        return table

    @property
    def states(self) -> tuple[str, ...]:
        """The states named, if any."""
        return tuple(state for state in (self.scope.a, self.scope.b) if state is not None)

    def rows(self, table: str, x: str, y: str, *wanted: pl.Expr) -> pl.LazyFrame:
        """Rows of a table about these pairs."""
        about = Scope(0, self.last, self.scope.a, self.scope.b).keeps(x, y, year=None)
        found = self.atlas.scan(table).filter(about)
        return found.filter(*wanted) if wanted else found

    def placed(
        self, rows: pl.LazyFrame, x: str, y: str, first: int, values: tuple[str, ...], *, directed: bool = False
    ) -> Floats:
        """Values summed by pair and year from `first` on: shape (values, pairs, years); NaN where there is no row.

        A directed table gives shape (values, 2, pairs, years): from the first state of the pair, then from the second.
        """
        frame = rows.select(
            i=pl.col(x).cast(pl.String).cast(_enum(), strict=False).to_physical().cast(pl.Int32),
            j=pl.col(y).cast(pl.String).cast(_enum(), strict=False).to_physical().cast(pl.Int32),
            t=pl.col("year").cast(pl.Int32) - first,
            **{f"v{k}": pl.col(v).cast(pl.Float64) for k, v in enumerate(values)},
        )
        years = self.last - first + 1
        found = (
            frame.filter(pl.col("t").is_between(0, years - 1)).drop_nulls(["i", "j"]).collect(engine=self.scope.engine)
        )
        i, j, t = (found[c].to_numpy() for c in "ijt")
        row = self._row[i, j]
        keep = row >= 0
        i, j, t, row = i[keep], j[keep], t[keep], row[keep].astype(np.int64)
        n = len(self.a)
        cell = ((i > j) * n + row) * years + t if directed else row * years + t
        size = (2 if directed else 1) * n * years
        out = np.empty((len(values), size))
        for k in range(len(values)):
            v = found[f"v{k}"].to_numpy()[keep]
            known = ~np.isnan(v)
            there = np.bincount(cell[known], minlength=size) > 0
            out[k] = np.where(there, np.bincount(cell[known], v[known], size), np.nan)
        return out.reshape((len(values), 2, n, years) if directed else (len(values), n, years))

    def of_states(self, rows: pl.LazyFrame, first: int, value: str) -> Floats:
        """A quantity of states, shape (states, years)."""
        out = np.full((len(codes()), self.last - first + 1), np.nan)
        frame = (
            rows.select(
                i=pl.col("state").cast(pl.String).cast(_enum(), strict=False).to_physical().cast(pl.Int32),
                t=pl.col("year").cast(pl.Int32) - first,
                v=pl.col(value).cast(pl.Float64),
            )
            .filter(pl.col("t").is_between(0, out.shape[1] - 1))
            .drop_nulls()
            .collect(engine=self.scope.engine)
        )
        out[frame["i"].to_numpy(), frame["t"].to_numpy()] = frame["v"].to_numpy()
        return out


@cache
def _enum() -> pl.Enum:
    return pl.Enum(codes())


def pairs_of(atlas: Atlas, scope: Scope, last: int) -> Pairs:
    """The pairs of a scope that were members together in some year from `FIRST` on."""
    place = {code: number for number, code in enumerate(codes())}
    if scope.a is not None and scope.b is not None:
        a, b = sorted((place[scope.a], place[scope.b]))
        return Pairs(atlas, scope, last, np.array([a]), np.array([b]))
    grid = Scope(FIRST, LAST_YEAR, scope.a).grid(directed=False).select("a", "b").unique().sort("a", "b")
    a, b = (grid[c].replace_strict(place, return_dtype=pl.Int64).to_numpy() for c in "ab")
    return Pairs(atlas, scope, last, a, b)


def windowed(values: Floats, years: int) -> Floats:
    """Sums over a year and those before it, `years` in all; NaN where none of them is known."""
    total, known = np.zeros_like(values), np.zeros_like(values)
    filled, there = np.nan_to_num(values), (~np.isnan(values)).astype(np.float64)
    for lag in range(years):
        cut = values.shape[-1] - lag
        total[..., lag:] += filled[..., :cut]
        known[..., lag:] += there[..., :cut]
    return np.where(known > 0, total, np.nan)


def carried(values: Floats, years: int) -> Floats:
    """The last known value where it is at most `years` old."""
    out = values.copy()
    for lag in range(1, years + 1):
        gap = np.isnan(out)
        gap[..., :lag] = False
        out[gap] = np.roll(values, lag, axis=-1)[gap]
    return out


def remembered(values: Floats, keep: float, covered: NDArray[np.bool_]) -> Floats:
    """What happened, each year back weighing `keep` times the next, over the weight of the covered years.

    After a data set ends its memory fades into missing: NaN once less than `_KNOWN` of the weight is covered.
    """
    total, weight, full = np.zeros(values.shape[:-1]), 0.0, 0.0
    out = np.full_like(values, np.nan)
    happened = np.where(covered, np.nan_to_num(values), 0.0)
    for t in range(values.shape[-1]):
        total = keep * total + happened[..., t]
        weight, full = keep * weight + covered[t], keep * full + 1.0
        if weight >= _KNOWN * full:
            out[..., t] = total * (full / weight)
    return out


def _quotient(part: Floats, whole: Floats) -> Floats:
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(whole > 0, part / whole, np.nan)


def _larger(values: Floats) -> Floats:
    """The larger of two, of those known."""
    return np.fmax(values[0], values[1])


def _covered(first: int, last: int, spans: list[tuple[int, int]]) -> NDArray[np.bool_]:
    years = np.arange(first, last + 1)
    return np.any([(years >= f) & (years <= t) for f, t in spans], axis=0)


def _votes(p: Pairs) -> Mapping[str, Floats]:
    cells = tuple(x + y for x in "yan" for y in "yan")
    first = FIRST - _VOTES + 1
    lead = _VOTES - 1

    def joint(rows: pl.LazyFrame, pairs: Pairs) -> Floats:
        counts = windowed(pairs.placed(rows, "a", "b", first, cells), _VOTES)[..., lead:]
        return np.moveaxis(counts, 0, -1).reshape(*counts.shape[1:], 3, 3)

    mine = joint(p.rows("vote_pairs", "a", "b"), p)
    with np.errstate(invalid="ignore"):
        found = {"votes": kappa(np.nan_to_num(mine)), "s": s_score(mine)}
    place = {code: number for number, code in enumerate(codes())}
    for pole in _POLES:
        # Of the pole's own pairs it says nothing: their votes together are measured above.
        side = np.full((len(codes()), p.last - FIRST + 1), np.nan)
        named = [c for c in codes() if c != pole] if len(p.states) < 2 else [c for c in p.states if c != pole]
        to = sorted((min(place[c], place[pole]), max(place[c], place[pole])) for c in named)
        with_pole = Pairs(p.atlas, Scope(0, p.last, pole), p.last, *np.array(to).T)
        rows = p.atlas.scan("vote_pairs").filter(Scope(0, p.last, pole).keeps("a", "b", year=None))
        score = s_score(joint(rows, with_pole))
        other = np.where(with_pole.a == place[pole], with_pole.b, with_pole.a)
        side[other] = score
        found[f"gap_{pole.lower()}"] = np.abs(side[p.a] - side[p.b])
    return found


def _trade(p: Pairs) -> Mapping[str, Floats]:
    lead = _CARRIED["trade"]
    first = FIRST - lead
    rows = trade.bilateral(p.atlas, Scope(first, p.last, p.scope.a, p.scope.b)).lazy()
    placed = p.placed(rows, "a", "b", first, ("x", "m", "X", "M"), directed=True)
    x, m, big_x, big_m = placed[0], placed[1], placed[2], placed[3]
    # What is held of the two flows.
    two_way = windowed(np.stack([x, m], axis=-1), 2)[..., 1]
    share = _quotient(two_way, big_x + big_m)
    both = np.sqrt((big_x + big_m)[0] * (big_x + big_m)[1])
    with np.errstate(divide="ignore", invalid="ignore"):
        # Against size and distance with elasticities of one; what the world trades moves all pairs of a year alike.
        flow = np.fmax(two_way[0], two_way[1])
        beyond = np.log(np.where(flow > 0, flow, np.nan)) - 2.0 * np.log(both)
    beyond = beyond + np.log(np.maximum(_distance(p, first), 100.0))
    found = {
        "dependence": _larger(share),
        "mutual_trade": np.minimum(share[0], share[1]),
        "trade_beyond": beyond,
    }
    return {name: carried(values, lead)[..., lead:] for name, values in found.items()}


def _arms(p: Pairs) -> Mapping[str, Floats]:
    lead = _ARMS - 1
    first = FIRST - lead
    spans = sorted(
        (s["vintage"], s["first_year"], s["last_year"])
        for s in p.atlas.manifest["tables"]["arms_transfers"]["coverage"]
    )
    n = p.last - FIRST + 1
    volume, share = (np.full((2, len(p.a), n), np.nan) for _ in range(2))
    # The newest edition that covers the window is used; editions are never mixed in one.
    for vintage, begin, end in sorted(spans, key=lambda s: s[2]):
        this = pl.col("vintage") == vintage
        moved = p.placed(
            p.rows("arms_transfers", "source", "target", this),
            "source",
            "target",
            first,
            ("tiv_million",),
            directed=True,
        )[0]
        totals = p.atlas.scan("arms_totals").filter(this)
        whole = np.nan_to_num(windowed(p.of_states(totals, first, "imports_tiv_million"), _ARMS))[:, lead:]
        parts = np.nan_to_num(windowed(moved, _ARMS))[..., lead:]
        # parts[0] is what the first state sent the second, so it is a share in the second's imports.
        into = np.stack([whole[p.b], whole[p.a]])
        # The series begins in 1950: windows before its fifth year hold what there is.
        use = _covered(FIRST, p.last, [(begin if begin <= FIRST else begin + lead, end)])
        volume[..., use], share[..., use] = parts[..., use], _quotient(parts, into)[..., use]
    return {"arms": np.log1p(volume.sum(axis=0)), "arms_share": _larger(share)}


def _signals(p: Pairs) -> Mapping[str, Floats]:
    lead = _SIGNS - 1
    first = FIRST - lead
    columns = ("visit", "exercises", "troops", "nuclear_weapons")
    visit, exercise, troops, nuclear = p.placed(
        p.rows("support_signals", "source", "target"), "source", "target", first, columns, directed=True
    )
    done = {
        name: windowed(np.fmax(v[0], v[1]), _SIGNS)[..., lead:]
        for name, v in (("visits", visit), ("exercises", exercise))
    }
    posted = np.fmax(troops[0], troops[1])
    weapons = np.fmax(nuclear[0], nuclear[1])
    stationed = windowed(np.where(np.isnan(posted), np.nan, posted + 1e5 * np.nan_to_num(weapons)), 2)[..., lead:]
    return done | {"troops": np.log1p(stationed)}


def _disputes(p: Pairs) -> Mapping[str, Floats]:
    """Memory of militarised disputes: how hostile lately, how many over the years, how long ago."""
    first = FIRST - _LEAD
    begin, end = table_years(p.atlas, "disputes", None)
    covered = _covered(first, p.last, [(begin, end)])
    listed = (
        p.rows("disputes", "a", "b", pl.col("dataset") == "cow-mid5")
        .select(
            "a",
            "b",
            began=pl.col("first_year").cast(pl.Int32),
            hostility=pl.max_horizontal("hostility_a", "hostility_b"),
            fatal=pl.col("fatality") > 0,
            year=pl.int_ranges(pl.col("first_year").cast(pl.Int32), pl.col("last_year").cast(pl.Int32) + 1),
        )
        .explode("year")
        .with_columns(onset=(pl.col("year") == pl.col("began")), one=pl.lit(1.0))
        .with_columns(fatal_onset=pl.col("onset") & pl.col("fatal"))
    )
    harm, onsets, fatal, one = p.placed(listed, "a", "b", first, ("hostility", "onset", "fatal_onset", "one"))
    lead = FIRST - first
    since = np.full_like(one, np.nan)
    last = np.full(one.shape[0], np.nan)
    for t in range(one.shape[1]):
        last = np.where(one[:, t] > 0, t, last)
        since[:, t] = t - last
    # Never: as if longer ago than anything on record.
    since = np.where(np.isnan(since), NEVER, since)
    recent = remembered(harm / 5.0, 0.9, covered)
    since = np.where(np.isnan(recent), np.nan, since)
    return {
        "hostility": recent[:, lead:],
        "disputes": remembered(onsets, 0.97, covered)[:, lead:],
        "fatal_disputes": remembered(fatal, 0.97, covered)[:, lead:],
        "since_dispute": since[:, lead:],
    }


def _wars(p: Pairs) -> Mapping[str, Floats]:
    first = FIRST - _LEAD
    lead = FIRST - first
    wars = p.rows("war_pairs", "a", "b", pl.col("vintage") == "4.0").with_columns(one=pl.lit(1.0))
    against = p.placed(wars.filter(pl.col("relation") == "opposite"), "a", "b", first, ("one",))[0]
    newest = max(str(s["vintage"]) for s in p.atlas.manifest["tables"]["armed_conflicts"]["coverage"])
    fought = p.rows("armed_conflicts", "a", "b", pl.col("vintage") == newest, pl.col("kind") == "interstate")
    fighting = p.placed(fought.with_columns(one=pl.lit(1.0)), "a", "b", first, ("one",))[0]
    clash = ((np.nan_to_num(against) > 0) | (np.nan_to_num(fighting) > 0)).astype(np.float64)
    spans = [table_years(p.atlas, "war_pairs", "4.0"), table_years(p.atlas, "armed_conflicts", newest)]
    # On one side: of a war, or of a militarised dispute with a third state.
    together = p.placed(wars.filter(pl.col("relation") == "same"), "a", "b", first, ("one",))[0]
    sides = (
        p.atlas.scan("dispute_years")
        .filter(pl.col("dataset") == "cow-mid5")
        .filter(
            Scope(0, p.last, *p.states).touches("source", "target", year=None) if len(p.states) == 2 else pl.lit(True)
        )
        .select("dispute", "is_side_a", "year", state=pl.col("source").cast(pl.String))
        .unique()
    )
    allied = (
        sides.join(sides, on=["dispute", "is_side_a", "year"], suffix="_b")
        .filter(pl.col("state") < pl.col("state_b"))
        .with_columns(one=pl.lit(1.0))
    )
    joint = p.placed(allied, "state", "state_b", first, ("one",))[0]
    side = np.maximum(np.nan_to_num(together), (np.nan_to_num(joint) > 0).astype(np.float64))
    return {
        "fought": remembered(clash, 0.95, _covered(first, p.last, spans))[:, lead:],
        "same_side": remembered(side, 0.9, _covered(first, p.last, [table_years(p.atlas, "dispute_years")]))[:, lead:],
    }


def _sanctions(p: Pairs) -> Mapping[str, Floats]:
    first, last = (
        f(s[k] for s in p.atlas.manifest["tables"]["sanctions"]["coverage"] if s["dataset"] == "gsdb-v4")
        for f, k in ((min, "first_year"), (max, "last_year"))
    )
    begin = FIRST - 10
    rows = p.rows("sanctions", "source", "target", pl.col("dataset") == "gsdb-v4")
    own, cases = p.placed(rows, "source", "target", begin, ("n_own", "n_cases"))
    covered = _covered(begin, p.last, [(first, last)])
    of_others = np.maximum(np.nan_to_num(cases) - np.nan_to_num(own), 0.0)
    return {
        "sanctions": remembered((np.nan_to_num(own) > 0).astype(np.float64), 0.85, covered)[:, 10:],
        "bloc_sanctions": remembered((of_others > 0).astype(np.float64), 0.85, covered)[:, 10:],
    }


def _events(p: Pairs) -> Mapping[str, Floats]:
    lead = 2
    first = FIRST - lead
    columns = ("material_conflict", "material_cooperation", "verbal_conflict", "verbal_cooperation")
    kinds = p.placed(p.rows("events", "source", "target"), "source", "target", first, columns)
    begin, end = table_years(p.atlas, "events")
    covered = _covered(first, p.last, [(begin, end)])
    followed = np.zeros(len(codes()), dtype=np.bool_)
    for code in p.atlas.scan("event_coverage").select(pl.col("state").cast(pl.String)).collect()["state"]:
        followed[codes().index(code)] = True
    both = followed[p.a] & followed[p.b]
    known = both[:, None] & covered
    conflict, cooperation = (windowed(np.where(known, np.nan_to_num(k), np.nan), 3)[:, lead:] for k in kinds[:2])
    return {
        "conflict_events": np.log1p(conflict),
        "cooperation_events": np.log1p(cooperation),
        "conflict_share": (conflict + 0.5)
        / (conflict + cooperation + 2.0)
        * np.where(conflict + cooperation > 0, 1, np.nan),
    }


def _organisations(p: Pairs) -> Mapping[str, Floats]:
    lead = _CARRIED["igos"]
    first = FIRST - lead
    shared = p.placed(p.rows("shared_igos", "a", "b"), "a", "b", first, ("shared_igos",))[0]
    of_each = p.of_states(p.atlas.scan("igo_memberships"), first, "full_memberships")
    activity = np.sqrt(of_each[p.a] * of_each[p.b])
    beyond = _quotient(shared, activity)
    usual = _usual(p, first, of_each, beyond)
    found = {"igos": shared, "igos_company": beyond - usual[0] - usual[1]}
    return {name: carried(values, lead)[:, lead:] for name, values in found.items()}


def _usual(p: Pairs, first: int, of_each: Floats, mine: Floats) -> Floats:
    """What each of the two shares with the others on average, net of activity: shape (2, pairs, years)."""
    # Of two states, all that they share with anybody; of more, everything.
    rows, every = p.atlas.scan("shared_igos"), p
    if len(p.states) == 2:
        place = [codes().index(state) for state in p.states]
        met = sorted({(min(i, j), max(i, j)) for i in place for j in range(len(codes())) if i != j})
        every = Pairs(p.atlas, Scope(0, p.last), p.last, *np.array(met).T)
        rows = rows.filter(held.touching("a", "b", p.states))
    elif p.states:
        every = pairs_of(p.atlas, Scope(0, p.last), p.last)
    shared = every.placed(rows, "a", "b", first, ("shared_igos",))[0]
    beyond = _quotient(shared, np.sqrt(of_each[every.a] * of_each[every.b]))
    total, count = (np.zeros((len(codes()), beyond.shape[1])) for _ in range(2))
    for end in (every.a, every.b):
        np.add.at(total, end, np.nan_to_num(beyond))
        np.add.at(count, end, ~np.isnan(beyond))
    with np.errstate(invalid="ignore", divide="ignore"):
        # Without the pair itself.
        return np.stack(
            [
                (total[end] - np.nan_to_num(mine)) / np.where(count[end] > 1, count[end] - 1, np.nan)
                for end in (p.a, p.b)
            ]
        )


def _distance(p: Pairs, first: int) -> Floats:
    """Great-circle distance between the capitals, km."""
    years = np.arange(first, p.last + 1)
    place = np.full((2, len(codes()), len(years)), np.nan)
    rows = (
        p.atlas.scan("capitals")
        .select("state", "first_day", "last_day", "latitude_deg", "longitude_deg")
        .sort("first_day")
    )
    for state, begun, ended, latitude, longitude in rows.collect().iter_rows():
        span = (years >= begun.year) & (years <= (ended.year if ended else LAST_YEAR))
        place[:, codes().index(state), span] = np.radians([[latitude], [longitude]])
    (phi, lam), (phi_b, lam_b) = place[:, p.a], place[:, p.b]
    half = np.sin((phi - phi_b) / 2) ** 2 + np.cos(phi) * np.cos(phi_b) * np.sin((lam - lam_b) / 2) ** 2
    return 2 * 6371.0 * np.arcsin(np.sqrt(np.minimum(half, 1.0)))


def _structure(p: Pairs) -> Mapping[str, Floats]:
    lead = _CARRIED["size"]
    first = FIRST - lead
    cinc = carried(p.of_states(p.atlas.scan("capabilities"), first, "cinc"), lead)[:, lead:]
    with np.errstate(divide="ignore"):
        size = np.log(np.where(cinc > 0, cinc, np.nan))
    one, other = size[p.a], size[p.b]
    years = np.arange(FIRST, p.last + 1)
    great = np.zeros((len(codes()), len(years)))
    for state, begun, ended in (
        p.atlas.scan("major_powers").collect().select("state", "first_day", "last_day").iter_rows()
    ):
        great[codes().index(state)] += (years >= begun.year) & (years <= (ended.year if ended else LAST_YEAR))
    great = np.minimum(great, 1.0)
    touch = np.full((len(p.a), len(years)), 6.0)
    for a, b, kind, begun, ended in (
        p.rows("contiguity", "a", "b").select("a", "b", "kind", "first_day", "last_day").collect().iter_rows()
    ):
        row = p.row(codes().index(a), codes().index(b))
        if row >= 0:
            span = (years >= begun.year) & (years <= (ended.year if ended else LAST_YEAR))
            touch[row, span] = np.minimum(touch[row, span], kind)
    km = _distance(p, FIRST)
    return {
        "distance": np.log(np.maximum(km, _NEAR)),
        "contiguity": np.where(touch == 1, 2.0, np.where(touch < 6, 1.0, 0.0)),
        "great_powers": great[p.a] + great[p.b],
        "capabilities": np.fmax(one, other) + 0.0 * (one + other),
        "weaker": np.minimum(one, other),
    }


def measured(p: Pairs) -> Mapping[str, Floats]:
    """Every item of the pairs, each of shape (pairs, years from `FIRST` to `p.last`)."""
    found: dict[str, Floats] = {}
    for part in (_votes, _trade, _arms, _signals, _disputes, _wars, _sanctions, _events, _organisations, _structure):
        found |= part(p)
    return found
