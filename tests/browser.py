"""The browser that tests look at pages with, if there is one."""

from __future__ import annotations

import shutil

BROWSER = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None
)
