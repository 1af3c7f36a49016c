"""The words figures are told in: numbers, scales, units, nouns counted, verbs of change, hedges."""

from __future__ import annotations

from typing import Literal

from amity.reader import currencies

Bound = Literal["=", ">=", "<=", "~"]


def listed(text: str) -> tuple[str, ...]:
    """The words of a text: lists of words are easier to read without a quote around each."""
    return tuple(text.split())


_SMALL = listed(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
)
_TENS = listed("twenty thirty forty fifty sixty seventy eighty ninety")
#: Number words that add up: "twenty", "five".
NUMBERS: dict[str, int] = {w: n for n, w in enumerate(_SMALL)} | {w: 10 * n for n, w in enumerate(_TENS, 2)}
#: Words that stand for a number of things and multiply: "two dozen", "three hundred".
MULTIPLES: dict[str, int] = {"hundred": 100, "dozen": 12, "dozens": 12}

_ORDINALS = listed(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)
ORDINALS: dict[str, int] = {w: n for n, w in enumerate(_ORDINALS, 1)}
#: Parts: "a third", "two-thirds", "one quarter".
PARTS: dict[str, int] = {"half": 2, "halves": 2, "quarter": 4, "quarters": 4} | {
    form: n for w, n in ORDINALS.items() if 3 <= n <= 20 for form in (w, w + "s")
}
#: Parts whose hyphen was lost.
JOINED_PARTS: dict[str, str] = {
    "onethird": "33.3333",
    "twothirds": "66.6667",
    "threequarters": "75",
    "threefourths": "75",
}
SIGNS: dict[str, float] = {"½": 1 / 2, "¼": 1 / 4, "¾": 3 / 4, "⅓": 1 / 3, "⅔": 2 / 3, "⅛": 1 / 8, "⅕": 1 / 5}

#: Powers of ten. Short ones ("m", "k", "b") count only right after the digits or after money.
SCALES: dict[str, int] = {
    **dict.fromkeys(("thousand", "thousands", "ths", "тыс"), 3),
    **dict.fromkeys(("million", "millions", "mn", "mln", "mil", "млн"), 6),
    **dict.fromkeys(("billion", "billions", "bn", "bln", "bil", "mlrd", "млрд"), 9),
    **dict.fromkeys(("trillion", "trillions", "trn", "tn", "tln", "trln", "трлн"), 12),
    **dict.fromkeys(("lakh", "lakhs"), 5),
    **dict.fromkeys(("crore", "crores"), 7),
}
SHORT_SCALES: dict[str, int] = {"tr": 12, "k": 3, "m": 6, "b": 9, "t": 12, "bn": 9, "mn": 6, "mm": 6, "tn": 12}

