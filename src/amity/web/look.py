"""How pages look: the templates, and what they all need."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from amity.web.answers import HTML, Answer

_HERE = Path(__file__).parent


def render(template: str, **content: Any) -> str:
    """A page as text; everything in it is escaped unless it is markup that amity made."""
    return _environment().get_template(template).render(**content)


def failure(problem: Mapping[str, Any]) -> Answer:
    """The page that says what went wrong and what to do; `problem` is what `answers.problem` holds."""
    page = render("failure.html.jinja", problem=problem, here="", atlas=None)
    return Answer(page.encode(), HTML, int(problem["status"]), keep=False)


@cache
def state_names() -> tuple[tuple[str, str], ...]:
    """Code and name of every state there is or was, for forms to choose from."""
    from amity import states

    return tuple((state.code, state.name) for state in sorted(states.members(), key=lambda state: state.name))


@cache
def _environment() -> Any:
    import jinja2

    from amity import __version__

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(
            [folder / "templates" for folder in (_HERE, _HERE.parent / "report", _HERE.parent / "reader")]
        ),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    # The page of two states is that of the report, with the site around it.
    from amity.report import html

    html.dress(environment)
    environment.filters["name"] = lambda outcome: str(outcome).replace(" ", "-")  # pyright: ignore[reportUnknownLambdaType, reportUnknownArgumentType]
    environment.globals.update(version=__version__)  # pyright: ignore[reportArgumentType, reportCallIssue]
    return environment


def picture(chart: Any) -> Any:
    """A chart of the report as markup."""
    from markupsafe import Markup

    from amity.report import html

    return Markup(html.picture(chart))


def cell(value: Any, style: str) -> str:
    """A cell of a chart's table as people read it."""
    from amity.report import html

    return html.cell(value, style)
