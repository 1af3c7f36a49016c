"""`amity serve`: the web page and the API on this machine."""

from __future__ import annotations

import sys

from amity.cli import printing
from amity.errors import UsageError


def serve(host: str, port: int, *, workers: int, names: tuple[str, ...], json: bool) -> int:
    """Serve until stopped; see `amity serve --help`."""
    try:
        from importlib import import_module

        import uvicorn
        from uvicorn.supervisors import Multiprocess

        import_module("amity.web.app")  # its packages must be there before the server starts
    except ImportError as error:
        raise UsageError(f"`amity serve` needs {error.name}: pip install 'amity[web]'.") from None
    if not 0 <= port <= 65_535:
        raise UsageError(f"The port is {port}; it must be 1 to 65535, or 0 for any free one.")
    if not 1 <= workers <= 64:
        raise UsageError(f"--workers is {workers}; it must be 1 to 64.")
    import os

    from amity.web.patience import Connection

    os.environ["AMITY_SERVE"] = " ".join((host, *names))
    config = uvicorn.Config(
        "amity.web.served:app",
        http=Connection,
        host=host,
        port=port,
        log_level="warning",
        access_log=False,
        server_header=False,
        date_header=True,
        timeout_keep_alive=15,
        limit_concurrency=1_000,
        h11_max_incomplete_event_size=16_384,
        workers=workers,
    )
    try:
        socket = config.bind_socket()
    except SystemExit:
        raise UsageError(f"{host}:{port} cannot be listened on: it is taken or not ours. Try --port 0.") from None
    where = socket.getsockname()
    url = f"http://{f'[{where[0]}]' if ':' in where[0] else where[0]}:{where[1]}/"
    if json:
        printing.dump("serve", None, {"url": url})
    else:
        printing.line(f"amity is at {url} (Ctrl-C stops it)")
    sys.stdout.flush()
    # Supervised: if a server process dies, another takes its place.
    Multiprocess(config, sockets=[socket]).run()
    return 0