#: Units by their words, longest first: the words, the unit, and how many of it (as a power of ten) one is.
MEASURES: tuple[tuple[tuple[str, ...], str, int], ...] = (
    (("percentage", "points"), "percentage points", 0),
    (("percentage", "-", "point"), "percentage points", 0),
    (("percentage", "point"), "percentage points", 0),
    (("per", "cent"), "%", 0),
    (("per", "cents"), "%", 0),
    (("percent",), "%", 0),
    (("pct",), "%", 0),
    (("pc",), "%", 0),
    (("percents",), "%", 0),
    (("per", "-", "cent"), "%", 0),
    (("percentage", "-", "points"), "percentage points", 0),
    (("pp",), "percentage points", 0),
    (("pps",), "percentage points", 0),
    (("ppts",), "percentage points", 0),
    (("p", ".", "p"), "percentage points", 0),
    (("p", ".", "c"), "%", 0),
    (("bps",), "percentage points", -2),
    (("ppt",), "percentage points", 0),
    (("basis", "points"), "percentage points", -2),
    (("tiv",), "TIV", 0),
    (("trend", "-", "indicator", "values"), "TIV", 0),
    (("trend", "indicator", "values"), "TIV", 0),
    (("trend", "-", "indicator", "units"), "TIV", 0),
    (("trend", "indicator", "units"), "TIV", 0),
    (("of", "its", "trend", "-", "indicator", "units"), "TIV", 0),
    (("of", "its", "trend", "-", "indicator", "values"), "TIV", 0),
    (("in", "trend", "-", "indicator", "values"), "TIV", 0),
    (("strong",), "persons", 0),
    (("bcma",), "bcm", 0),
    (("bcm",), "bcm", 0),
    (("cubic", "metres"), "m3", 0),
    (("cubic", "meters"), "m3", 0),
    (("cubic", "metre"), "m3", 0),
    (("cubic", "meter"), "m3", 0),
    (("cu", "m"), "m3", 0),
    (("m³",), "m3", 0),
    (("m3",), "m3", 0),
    (("tcm",), "m3", 12),
    (("bcf",), "cubic feet", 9),
    (("tcf",), "cubic feet", 12),
    (("cubic", "feet"), "cubic feet", 0),
    (("barrels", "per", "day"), "bbl/d", 0),
    (("barrels", "a", "day"), "bbl/d", 0),
    (("barrels", "of", "oil", "a", "day"), "bbl/d", 0),
    (("barrels", "of", "oil", "per", "day"), "bbl/d", 0),
    (("barrels", "of", "crude", "a", "day"), "bbl/d", 0),
    (("barrels", "of", "crude", "per", "day"), "bbl/d", 0),
    (("barrels", "daily"), "bbl/d", 0),
    (("barrels", "/", "day"), "bbl/d", 0),
    (("barrels", "each", "day"), "bbl/d", 0),
    (("kb", "/", "d"), "bbl/d", 3),
    (("tb", "/", "d"), "bbl/d", 3),
    (("kbd",), "bbl/d", 3),
    (("b", "/", "d"), "bbl/d", 0),
    (("bbl", "/", "d"), "bbl/d", 0),
    (("bbl", "per", "day"), "bbl/d", 0),
    (("bpd",), "bbl/d", 0),
    (("mbd",), "bbl/d", 6),
    (("mb", "/", "d"), "bbl/d", 6),
    (("barrels",), "bbl", 0),
    (("barrel",), "bbl", 0),
    (("bbl",), "bbl", 0),
    (("bbls",), "bbl", 0),
    (("metric", "tons"), "t", 0),
    (("metric", "tonnes"), "t", 0),
    (("tonnes",), "t", 0),
    (("tonne",), "t", 0),
    (("tons",), "t", 0),
    (("ton",), "t", 0),
    (("kilotonnes",), "t", 3),
    (("megatonnes",), "t", 6),
    (("mtpa",), "t", 6),
    (("mmtpa",), "t", 6),
    (("mmt",), "t", 6),
    (("mt",), "t", 6),
    (("twh",), "kWh", 9),
    (("gwh",), "kWh", 6),
    (("mwh",), "kWh", 3),
    (("kwh",), "kWh", 0),
    (("kilowatt", "-", "hours"), "kWh", 0),
    (("kilowatt", "hours"), "kWh", 0),
    (("gw",), "MW", 3),
    (("gigawatts",), "MW", 3),
    (("mw",), "MW", 0),
    (("megawatts",), "MW", 0),
    (("km",), "km", 0),
    (("kms",), "km", 0),
    (("kilometres",), "km", 0),
    (("kilometers",), "km", 0),
    (("kilometre",), "km", 0),
    (("kilometer",), "km", 0),
    (("miles",), "miles", 0),
    (("mile",), "miles", 0),
    (("square", "kilometres"), "km2", 0),
    (("square", "kilometers"), "km2", 0),
    (("square", "km"), "km2", 0),
    (("sq", "km"), "km2", 0),
    (("km²",), "km2", 0),
    (("hectares",), "hectares", 0),
    (("m",), "m", 0),
    (("metres",), "m", 0),
    (("meters",), "m", 0),
    (("metre",), "m", 0),
    (("meter",), "m", 0),
    (("years",), "years", 0),
    (("year",), "years", 0),
    (("months",), "months", 0),
    (("month",), "months", 0),
    (("weeks",), "weeks", 0),
    (("week",), "weeks", 0),
    (("days",), "days", 0),
    (("day",), "days", 0),
    (("hours",), "hours", 0),
    (("hour",), "hours", 0),
    (("minutes",), "minutes", 0),
    (("decades",), "decades", 0),
    (("кубометров",), "m3", 0),
    (("куб", "м"), "m3", 0),
    (("куб", ".", "м"), "m3", 0),
    (("кубических", "метров"), "m3", 0),
    (("п", ".", "п"), "percentage points", 0),
    (("п", "п"), "percentage points", 0),
    (("км",), "km", 0),
)
#: First words of measures, with what may follow.
MEASURES_BY_WORD: dict[str, tuple[tuple[tuple[str, ...], str, int], ...]] = {}
for _words, _unit, _power in MEASURES:
    MEASURES_BY_WORD[_words[0]] = (*MEASURES_BY_WORD.get(_words[0], ()), (_words, _unit, _power))
