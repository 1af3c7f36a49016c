"""What the painting process gives, and that its end is never the end of the page."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
import vl_convert

from amity.report import charts, html, paint


@pytest.fixture(autouse=True)
def _no_painter_left() -> None:
    while paint._painters:
        paint._painters.pop().close()


#: Ways to die in the middle of an answer: at once, and with the output closed a while before the process is gone.
DEATHS = ("os.kill(os.getpid(), signal.SIGSEGV)", "os.close(1); time.sleep(0.5); os._exit(1)")


def _dying(folder: Path, deaths: int, death: str) -> list[str]:
    """A renderer that dies in the middle of its answer as often as told, counted in a file, and then paints."""
    count = folder / "deaths"
    script = f"""
import os, pathlib, signal, sys, time
count = pathlib.Path({str(count)!r})
for line in sys.stdin:
    died = int(count.read_text()) if count.exists() else 0
    if died < {deaths}:
        count.write_text(str(died + 1))
        sys.stdout.write('"<sv')
        sys.stdout.flush()
        {death}
    print('"<svg after ' + str(died) + '>"', flush=True)
"""
    return [sys.executable, "-c", script]


def test_paints_what_the_renderer_gives_here() -> None:
    here = vl_convert.vegalite_to_svg(charts.BLANK, vl_version=paint._VERSION)
    painter = paint.Painter()
    futures = [painter.paint(charts.BLANK) for _ in range(3)]
    assert {future.result(60) for future in futures} == {here} == {paint.svg(charts.BLANK)}
    painter.close()


def test_a_bad_specification_stops_nothing() -> None:
    painter = paint.Painter()
    bad, good = painter.paint({"mark": {"nonsense": [1]}}), painter.paint(charts.BLANK)
    with pytest.raises(paint.PaintError, match="refuses"):
        bad.result(60)
    assert good.result(60).startswith("<svg")
    painter.close()
    with pytest.raises(paint.PaintError, match="refuses"):
        paint.svg({"mark": {"nonsense": [1]}})


def test_what_a_dead_process_owed_is_painted_by_a_new_one() -> None:
    painter = paint.painter()
    painter._process.kill()
    painter._process.wait()
    owed = painter.paint(charts.BLANK)
    with pytest.raises(paint.PaintError):
        owed.result(60)
    html._ahead[json.dumps(charts.BLANK)] = owed
    assert html._svg_of(charts.BLANK).startswith("<svg")
    assert paint.painter() is not painter
    assert not painter._collector.is_alive()


@pytest.mark.parametrize("death", DEATHS)
def test_a_renderer_that_crashes_is_started_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, death: str) -> None:
    monkeypatch.setattr(paint, "_COMMAND", _dying(tmp_path, paint._TRIES - 1, death))
    assert paint.svg(charts.BLANK) == f"<svg after {paint._TRIES - 1}>"


@pytest.mark.parametrize("death", DEATHS)
def test_a_renderer_that_always_crashes_ends_in_one_message(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, death: str
) -> None:
    monkeypatch.setattr(paint, "_COMMAND", _dying(tmp_path, 1000, death))
    with pytest.raises(paint.PaintError, match=f"died {paint._TRIES} times"):
        paint.svg(charts.BLANK)
    assert (tmp_path / "deaths").read_text() == str(paint._TRIES)
