"""How amity and the data sets of an atlas are cited."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from amity import __version__
from amity.atlas import Atlas


def itself(atlas: Atlas) -> Mapping[str, Any]:
    """The work that amity and its atlas are, in the form of a source's record."""
    return {
        "id": "amity",
        "title": "amity: how close are two states really, in deeds",
        "version": f"{__version__}, atlas {atlas.id}",
        "citation": "amity contributors. amity: how close are two states really, in deeds. "
        f"Version {__version__}, atlas {atlas.id}.",
        "licence": "Apache-2.0",
        "landing_url": "",
        "files": [],
    }


def plain(work: Mapping[str, Any]) -> str:
    """One work as plain text."""
    parts = [f"{work['id']} ({work['version']})", f"  {work['citation']}"]
    if work["landing_url"]:
        parts.append(f"  {work['landing_url']}")
    return "\n".join(parts)


_BIBTEX = str.maketrans({c: "\\" + c for c in "&%$#_{}"} | {"\\": r"\textbackslash{}", "~": r"\~{}", "^": r"\^{}"})


def bibtex(work: Mapping[str, Any]) -> str:
    """One work as a BibTeX entry."""
    fields = {
        "title": "{" + work["title"].translate(_BIBTEX) + "}",
        "note": work["citation"].translate(_BIBTEX),
    }
    fields["edition"] = work["version"].translate(_BIBTEX)
    if work["landing_url"]:
        fields["url"] = work["landing_url"]
    body = ",\n".join(f"  {key} = {{{value}}}" for key, value in fields.items())
    return f"@misc{{{work['id']},\n{body}\n}}"