for _word, _rows in MEASURES_BY_WORD.items():
    MEASURES_BY_WORD[_word] = tuple(sorted(_rows, key=lambda row: -len(row[0])))

#: Durations: what a figure in them is of is hardly ever in the data, but it is a figure.
DURATIONS = frozenset(listed("years months weeks days hours minutes decades"))
#: Units that may follow digits without a space, and short ones that may not follow a bare number.
ATTACHED = frozenset(listed("km bcm mt mmt bcf tcf bpd mw gw gwh twh kwh pp m t pc pct"))

#: Nouns counted, singular → plural. Plurals that add "s" are made below.
_PLURALS = {
    "treaty": "treaties",
    "country": "countries",
    "company": "companies",
    "ministry": "ministries",
    "visit": "visits",
    "veto": "vetoes",
    "memorandum": "memoranda",
    "university": "universities",
    "embassy": "embassies",
    "subsidiary": "subsidiaries",
    "city": "cities",
    "delivery": "deliveries",
    "ally": "allies",
    "man": "men",
    "person": "persons",
    "crisis": "crises",
    "analysis": "analyses",
    "facility": "facilities",
    "entity": "entities",
    "party": "parties",
    "enquiry": "enquiries",
    "battery": "batteries",
    "speech": "speeches",
    "branch": "branches",
    "clash": "clashes",
    "launch": "launches",
    "bus": "buses",
    "business": "businesses",
    "currency": "currencies",
    "igo": "igos",
    "mid": "mids",
    "set": "sets",
    "package": "packages",
    "industry": "industries",
    "loss": "losses",
}
_SINGULARS = listed(
    "accord agreement alliance abstention airbase airliner ambassador amendment area article attack bank "
    "base battalion bill bomber bond boat breach bridge call carrier case cent centre citizen class "
    "collaboration combatant commission committee conference conflict consulate contract conversation "
    "convention corvette crossing cruiser deal declaration delegate delegation demonstration destroyer "
    "dialogue diplomat direction dispute division document donor drill drone event exchange exercise "
    "expert export exporter fatality fighter firm flight forum frigate gathering gun helicopter hostage "
    "import importer incident incursion individual initiative institute interception investor island item "
    "jet journalist law leader letter loan measure meeting member migrant militant mine minister mission "
    "missile name nation negotiation observer office officer official operation organisation organization "
    "paper participant partner partnership passenger patrol pact phase plan plane plant platform poll "
    "port pledge post president prisoner product programme program project proposal protest protocol "
    "province radar reactor refugee regiment region report representative resident resolution respondent "
    "restriction round route sale sanction satellite scholar school sector session ship signature "
    "signatory soldier sortie specialist sphere state statement station statute student submarine subsidy "
    "summit supplier survey system tank tariff talk task team technology telegram terminal test text "
    "ticket topic tourist town track train transaction transfer trip troop truck tube unit vehicle "
    "venture vessel victim village violation visitor vote warhead warplane warship weapon worker workshop "
    "zone investment firework locomotive pipeline well field rig tanker cargo container parcel sample "
    "dose abstainer signing accession ratification readout communique phone-call talk casualty death "
    "membership confrontation encounter sponsor seat job car adult trial adviser advisor brand businessman"
)
_UNCOUNTABLE = listed("aircraft personnel troops people forces servicemen staff children women businesspeople")
NOUNS: dict[str, str] = (
    {w: w + "s" for w in _SINGULARS}
    | {w + "s": w + "s" for w in _SINGULARS}
    | _PLURALS
    | {w: w for w in (*_PLURALS.values(), *_UNCOUNTABLE)}
    | {"memorandums": "memoranda", "mou": "memoranda", "mous": "memoranda", "person": "persons"}
)
#: Russian and Chinese words for things counted or measured, by their beginning.
RUSSIAN: tuple[tuple[str, str, str], ...] = (
    ("процент", "unit", "%"),
    ("доллар", "money", "USD"),
    ("долл", "money", "USD"),
    ("рубл", "money", "RUB"),
    ("руб", "money", "RUB"),
    ("юан", "money", "RMB"),
    ("тонн", "unit", "t"),
    ("баррел", "unit", "bbl"),
    ("километр", "unit", "km"),
    ("тысяч", "scale", "3"),
    ("миллион", "scale", "6"),
    ("миллиард", "scale", "9"),
    ("триллион", "scale", "12"),
    ("человек", "count", "persons"),
    ("договор", "count", "treaties"),
    ("соглашени", "count", "agreements"),
    ("проект", "count", "projects"),
    ("учени", "count", "exercises"),
    ("встреч", "count", "meetings"),
    ("визит", "count", "visits"),
    ("студент", "count", "students"),
    ("турист", "count", "tourists"),
    ("самол", "count", "aircraft"),
    ("вырос", "rise", "1"),
    ("возрос", "rise", "1"),
    ("увелич", "rise", "1"),
    ("рост", "rise", "1"),
    ("прирост", "rise", "1"),
    ("сниз", "rise", "-1"),
    ("упал", "rise", "-1"),
    ("сократ", "rise", "-1"),
    ("паден", "rise", "-1"),
    ("уменьш", "rise", "-1"),
)

