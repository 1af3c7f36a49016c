"""Which passage of one account speaks of the same thing as which of the other?

Words without endings and slots are weighed by how rare they are in both accounts (TF-IDF), and compared by cosine.
That only brings passages together; whether they agree is decided on their slots.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
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
    best_of_a = {i: max((v, k) for k, v in row.items()) for i, row in _rows(likeness, 0).items()}
    best_of_b = {j: max((v, k) for k, v in row.items()) for j, row in _rows(likeness, 1).items()}
    chosen = {(i, j) for i, (value, _) in best_of_a.items() for j in _ties(likeness, value, i, 0)}
    chosen |= {(i, j) for j, (value, _) in best_of_b.items() for i in _ties(likeness, value, j, 1)}
    return tuple(Link(i, j, likeness[i, j]) for i, j in sorted(chosen))


def _rows(likeness: dict[tuple[int, int], float], side: int) -> dict[int, dict[int, float]]:
    found: dict[int, dict[int, float]] = {}
    for pair, value in likeness.items():
        found.setdefault(pair[side], {})[pair[1 - side]] = value
    return found


def _ties(likeness: dict[tuple[int, int], float], value: float, number: int, side: int) -> list[int]:
    """All that match equally well, so that the order of passages decides nothing."""
    return [p[1 - side] for p, v in likeness.items() if p[side] == number and v >= value - 1e-9]


def _likenesses(a: Sequence[Passage], b: Sequence[Passage]) -> dict[tuple[int, int], float]:
    texts = [_features(p) for p in (*a, *b)]
    spread = Counter(feature for text in texts for feature in text)
    rarity = {f: math.log((len(texts) + 1) / (n + 0.5)) for f, n in spread.items()}
    vectors = [{f: n * rarity[f] for f, n in text.items()} for text in texts]
    lengths = [math.sqrt(sum(v * v for v in vector.values())) or 1.0 for vector in vectors]
    found: dict[tuple[int, int], float] = {}
    for i, one in enumerate(a):
        for j, other in enumerate(b, len(a)):
            if one.is_protocol or other.is_protocol:
                continue
            left, right = sorted((vectors[i], vectors[j]), key=len)
            # Summed in the order of the alphabet, so that turning the accounts round changes no last digit.
            dot = math.fsum(left[f] * right[f] for f in sorted(left.keys() & right.keys()))
            cosine = min(1.0, dot / (lengths[i] * lengths[j]))
            if cosine >= NEAR or set(one.topics) & set(other.topics):
                found[i, j - len(a)] = round(cosine, 6)
    return found


def _features(passage: Passage) -> Counter[str]:
    features: Counter[str] = Counter()
    for word in passage.stems:
        features[word] += 1
    for topic in passage.topics:
        features[f"topic {topic}"] += _TOPIC
    for quantity in passage.quantities:
        features[f"figure {quantity.low:g} {quantity.unit}"] += 1
    return features
