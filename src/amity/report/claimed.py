"""What the data say on every claim about a pair, kept on disk: it takes seconds to find and changes with the data only.

What is kept bears in its name a digest of the atlas, of amity's own files and of the user's casefiles and studies, so
that nothing stale is ever read. A folder that cannot be written costs time, never the answer.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import amity
from amity.atlas import Atlas, home
from amity.claims import Evidence, Verdict, studies
from amity.claims.language import Claim, Study
from amity.report.case import Checked

#: How many answers are kept: one per atlas in use is enough.
_KEPT = 4

#: Sources of one verdict that are named.
_NAMED = 2

#: Files whose change may change a verdict.
_ENDINGS = frozenset((".py", ".yaml", ".csv", ".toml"))


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One study with the verdicts on its claims.

    Attributes:
        id: Its id.
        short: Author and year.
        title: Its title.
        author: Its author.
        outlet: Where it appeared.
        published: When.
        pair: The two states that most of its claims are about, by code in order; empty where there are none.
        claims: Every claim with its verdict.
        pillars: Part of the relationship of each claim.
    """

    id: str
    short: str
    title: str
    author: str
    outlet: str
    published: str
    pair: tuple[str, ...]
    claims: tuple[Checked, ...]
    pillars: tuple[str, ...]


def reviewed(atlas: Atlas) -> tuple[Reviewed, ...]:
    """Every study, shipped or one's own, with its verdicts by this atlas."""
    path = home() / "cache" / f"verdicts-{_digest(atlas)}.json"
    with suppress(OSError, ValueError, KeyError, TypeError):
        return tuple(_revived(study) for study in json.loads(path.read_text(encoding="utf-8")))
    found = tuple(_review(study, studies.verdicts(study, atlas)) for study in studies.every().values())
    with suppress(OSError):
        _keep(path, json.dumps([asdict(study) for study in found], ensure_ascii=False))
    return found


def about(atlas: Atlas, a: str, b: str, limit: int) -> tuple[Reviewed, ...]:
    """The studies about two states published up to a year."""
    pair = tuple(sorted((a, b)))
    return tuple(s for s in reviewed(atlas) if s.pair == pair and s.published[:4] <= str(limit))


def _digest(atlas: Atlas) -> str:
    told = hashlib.sha256(f"{amity.__version__} {atlas.id}".encode())
    for root in (Path(amity.__file__).parent, home() / "casefiles", home() / "studies"):
        for path in sorted(root.rglob("*")):
            if path.suffix in _ENDINGS:
                entry = path.stat()
                told.update(f"{path} {entry.st_size} {entry.st_mtime_ns}\n".encode())
    return told.hexdigest()[:24]


def _keep(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{os.getpid()}.part")
    part.write_text(text, encoding="utf-8")
    part.replace(path)
    aged = sorted(path.parent.glob("verdicts-*.json"), key=lambda p: p.stat().st_mtime_ns)
    for old in aged[:-_KEPT]:
        old.unlink(missing_ok=True)


def _revived(study: dict[str, Any]) -> Reviewed:
    lists: dict[str, Any] = {
        "claims": tuple(Checked(**claim) for claim in study["claims"]),
        "pair": tuple(study["pair"]),
        "pillars": tuple(study["pillars"]),
    }
    return Reviewed(**(study | lists))


def _review(study: Study, verdicts: Iterable[Verdict]) -> Reviewed:
    short = short_name(study)
    found = tuple(verdicts)
    return Reviewed(
        id=study.id,
        short=short,
        title=study.title,
        author=study.author,
        outlet=study.outlet,
        published=study.published,
        pair=_pair(study),
        claims=tuple(_checked(verdict, short) for verdict in found),
        pillars=tuple(verdict.claim.pillar for verdict in found),
    )


def short_name(study: Study) -> str:
    """Surname of the author and year: "Baev 2019"."""
    name = study.author.partition("(")[0].split()
    return f"{name[-1] if name else study.id} {study.published[:4]}"


def _pair(study: Study) -> tuple[str, ...]:
    """The two states that the most claims name together."""
    together: Counter[tuple[str, ...]] = Counter()
    for claim in study.claims:
        together.update(combinations(sorted(_states(claim)), 2))
    return together.most_common(1)[0][0] if together else ()


def _states(claim: Claim) -> set[str]:
    named = {str(name) for role in ("subject", "object") for name in claim.more.get(role) or ()}
    parties = (party for test in claim.tests for party in (test.figure.of, test.figure.on))
    named |= {party for party in parties if isinstance(party, str)}
    return {name for name in named if len(name) == 3 and name.isupper()}


def _checked(verdict: Verdict, short: str) -> Checked:
    claim = verdict.claim
    bearing = claim.untested or claim.bears_on
    evidence = _telling(verdict)
    return Checked(
        id=claim.id,
        study=short,
        text=claim.text,
        kind=claim.kind,
        outcome=verdict.outcome,
        said=evidence.said if evidence else f"would settle it: {verdict.reason}" if verdict.reason else "",
        source=_brief(evidence.source or "") if evidence else "",
        nearest=(evidence.nearest or "") if evidence else "",
        hypothesis=(bearing.hypothesis or "") if bearing else "",
        direction=(bearing.direction or "") if bearing else "",
        mechanism=(bearing.mechanism or "") if bearing else "",
        due=bearing.due if bearing else None,
        rule=(bearing.rule or "") if bearing else "",
    )


def _brief(source: str) -> str:
    """The first sources of many, and how many more there are."""
    parts = source.split("; ")
    return source if len(parts) <= _NAMED else f"{'; '.join(parts[:_NAMED])} and {len(parts) - _NAMED} more"


def _telling(verdict: Verdict) -> Evidence | None:
    """The test that gave the verdict."""
    return next((e for e in verdict.evidence if e.outcome == verdict.outcome), None)