_UP = (
    "rise rises rose risen rising increase increases increased increasing grow grows grew grown growing climb climbs "
    "climbed climbing jump jumps jumped jumping soar soars soared soaring surge surges surged surging gain gains "
    "gained gaining expand expands expanded expanding swell swelled swollen rebound rebounds rebounded growth upturn "
    "uptick boost boosted raise raised raises up improve improved rocketed ballooned leapt leaped accelerated widen "
    "widened recover recovered mushroomed skyrocketed spiked inched edged enlarge enlarged enlarging augmented "
    "deepened advanced strengthened intensified upped ticked crept swelling widening ramped hiked upswing spike "
    "spikes"
)
_DOWN = (
    "fall falls fell fallen falling decline declines declined declining drop drops dropped dropping decrease "
    "decreases decreased decreasing shrink shrinks shrank shrunk shrinking plunge plunges plunged plunging slump "
    "slumps slumped tumble tumbled tumbles contracted contraction contracting reduce reduces reduced reduction cut "
    "cuts lost lose loses dip dips dipped down collapse collapsed plummeted plummets narrowed dwindled slid slipped "
    "halved diminished lowered sank sunk crashed nosedived weakened downturn waned subsided receded ebbed loss "
    "slashed trimmed pared curtailed plummeting dwindling dwindles downswing eroded shed halving"
)
#: Words of change: 1 up, -1 down.
CHANGES: dict[str, int] = dict.fromkeys(listed(_UP), 1) | dict.fromkeys(listed(_DOWN), -1)
#: Those of them that are nouns as well: "a rise of", "a 5 % drop". Some are also nouns counted, so no verb alone.
CHANGE_NOUNS = frozenset(
    listed(
        "rise increase growth jump surge gain climb rebound boost uptick upturn fall decline drop decrease slump "
        "plunge loss reduction cut contraction dip collapse downturn recovery expansion upswing downswing spike leap"
    )
)
#: Verbs that with an adverb of pace are a trend without a figure.
TRENDS: dict[str, Literal[-1, 0, 1]] = {
    **dict.fromkeys(
        listed("rose risen rises grew grown grows increased soared surged climbed rebounded skyrocketed"), 1
    ),
    **dict.fromkeys(listed("fell fallen declined decreased dropped shrank shrunk plunged plummeted slumped"), -1),
    **dict.fromkeys(listed("stagnated stagnates stagnating stagnant plateaued flatlined"), 0),
}
#: Compared with before: "5 % higher", "12 per cent less than".
COMPARED: dict[str, int] = {
    **dict.fromkeys(listed("more higher larger greater bigger above up stronger better wider"), 1),
    **dict.fromkeys(listed("less lower smaller fewer below down weaker worse narrower"), -1),
}
#: Whole changes in one word: the factor.
FACTORS: dict[str, float] = {
    **dict.fromkeys(listed("double doubled doubles doubling doubly twofold удвоился удвоилась удвоил"), 2.0),
    **dict.fromkeys(listed("triple tripled triples tripling trebled treble threefold утроился"), 3.0),
    **dict.fromkeys(listed("quadruple quadrupled quadruples quadrupling fourfold"), 4.0),
    **dict.fromkeys(listed("quintupled fivefold"), 5.0),
    **dict.fromkeys(listed("sextupled sextuple"), 6.0),
    **{f"{w}fold": float(n) for w, n in NUMBERS.items() if n > 5},
    "hundredfold": 100.0,
    **dict.fromkeys(listed("halved halves halving"), 0.5),
}

