"""The application as `amity serve` runs it: settings come from the environment, for the process is a new one."""

from __future__ import annotations

import os

from amity.web.app import Settings, create_app
from amity.web.gate import Limits

_names = os.environ.get("AMITY_SERVE", "").split()

# Each server process has one worker of its own that makes answers.
app = create_app(Settings(workers=1, limits=Limits(hosts=tuple(dict.fromkeys((*Limits().hosts, *_names))))))
