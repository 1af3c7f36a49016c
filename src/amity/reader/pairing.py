"""Which passage of one account speaks of the same thing as which of the other?

Words without endings and slots are weighed by how rare they are in both accounts (TF-IDF), and compared by cosine.
That only brings passages together; whether they agree is decided on their slots.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from amity.reader.passages import Passage

#: Cosine from which passages without a common topic are held to speak of the same thing.
NEAR = 0.3
#: How much a topic counts beside a word.
_TOPIC = 2


@dataclass(frozen=True, slots=True)
class Link:
    """A passage of A (by its number) and one of B that may speak of the same thing; `likeness` is 0 to 1."""

    a: int
    b: int
    likeness: float


def links(a: Sequence[Passage], b: Sequence[Passage]) -> tuple[Link, ...]:
    """Passages brought together: the best match of each, where it shares a topic or is near in words."""
    likeness = _likenesses(a, b)
    chosen = {(i, j) for i, row in _rows(likeness, 0).items() for j in _best(row, b)}
    chosen |= {(i, j) for j, row in _rows(likeness, 1).items() for i in _best(row, a)}
    return tuple(Link(i, j, likeness[i, j]) for i, j in sorted(chosen))


def _rows(likeness: Mapping[tuple[int, int], float], side: int) -> dict[int, dict[int, float]]:
    found: dict[int, dict[int, float]] = {}
    for pair, value in likeness.items():
        found.setdefault(pair[side], {})[pair[1 - side]] = value
    return found


def _best(row: Mapping[int, float], others: Sequence[Passage]) -> list[int]:
    """All that match equally well, each text once, so that the order of passages decides nothing."""
    most = max(row.values())
    ties = sorted(k for k, value in row.items() if value >= most - 1e-9)
    return list({others[k].text: k for k in reversed(ties)}.values())


def _likenesses(a: Sequence[Passage], b: Sequence[Passage]) -> dict[tuple[int, int], float]:
    texts = [_features(p) for p in (*a, *b)]
    spread = Counter(feature for text in texts for feature in text)
    rarity = {f: math.log((len(texts) + 1) / (n + 0.5)) for f, n in spread.items()}
    vectors = [{f: n * rarity[f] for f, n in text.items()} for text in texts]
    lengths = [math.sqrt(sum(v * v for v in vector.values())) or 1.0 for vector in vectors]
    dots = _dots([v if not p.is_protocol else {} for v, p in zip(vectors, (*a, *b), strict=True)], len(a))
    found: dict[tuple[int, int], float] = {}
    for (i, j), dot in dots.items():
        cosine = min(1.0, dot / (lengths[i] * lengths[len(a) + j]))
        if cosine >= NEAR or set(a[i].topics) & set(b[j].topics):
            found[i, j] = round(cosine, 6)
    return found


def _dots(vectors: Sequence[Mapping[str, float]], split: int) -> dict[tuple[int, int], float]:
    """Inner products of the vectors before a place with those from there on, where they share a feature.

    Summed in the order of the alphabet, so that turning the accounts round changes no last digit.
    """
    holders: dict[str, tuple[list[int], list[int]]] = {}
    for number, vector in enumerate(vectors):
        for feature in vector:
            holders.setdefault(feature, ([], []))[number >= split].append(number)
    dots: dict[tuple[int, int], float] = {}
    for feature in sorted(holders):
        for i in holders[feature][0]:
            for j in holders[feature][1]:
                pair = i, j - split
                dots[pair] = dots.get(pair, 0.0) + vectors[i][feature] * vectors[j][feature]
    return dots


def _features(passage: Passage) -> Counter[str]:
    features: Counter[str] = Counter()
    for word in passage.stems:
        features[word] += 1
    for topic in passage.topics:
        features[f"topic {topic}"] += _TOPIC
    for quantity in passage.quantities:
        features[f"figure {quantity.low:g} {quantity.unit}"] += 1
    return features