_BITS = ("shade", "touch", "tad", "whisker", "hair", "fraction", "bit", "notch")
_THAN: tuple[tuple[str, Bound], ...] = (("less than", "<="), ("more than", ">="), ("below", "<="), ("above", ">="))
_LITTLE = ("slightly", "somewhat", "just", "rather", "a bit")
#: Words before a figure that bound or soften it, longest first.
_HEDGES: tuple[tuple[str, Bound], ...] = (
    ("a shade under", "<="),
    ("a shade over", ">="),
    ("a touch under", "<="),
    ("a touch over", ">="),
    *((f"a {bit} {than}", bound) for bit in _BITS for than, bound in _THAN),
    ("just short of", "<="),
    ("well short of", "<="),
    ("little short of", "<="),
    ("just shy of", "<="),
    ("shy of", "<="),
    ("short of", "<="),
    *((of, ">=") for of in ("upwards of", "upward of", "beyond", "well beyond", "far beyond", "well past")),
    ("not quite", "<="),
    ("getting on for", "~"),
    ("the best part of", "~"),
    ("something like", "~"),
    ("to the tune of", "="),
    ("no less than", ">="),
    ("not less than", ">="),
    ("no fewer than", ">="),
    ("no more than", "<="),
    ("not more than", "<="),
    ("at the most", "<="),
    *((f"{little} {more}", ">=") for little in _LITTLE for more in ("more than", "above")),
    *((f"{little} {less}", "<=") for little in _LITTLE for less in ("less than", "below", "under")),
    ("a little over", ">="),
    ("a little under", "<="),
    ("a little more than", ">="),
    ("a little less than", "<="),
    ("in excess of", ">="),
    ("as much as", "="),
    ("as many as", "="),
    ("as little as", "="),
    ("as few as", "="),
    ("as low as", "="),
    ("as high as", "="),
    ("in the region of", "~"),
    ("in the order of", "~"),
    ("on the order of", "~"),
    ("close to", "~"),
    ("more than", ">="),
    ("greater than", ">="),
    ("higher than", ">="),
    ("larger than", ">="),
    ("less than", "<="),
    ("fewer than", "<="),
    ("lower than", "<="),
    ("smaller than", "<="),
    ("at least", ">="),
    ("at most", "<="),
    ("up to", "<="),
    ("well over", ">="),
    ("just over", ">="),
    ("slightly over", ">="),
    ("well under", "<="),
    ("an estimated", "~"),
    ("an average of", "~"),
    ("a mere", "="),
    ("a record", "="),
    ("a record high of", "="),
    ("a new high of", "="),
    ("time high of", "="),
    ("a high of", "="),
    ("a low of", "="),
    ("a peak of", "="),
    ("a total of", "="),
    ("a minimum of", ">="),
    ("minimum of", ">="),
    ("a maximum of", "<="),
    ("a staggering", "="),
    ("a whopping", "="),
    ("a modest", "="),
    ("a full", "="),
    ("around", "~"),
    ("about", "~"),
    ("approximately", "~"),
    ("approx", "~"),
    ("roughly", "~"),
    ("nearly", "~"),
    ("almost", "~"),
    ("some", "~"),
    ("circa", "~"),
    ("ca", "~"),
    ("estimated", "~"),
    ("nearing", "~"),
    ("approaching", "~"),
    ("over", ">="),
    ("above", ">="),
    ("exceeding", ">="),
    ("exceeded", ">="),
    ("exceeds", ">="),
    ("exceed", ">="),
    ("surpassed", ">="),
    ("surpassing", ">="),
    ("topped", ">="),
    ("topping", ">="),
    ("under", "<="),
    ("below", "<="),
    ("barely", "="),
    ("merely", "="),
    ("only", "="),
    ("just", "="),
    ("exactly", "="),
    ("fully", "="),
    ("record", "="),
    ("~", "~"),
    ("≈", "~"),
    (">", ">="),
    ("≥", ">="),
    ("<", "<="),
    ("≤", "<="),
    ("около", "~"),
    ("почти", "~"),
    ("примерно", "~"),
    ("более", ">="),
    ("свыше", ">="),
    ("менее", "<="),
    ("约", "~"),
    ("近", "~"),
    ("逾", ">="),
    ("超 过", ">="),
)
#: By the last word: the words before it, and the bound; longest first.
HEDGES: dict[str, tuple[tuple[tuple[str, ...], Bound], ...]] = {}
for _phrase, _bound in sorted(_HEDGES, key=lambda row: -len(row[0].split())):
    *_head, _last = _phrase.split()
    HEDGES[_last] = (*HEDGES.get(_last, ()), ((*_head,), _bound))

