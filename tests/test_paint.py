"""The painting process gives what painting here gives, and its end is never the end of the page."""

from __future__ import annotations

import pytest

from amity.report import charts, html, paint


def test_paints_the_same_as_here() -> None:
    painter = paint.Painter()
    futures = [painter.paint(charts.BLANK) for _ in range(3)]
    assert {future.result(60) for future in futures} == {paint.svg(charts.BLANK)}
    painter.close()


def test_a_bad_specification_stops_nothing() -> None:
    painter = paint.Painter()
    bad, good = painter.paint({"mark": {"nonsense": [1]}}), painter.paint(charts.BLANK)
    with pytest.raises(RuntimeError):
        bad.result(60)
    assert good.result(60).startswith("<svg")
    painter.close()


def test_a_dead_process_is_replaced_by_painting_here(monkeypatch: pytest.MonkeyPatch) -> None:
    painter = paint.Painter()
    painter._process.kill()
    painter._process.wait()
    future = painter.paint(charts.BLANK)
    with pytest.raises(RuntimeError):
        future.result(60)
    painter.close()
    monkeypatch.setitem(html._ahead, '{"mark": 1}', future)
    monkeypatch.setattr(paint, "svg", lambda spec: f"painted here: {spec}")
    assert html._svg_of({"mark": 1}) == "painted here: {'mark': 1}"
