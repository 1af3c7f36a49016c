"""Views: pure functions from what was asked to an `Answer`. They run in worker processes; see `amity.web.work`."""

from __future__ import annotations

from dataclasses import replace

from amity import __version__
from amity.atlas import open_atlas
from amity.web import answers
from amity.web.answers import Answer


def warm() -> Answer:
    """Load what every question needs, so that the first one need not wait."""
    from amity.report import html

    html.warm()
    return health()


def health() -> Answer:
    """Version of amity, id of the atlas."""
    # By its module: the view `data` of this package takes the name once it is loaded.
    return replace(answers.data({"amity": __version__, "atlas": open_atlas().id}), keep=False)