#: Those of which so much may be told without "by": "rose 5 billion". "Raised 5 billion" is no change.
PLAIN_CHANGES = frozenset(
    listed(
        "rise rises rose risen rising increase increased increasing grow grows grew grown growing climbed "
        "jumped soared surged fall falls fell fallen falling decline declined declining decrease decreased "
        "drop dropped plunged shrank shrunk slumped tumbled up down"
    )
)
#: Two characters that tell a change in Chinese.
HAN_CHANGES: dict[str, int] = {
    **dict.fromkeys(("增长", "增加", "上升", "提高", "增至", "升至"), 1),
    **dict.fromkeys(("下降", "减少", "降低", "萎缩", "降至", "减至"), -1),
}
HAN_DIGITS: dict[str, int] = {c: n for n, c in enumerate("零一二三四五六七八九十")} | {"两": 2, "百": 100}

#: What may be first, second, largest among states.
RANKED = frozenset(
    listed(
        "partner partners supplier suppliers exporter exporters importer importers buyer buyers customer "
        "customers market markets source sources destination destinations investor investors lender lenders "
        "creditor creditors donor donors economy economies producer producers consumer consumers recipient "
        "recipients provider providers purchaser purchasers client clients seller sellers origin origins outlet "
        "outlets power powers spender contributor contributors"
    )
)
#: "largest": among others. Weak ones need a ranked noun soon after.
SUPERLATIVES = frozenset(
    listed("best largest biggest leading main top topmost foremost principal greatest chief primary")
)
#: Those that take an ordinal: "second largest", "third most important".
ORDERABLE = frozenset(listed("best largest biggest greatest most-important highest leading top main"))
EXTREMES: dict[str, Literal[-1, 0, 1]] = {
    "highest": 1,
    "lowest": -1,
    "all-time": 1,
    "peak": 1,
    "record": 1,
}

