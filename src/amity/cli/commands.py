"""The commands with their arguments and help. Only the command that runs loads what it needs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import App, Parameter

from amity import __version__

app = App(
    name="amity",
    help="How close are two states really? Deeds, not words, for any two states and any year.",
    help_epilogue=(
        "Start with: amity report china russia\n"
        'Name states as you like: "South Korea", KOR, ROK, USSR. Every command takes --json.\n'
        "Exit codes: 0 fine, 1 negative answer, 2 wrong use, 3 no data."
    ),
    help_format="plaintext",
    version=__version__,
    default_parameter=Parameter(negative=()),
    print_error=False,
    exit_on_error=False,
    suppress_keyboard_interrupt=False,
    result_action="return_value",
)

Flag = Annotated[bool, Parameter(show_default=False)]
Json = Annotated[bool, Parameter(name="--json", show_default=False)]
Year = Annotated[int | None, Parameter(name="--year")]
Many = Annotated[tuple[str, ...], Parameter(show_default=False)]


@app.command(sort_key=1, help_epilogue="Example: amity report china russia --year 2014 --out page.html")
def report(
    a: str,
    b: str,
    /,
    *,
    year: Year = None,
    out: Path | None = None,
    seed: int = 0,
    quiet: Flag = False,
    json: Json = False,
) -> int:
    """Write a one-page report about two states.

    The page goes to amity-AAA-BBB.html in the current folder, a summary to the terminal.

    Args:
        a: One state, by name or code.
        b: The other.
        year: Last year looked at; by default the last there is.
        out: File to write instead; an old one is replaced in one step.
        seed: Seed of the intervals.
        quiet: Print only where the page is.
        json: Print the report as JSON; write no page unless --out names one.
    """
    from amity.cli import output

    return output.report(a, b, year=year, out=out, seed=seed, quiet=quiet, json=json)


@app.command(sort_key=2, help_epilogue="Example: amity show china russia trade.share --from 2000")
def show(
    a: str,
    b: str,
    indicator: str | None = None,
    /,
    *,
    year: Year = None,
    first: Annotated[int | None, Parameter(name="--from")] = None,
    last: Annotated[int | None, Parameter(name="--to")] = None,
    every: Annotated[bool, Parameter(name="--all", show_default=False)] = False,
    figures: Flag = False,
    json: Json = False,
    csv: Flag = False,
) -> int:
    """Show what is measured between two states.

    Without an indicator: the last value of each in both directions, its 90 %
    interval, its standing among all pairs of that year, and its source.
    With one: its values year by year.

    Args:
        a: One state, by name or code.
        b: The other.
        indicator: One of `amity indicators`: an indicator or a score.
        year: Only this year.
        first: First year.
        last: Last year.
        every: Also what has no value, with the reason.
        figures: The figures of all sources the indicator rests on, side by side.
        csv: Print CSV and nothing else.
        json: Print JSON and nothing else.
    """
    from amity.cli import output

    if figures:
        return output.figures(a, b, indicator, year=year, first=first, last=last, json=json, csv=csv)
    return output.show(a, b, indicator, year=year, first=first, last=last, every=every, json=json, csv=csv)


@app.command(sort_key=2, help_epilogue="Example: amity explain china russia closeness --year 2018")
def explain(
    a: str,
    b: str,
    score: Annotated[str, Parameter(show_default=True)] = "closeness",
    /,
    *,
    year: Year = None,
    prior: Many = (),
    seed: int = 0,
    json: Json = False,
) -> int:
    """Show why a score of two states is what it is.

    closeness: what moved it in the last year, item by item. balance, gap: their
    parts. resemblance: what speaks for and against. ladder: every criterion.
    hypotheses: the evidence, what would turn it, the audit view.

    Args:
        a: One state, by name or code.
        b: The other.
        score: closeness, balance, gap, resemblance, ladder or hypotheses.
        year: Use no data after this year.
        prior: Prior of a reading, e.g. convenience=0.4. May be repeated.
        seed: Seed of the intervals.
        json: Print JSON and nothing else.
    """
    from amity.cli import judging

    return judging.explain(a, b, score, year=year, prior=prior, seed=seed, json=json)


@app.command(sort_key=2, help_epilogue="Example: amity compare china,russia usa,japan india,russia --year 2018")
def compare(
    *pairs: str,
    year: Year = None,
    out: Path | None = None,
    seed: int = 0,
    json: Json = False,
    csv: Flag = False,
) -> int:
    """Show the scores of several pairs of states side by side.

    Closeness with engagement and affinity, balance, gap, resemblance, the
    reading that fits best, the ladder: each with its 90 % interval and year.

    Args:
        pairs: Two names parted by a comma each, e.g. china,russia.
        year: Use no data after this year.
        out: Also draw all pairs on the plane of engagement and affinity: .svg or .png.
        seed: Seed of the intervals.
        json: Print JSON and nothing else.
        csv: Print CSV and nothing else.
    """
    from amity.cli import judging

    return judging.compare(pairs, year=year, seed=seed, out=out, json=json, csv=csv)


@app.command(sort_key=3, help_epilogue="Example: amity rank closeness --year 2014 -n 5")
def rank(
    indicator: str,
    /,
    *,
    year: Year = None,
    of: str | None = None,
    n: Annotated[int, Parameter(name="-n")] = 20,
    bottom: Flag = False,
    json: Json = False,
) -> int:
    """Rank the pairs of states by one indicator or score, closest first.

    Args:
        indicator: One of `amity indicators`, such as closeness or trade.share.
        year: Year ranked; by default the last one with values.
        of: Only pairs of this state; where direction counts, only its side.
        n: How many pairs.
        bottom: From the other end.
        json: Print JSON and nothing else.
    """
    from amity.cli import output

    return output.rank(indicator, year=year, of=of, n=n, bottom=bottom, json=json)


@app.command(sort_key=3, help_epilogue='Example: amity contest china russia --group "Central Asia"')
def contest(
    a: str,
    b: str,
    /,
    *,
    group: str | None = None,
    year: Year = None,
    n: Annotated[int, Parameter(name="-n")] = 20,
    json: Json = False,
    csv: Flag = False,
) -> int:
    """Show what two states weigh in each third state, and who weighs more.

    Args:
        a: One state, by name or code.
        b: The other.
        group: Only this region or organisation, such as "Central Asia" or EU.
        year: Calendar year; by default the last one with figures.
        n: How many third states are printed, those with most trade first.
        json: Print JSON and nothing else.
        csv: Print CSV and nothing else.
    """
    from amity.cli import thirds

    return thirds.contest(a, b, group=group, year=year, n=n, json=json, csv=csv)


@app.command(
    sort_key=4,
    help_epilogue="Example: amity panel --unit dyad-year --years 1946-2024 --indicators trade.share,arms "
    "--variables contiguity,major_powers --lag 1 --to panel.parquet --codebook panel.md --bib panel.bib",
)
def panel(
    *,
    unit: Literal["directed-dyad-year", "dyad-year", "state-year"] = "directed-dyad-year",
    years: str | None = None,
    states: str | None = None,
    dyad: Many = (),
    indicators: str | None = None,
    variables: str | None = None,
    lag: Many = (),
    reduce: Many = (),
    missing: Many = (),
    details: str | None = None,
    target: Annotated[Path | None, Parameter(name="--to")] = None,
    codebook: Path | None = None,
    bib: Path | None = None,
    listed: Annotated[bool, Parameter(name="--list", show_default=False)] = False,
    json: Json = False,
) -> int:
    """Make a data set: one row per pair (or state) and year.

    Missing stays missing: zero stands only where a data set says so.
    Without --to the first rows are printed.

    Args:
        unit: What a row is.
        years: A span, e.g. 1946-2024.
        states: Only these, parted by commas, or "major powers".
        dyad: Only this pair, e.g. china,russia; or all pairs of one state. May be repeated.
        indicators: Ids or pillars parted by commas, all, or scores.
        variables: Names or groups parted by commas, or all; see --list.
        lag: Also values of so many years before: 1, or trade.share=1. May be repeated.
        reduce: Both directions as one value: trade.share=mean (sum, min, max, a_to_b, b_to_a).
        missing: drop leaves out rows with gaps; column=0 sets them.
        details: Beside each indicator: n, low, high, coverage, sources, reason.
        target: File to write: parquet, csv, csv.gz, arrow, feather or dta.
        codebook: Also write what each column is (md or txt).
        bib: Also write BibTeX of exactly the sources used.
        listed: List the variables there are.
        json: Print JSON and nothing else.
    """
    from amity.cli import datasets

    return datasets.panel(
        unit=unit,
        years=years,
        states=states,
        dyads=dyad,
        indicators=indicators,
        variables=variables,
        lag=lag,
        reduce=reduce,
        missing=missing,
        details=details,
        target=target,
        codebook=codebook,
        bib=bib,
        listed=listed,
        json=json,
    )


@app.command(sort_key=5, help_epilogue="Example: amity states ussr")
def states(query: str | None = None, /, *, year: Year = None, json: Json = False) -> int:
    """List the states, or say which one a spelling means.

    With both a spelling and a year the exit code is 1 if it was no member then.

    Args:
        query: A name or code of any kind.
        year: Members of the state system in this year.
        json: Print JSON and nothing else.
    """
    from amity.cli import registers

    return registers.states(query, year=year, json=json)


@app.command(sort_key=6, help_epilogue="Example: amity indicators trade.share")
def indicators(name: str | None = None, /, *, json: Json = False) -> int:
    """List what is measured, or explain one indicator or score.

    Args:
        name: An indicator, a score, a pillar such as trade, or scores.
        json: Print JSON and nothing else.
    """
    from amity.cli import registers

    return registers.indicators(name, json=json)


@app.command(sort_key=7, help_epilogue="Example: amity sources --coverage")
def sources(
    name: str | None = None,
    /,
    *,
    coverage: Flag = False,
    of: Annotated[tuple[str, ...], Parameter(name="--of")] = (),
    out: Path | None = None,
    json: Json = False,
) -> int:
    """List where the figures come from, or describe one source.

    Args:
        name: A source.
        coverage: Who is covered when: a strip of years per table and source.
        of: Coverage of this state only; given twice, of this pair.
        out: Write the coverage as a picture instead: .svg or .png.
        json: Print JSON and nothing else.
    """
    from amity.cli import registers

    return registers.sources(name, coverage=coverage, of=of, out=out, json=json)


@app.command(sort_key=8, help_epilogue="Example: amity cite china russia --format bibtex")
def cite(
    *names: str,
    style: Annotated[Literal["text", "bibtex"], Parameter(name="--format")] = "text",
    json: Json = False,
) -> int:
    """Print how to cite amity and the data it used.

    Args:
        names: Two states, or ids of sources; none for every source.
        style: Plain text or BibTeX.
        json: Print JSON and nothing else.
    """
    from amity.cli import registers

    return registers.cite(names, style=style, json=json)


@app.command(sort_key=6, help_epilogue="Example: amity serve --port 8000")
def serve(
    *,
    host: str = "127.0.0.1",
    port: int = 8321,
    workers: int = 2,
    name: Many = (),
    json: Json = False,
) -> int:
    """Serve the web page and the JSON API on this machine.

    Needs `pip install 'amity[web]'`. It listens on this machine alone unless --host says otherwise, asks no other
    machine for anything, and changes nothing.

    Args:
        host: Address to listen on.
        port: Port; 0 takes any free one.
        workers: Server processes, each with one more that makes answers.
        name: A further host name by which it may be asked. May be repeated.
        json: Print where it listens as JSON.
    """
    from amity.cli import serving

    return serving.serve(host, port, workers=workers, names=name, json=json)


@app.command(sort_key=8, help_epilogue="Example: amity sql \"SELECT * FROM rivalries WHERE a = 'CHN'\"")
def sql(
    query: str | None = None,
    /,
    *,
    tables: Flag = False,
    target: Annotated[Path | None, Parameter(name="--to")] = None,
    seconds: float = 60.0,
    json: Json = False,
) -> int:
    """Ask the tables of the atlas in SQL.

    Needs `pip install 'amity[sql]'`. One SELECT in DuckDB's dialect, over the
    tables of the atlas alone: no files, no network, nothing is changed.

    Args:
        query: The SELECT.
        tables: List the tables and their columns with units instead.
        target: Write all rows to this .csv or .parquet file.
        seconds: Stop after so long.
        json: Print JSON and nothing else.
    """
    from amity.cli import querying

    return querying.run(query, tables=tables, target=target, seconds=seconds, json=json)


@app.command(sort_key=4, help_epilogue="Example: amity studies baev-2019 --verdict contradicts")
def studies(
    name: str | None = None,
    /,
    *,
    pillar: str | None = None,
    kind: str | None = None,
    verdict: str | None = None,
    out: Path | None = None,
    json: Json = False,
    csv: Flag = False,
) -> int:
    """List published analyses as claims, or check one against the data.

    Without a name: each study with its verdicts, and where studies contradict
    each other or pull apart. With one: every claim with the verdict, the figure
    and its source, those contradicted first.

    Args:
        name: One of the studies.
        pillar: Only claims of this pillar.
        kind: Only claims of this kind, such as quantity or forecast.
        verdict: Only claims with this verdict.
        out: Write a page (HTML) of the study, or of all, to this file.
        json: Print JSON and nothing else.
        csv: Print CSV and nothing else.
    """
    from amity.cli import claiming

    return claiming.one_or_all(name, pillar=pillar, kind=kind, verdict=verdict, out=out, csv=csv, json=json)


@app.command(sort_key=5, help_epilogue="Example: amity claims run my-study.yaml")
def claims(action: Literal["run"], file: Path, /, *, json: Json = False, csv: Flag = False) -> int:
    """Run a file of claims against the data.

    Exit code 1 if the data contradict any of them.

    Args:
        action: run.
        file: YAML in the language of claims; see the docs.
        json: Print JSON and nothing else.
        csv: Print CSV and nothing else.
    """
    from amity.cli import claiming

    assert action == "run"
    return claiming.claims(file, csv=csv, json=json)


@app.command(sort_key=4, help_epilogue="Example: amity check article.pdf --html checked.html")
def check(
    file: Annotated[Path | None, Parameter(allow_leading_hyphen=True, show_default=False)] = None,
    /,
    *,
    states: tuple[str, str] | None = None,
    date: str | None = None,
    html: Path | None = None,
    every: Annotated[bool, Parameter(name="--all", show_default=False)] = False,
    about: Flag = False,
    json: Json = False,
    csv: Flag = False,
) -> int:
    """Check the figures of a document against the data.

    Text, Markdown, HTML, PDF or DOCX. Exit code 1 if the data contradict any figure.
    Nothing is fetched from the network.

    Args:
        file: The document; - reads standard input.
        states: The two states it is about; by default those it speaks of.
        date: When it was written, e.g. 2021-08-25; by default what it says.
        html: Also write the text with marks as one page.
        every: Also list figures that cannot be checked.
        about: Say what the verdicts mean and how often they are right.
        json: Print JSON and nothing else.
        csv: Print CSV and nothing else.
    """
    from amity.cli import checking

    return checking.check(file, states=states, date=date, html=html, every=every, about=about, json=json, csv=csv)


@app.command(sort_key=5, help_epilogue="Example: amity casefile show china russia projects")
def casefile(
    action: Literal["list", "show", "check", "new"],
    /,
    *names: str,
    target: Annotated[Path | None, Parameter(name="--to")] = None,
    json: Json = False,
) -> int:
    """Facts of one pair that no data set of all pairs holds, each with its source.

    list: the casefiles there are. show A B [FILE]: what one holds; show A B series NAME: one series, source by source.
    check DIR: is it well formed? Exit code 1 if not. new A B: an empty one.

    Args:
        action: What to do.
        names: A folder, or two states, by name or code, and maybe a file.
        target: Folder of the new one; by default in your own folder of amity.
        json: Print JSON and nothing else.
    """
    from amity.cli import casefiles

    return casefiles.run(action, names, target=target, json=json)


@app.command(sort_key=5, help_epilogue="Example: amity readouts theirs.txt ours.html --names Beijing Moscow")
def readouts(
    a: Annotated[Path, Parameter(allow_leading_hyphen=True)],
    b: Annotated[Path, Parameter(allow_leading_hyphen=True)],
    /,
    *,
    html: Path | None = None,
    names: Annotated[tuple[str, str] | None, Parameter(show_default=False)] = None,
    json: Json = False,
) -> int:
    """Compare two accounts of one meeting, topic by topic.

    What both say, what only one says, what contradicts, what cannot be told.
    Nothing is fetched. Exit code 1 if anything contradicts.

    Args:
        a: One account: text, Markdown, HTML, PDF or DOCX, or - for standard input.
        b: The other. Both English, or less surely Russian or Chinese.
        html: Also write both side by side to this file.
        names: What to call the two, e.g. --names Beijing Moscow.
        json: Print JSON and nothing else.
    """
    from amity.cli import reading_out

    return reading_out.run(a, b, html=html, names=names or (), json=json)


@app.command(sort_key=9, help_epilogue="Example: amity pull cow-mid5 rivalries")
def pull(
    *names: str,
    every: Annotated[bool, Parameter(name="--all", show_default=False)] = False,
    target: Annotated[Path | None, Parameter(name="--to")] = None,
    offline: Flag = False,
    listed: Annotated[bool, Parameter(name="--list", show_default=False)] = False,
    force: Flag = False,
    json: Json = False,
) -> int:
    """Fetch the official files of the sources.

    Needs `pip install 'amity[pull]'`. Files are checked and read before they
    take the place of old ones; a download that breaks goes on at the next pull.

    Args:
        names: Sources, as `amity sources` names them.
        every: All sources.
        target: Folder to put them in; by default your own, which `amity build` reads.
        offline: Ask nothing of the network: say what is held and what is missing.
        listed: List the sources, whether they are held, and their official addresses.
        force: Fetch also what has not changed, and begin anew what was half fetched.
        json: Print JSON and nothing else.
    """
    from amity.cli import pulling

    return pulling.run(names, target, every=every, offline=offline, listed=listed, force=force, json=json)


@app.command(sort_key=10, help_epilogue="Example: amity build --from ../shared/data --check")
def build(
    *,
    library: Annotated[Path | None, Parameter(name="--from")] = None,
    target: Annotated[Path | None, Parameter(name="--to")] = None,
    check: Flag = False,
    json: Json = False,
) -> int:
    """Build the atlas from raw files, or check that they give the one in use.

    Needs `pip install 'amity[build]'`. A build that fails or is stopped leaves the old atlas as it was.

    Args:
        library: Folder of raw files, one sub-folder per source; by default where `amity pull` puts them.
        target: Folder of the atlas; by default your own, which amity prefers to the shipped one.
        check: Build aside and compare with the atlas in use, or with --to: exit 0 if the same bytes, else 1.
        json: Print JSON and nothing else.
    """
    from amity.cli import rebuild

    return rebuild.build(library, target, check=check, json=json)
