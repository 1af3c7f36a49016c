"""The API against its own description: what schemathesis makes of it, valid and not, is answered as is written."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

TOOL = shutil.which("schemathesis", path=str(Path(sys.executable).parent)) or "schemathesis"

#: Left out: what needs users or stored things, which amity has none of; and that whatever fits the description is
#: answered: whether a name is one of a state or a measure is known to the data, not to the description.
LEFT_OUT = (
    "ignored_auth",
    "object_level_authorization",
    "use_after_free",
    "ensure_resource_availability",
    "positive_data_acceptance",
)

#: An address that is too long is refused as such, whatever else is wrong with it.
SETTINGS = '[checks]\nnegative_data_rejection.expected-statuses = ["4xx"]\n'


def test_the_api_is_as_it_is_described(served, tmp_path: Path) -> None:
    settings = tmp_path / "schemathesis.toml"
    settings.write_text(SETTINGS, encoding="utf-8")
    done = subprocess.run(
        [
            TOOL,
            f"--config-file={settings}",
            "run",
            f"{served.url}/api/v1/openapi.json",
            f"--exclude-checks={','.join(LEFT_OUT)}",
            "--max-examples=5",
            "--seed=1",
            "--rate-limit=45/s",
            "--request-timeout=60",
            "--generation-database=none",
            "--continue-on-failure",
            "--no-color",
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-6_000:] + done.stderr[-2_000:]
    paths = served.client.get("/api/v1/openapi.json").json()["paths"]
    assert f"Tested: {sum(len(methods) for methods in paths.values())}" in done.stdout
    made = re.search(r"(\d[\d,]*) generated", done.stdout)
    assert made
    assert int(made[1].replace(",", "")) > 400
    assert "unresolvable reference" not in done.stdout