MONTHS = frozenset(
    listed(
        "january february march april may june july august september october november december jan feb mar "
        "apr jun jul aug sep sept oct nov dec января февраля марта апреля мая июня июля августа сентября "
        "октября ноября декабря"
    )
)
#: Before a number these make it a name: "Article 5", "Type 055", "p. 16", "Nord Stream 2".
DESIGNATORS = frozenset(
    listed(
        "article articles resolution resolutions type class mark chapter section paragraph annex page pages p "
        "pp vol volume issue no nos number table figure fig box part route gate flight area group project "
        "protocol boeing airbus phase stream siberia window level tier category generation version mk su mig "
        "tu il an yak ka mi route highway line block order decree law act § aged age room item note footnote "
        "line bulletin season episode chap isbn issn doi id tel fax pillar option step day covid opec basket "
        "g f"
    )
)
#: Before "N countries" and the like these say which, not how many.
DEFINITE = frozenset(listed("the these those both their its our other his her between"))
PAIRS = frozenset(
    listed(
        "countries sides states powers nations leaders neighbours neighbors capitals presidents giants "
        "parties governments regimes systems economies peoples militaries actors rivals partners ministers "
        "men allies armies navies"
    )
)
#: Words at which the noun after a number cannot lie beyond.
STOPS = frozenset(
    listed(
        "a an the in on at of by to from with without for and or but nor as than that which who whom whose "
        "when where while is are was were be been being has have had do does did will would can could may "
        "might must shall should not it its they their he his she her this these those there here per into "
        "onto over under after before since until during between among through about against because if so "
        "then thus also however respectively ago later earlier compared accounted comprised amounted went "
        "came made took gave got said signed held"
    )
)
#: Ends of a noun phrase after "of".
PHRASE_ENDS = frozenset(
    listed(
        "in during since by at but while which that who whom whose as compared was were is are be been has "
        "have had went go goes came come comes according with versus against after before when where although "
        "though than last this because if so yet between would will could may might can until from's makes "
        "made remain remained remains did does do or compared respectively against despite amid following "
        "under over"
    )
)
#: Between a word of change and its figure: "rose sharply in value in 2014 by ...".
PACE = frozenset(
    listed(
        "in value volume terms year on over - an a additional another further some again even as much almost "
        "nearly about around estimated real nominal dollar just only at least the same period month during by "
        "в году на"
    )
)
#: Words at which a figure may begin or a word of change stands: at all others nothing need be looked for.
TELLING = frozenset(
    (
        *(
            *NUMBERS,
            *JOINED_PARTS,
            *ORDINALS,
            *SUPERLATIVES,
            *EXTREMES,
            *FACTORS,
            *CHANGES,
            *TRENDS,
            *currencies.BEFORE,
        ),
        *listed(
            "a an every half upward downward tiv no nos number top most twice thrice while whereas but although which "
            "who though larger bigger greater more topped tops topping"
        ),
    )
)
