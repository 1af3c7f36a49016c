"""Places in a claim file: plain YAML read into nodes that know their line and field, for errors that say where.

Nothing in a file is executed or expanded: no tags, no anchors, no aliases.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn, cast

import yaml
from yaml.composer import Composer
from yaml.parser import Parser
from yaml.reader import Reader
from yaml.resolver import Resolver
from yaml.scanner import Scanner

from amity import states
from amity.errors import AmityError, UsageError


class ClaimError(AmityError):
    """A claim file breaks the language; the message says where and what is allowed."""


def composed(text: str, name: str) -> Any:
    """The root node of a text; None if it holds nothing.

    Raises:
        ClaimError: It is no plain YAML; says where.
    """
    try:
        return cast("Any", yaml).compose(text, Loader=_Plain)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f" line {mark.line + 1}" if mark else ""
        raise ClaimError(f"{name}{where}: {error.problem or error.context}.") from None
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise ClaimError(
            f"{name}: is no YAML that claims are written in ({str(error).splitlines()[0][:200]})."
        ) from None


class _Python(Reader, Scanner, Parser):
    """PyYAML's own reader of events, where it was built without libyaml, which is five times as fast."""

    def __init__(self, stream: Any) -> None:
        Reader.__init__(self, stream)
        Scanner.__init__(self)
        Parser.__init__(self)


_Events: Any = getattr(getattr(yaml, "cyaml", None), "CParser", _Python)


class _Plain(Composer, _Events, Resolver):
    """Plain YAML alone: no tags, anchors or aliases, which can execute, explode or hide."""

    def __init__(self, stream: Any) -> None:
        _Events.__init__(self, stream)
        Composer.__init__(self)
        Resolver.__init__(self)

    def compose_node(self, parent: Any, index: Any) -> Any:
        event = cast("Any", self).peek_event()
        mark = event.start_mark
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise yaml.MarkedYAMLError(problem="anchors and aliases are not allowed", problem_mark=mark)
        if getattr(event, "tag", None):
            raise yaml.MarkedYAMLError(problem="tags are not allowed", problem_mark=mark)
        return super().compose_node(parent, index)  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]


@dataclass(frozen=True, slots=True)
class Place:
    """A node of the file, with the field it stands in."""

    file: str
    node: Any
    path: str = ""

    @property
    def line(self) -> int:
        """Line in the file, from 1."""
        return int(self.node.start_mark.line) + 1

    def fail(self, reason: str) -> NoReturn:
        """Refuse what stands here, by file, line and field."""
        where = f", {self.path}" if self.path else ""
        raise ClaimError(f"{self.file} line {self.line}{where}: {reason}.")

    def fields(self, allowed: Sequence[str], required: Sequence[str] = ()) -> dict[str, Place]:
        """The fields of a mapping."""
        if not isinstance(self.node, yaml.MappingNode):
            self.fail("must hold fields, written `name: value`")
        found: dict[str, Place] = {}
        for key, value in self.node.value:
            name = key.value if isinstance(key, yaml.ScalarNode) else "?"
            place = Place(self.file, key, f"{self.path}.{name}".lstrip(".")[:120])
            if name in found:
                place.fail("stands twice")
            if name not in allowed:
                place.fail(f"is unknown; there are {', '.join(allowed)}")
            if isinstance(value, yaml.ScalarNode) and value.value in ("", "null", "~") and not value.style:
                continue
            found[name] = Place(self.file, value, place.path)
        for name in required:
            if name not in found:
                self.fail(f"lacks {name}")
        return found

    def items(self) -> Iterator[Place]:
        """The items of a list."""
        if not isinstance(self.node, yaml.SequenceNode):
            self.fail("must be a list")
        for number, node in enumerate(self.node.value):
            yield Place(self.file, node, f"{self.path}[{number + 1}]")

    def text(self) -> str:
        """One value, as text."""
        if not isinstance(self.node, yaml.ScalarNode):
            self.fail("must be one value")
        return str(self.node.value).strip()

    def one_of(self, allowed: Sequence[str]) -> str:
        """One of the values allowed."""
        text = self.text()
        if text not in allowed:
            self.fail(f"{text[:60]!r} is none of {', '.join(allowed)}")
        return text

    def whole(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`."""
        text = self.text()
        if not re.fullmatch(r"\d{1,6}", text, re.ASCII) or not low <= int(text) <= high:
            self.fail(f"{text[:60]!r} is no whole number from {low} to {high}")
        return int(text)

    def number(self) -> float:
        """A number as people print it."""
        text = self.text()
        if not re.fullmatch(r"-?\d{1,15}(\.\d{1,9})?", text, re.ASCII):
            self.fail(f"{text[:60]!r} is no number; write it plainly, e.g. 41.6")
        return float(text)

    def state(self) -> str:
        """The code of the state that is named."""
        try:
            return states.find(self.text()).code
        except UsageError as error:
            self.fail(str(error).rstrip("."))

    def any(self) -> Any:
        """Whatever it is, as plain Python values."""
        if isinstance(self.node, yaml.SequenceNode):
            return [item.any() for item in self.items()]
        if isinstance(self.node, yaml.MappingNode):
            return {k.value: Place(self.file, v, self.path).any() for k, v in self.node.value}
        return self.text()
