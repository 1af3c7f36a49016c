"""How all items together tell of engagement and affinity, which has two parts.

On whose side two states stand (*side*) and whether they threaten each other (*threat*) are not two signs of one thing:
neighbours who are rivals often vote alike. Read as one latent variable the many votes drown the few disputes, and
rivals come out as friends. So side and threat are latent variables of their own, in standard deviations of all pairs
each, and

    affinity = (side - threat) / sqrt(2)

by declaration: half of what affinity is comes from each. Items of threat are read with the sign of affinity, so that
the second part is called `peace` here: the negative of threat.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from amity.scores import latent
from amity.scores.latent import Floats, Posterior, Prediction, Standards

#: What side and peace are each divided by in affinity.
HALVES = float(np.sqrt(2.0))

Places = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Weights:
    """Standards of the two groups of items; K items in all, T years.

    Attributes:
        dealing: Of items that tell of engagement and side.
        threat: Of items that tell of peace, which is its second latent variable; the first has no item.
        here: Places among all items of those of `dealing`.
        there: Places of those of `threat`.
    """

    dealing: Standards
    threat: Standards
    here: Places
    there: Places

    @property
    def loadings(self) -> Floats:
        """(K, 2): item per unit of engagement, and per unit of side or peace."""
        return self._joined("loadings")

    @property
    def persistence(self) -> Floats:
        """(3,): of engagement, side, peace."""
        return np.array([*self.dealing.persistence, self.threat.persistence[1]])

    @property
    def shares(self) -> Floats:
        """(K, 2): each item's share of what all items, once read, tell of engagement and of affinity."""
        found = self._joined("shares")
        found[:, 1] /= 2.0
        return found

    def each(self, name: str) -> Floats:
        """(K,): `noise`, `offset`, `repeated`, `held_back`, `lasting` or `reading` of every item."""
        return self._joined(name)

    def unbounded(self) -> Weights:
        """The same, far readings being read as they are."""
        return replace(self, dealing=replace(self.dealing, bound=np.inf), threat=replace(self.threat, bound=np.inf))

    def clipped(self, items: Floats) -> Floats:
        """Items as they are read."""
        found = items.copy()
        for places, standards in ((self.here, self.dealing), (self.there, self.threat)):
            found[..., places] = np.clip(items[..., places], -standards.bound, standards.bound)
        return found

    def smooth(self, items: Floats, using: NDArray[np.bool_] | None = None) -> Posterior:
        """Engagement and affinity of each year given the items (D, T, K) of all years; see `latent.smooth`."""
        return self._both(latent.smooth, items, using)

    def filter(self, items: Floats, using: NDArray[np.bool_] | None = None) -> Posterior:
        """The same, given the items up to and with that year only; see `latent.filter`."""
        return self._both(latent.filter, items, using)

    def predict(self, items: Floats) -> Prediction:
        """What every cell should read; see `latent.predict`."""
        found = Prediction(np.empty(items.shape), np.empty(items.shape))
        for places, standards in ((self.here, self.dealing), (self.there, self.threat)):
            part = latent.predict(items[..., places], standards)
            found.mean[..., places], found.variance[..., places] = part.mean, part.variance
        return found

    def contributions(self, items: Floats) -> Floats:
        """(D, T, 2, K): what each item adds to engagement and affinity; see `latent.contributions`."""
        found = np.zeros((*items.shape[:2], 2, items.shape[2]))
        dealing = latent.contributions(items[..., self.here], self.dealing)
        found[:, :, 0, self.here] = dealing[:, :, 0]
        found[:, :, 1, self.here] = dealing[:, :, 1] / HALVES
        found[:, :, 1, self.there] = latent.contributions(items[..., self.there], self.threat)[:, :, 1] / HALVES
        return found

    def _both(self, read: Callable[..., Posterior], items: Floats, using: NDArray[np.bool_] | None) -> Posterior:
        dealing, threat = (
            read(items[..., places], standards, using=None if using is None else using[places])
            for places, standards in ((self.here, self.dealing), (self.there, self.threat))
        )
        mean, covariance = dealing.mean.copy(), dealing.covariance.copy()
        mean[..., 1] = (mean[..., 1] + threat.mean[..., 1]) / HALVES
        covariance[..., 1, 1] = (covariance[..., 1, 1] + threat.covariance[..., 1, 1]) / HALVES**2
        covariance[..., 0, 1] /= HALVES
        covariance[..., 1, 0] /= HALVES
        return Posterior(mean, covariance)

    def _joined(self, name: str) -> Floats:
        one, two = np.asarray(getattr(self.dealing, name)), np.asarray(getattr(self.threat, name))
        found = np.zeros((len(self.here) + len(self.there), *one.shape[1:]))
        found[self.here], found[self.there] = one, two
        return found
