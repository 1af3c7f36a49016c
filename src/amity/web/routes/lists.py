"""Addresses of the pages that list: rankings, regions, studies, sources, methods; and of checking a document."""

from __future__ import annotations

from fastapi import APIRouter

router = APIRouter(include_in_schema=False)
