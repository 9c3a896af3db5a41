"""`python3 -m trading`: serve, or `--self-check`, or `--probe` a running service."""

import argparse
import http.client
import os
import sys
from pathlib import Path


def main() -> int:
    options = _parse_options()
    if options.probe:
        return _probe(options.probe)
    # Imported late: a probe runs every few seconds and must not pay for pandas.
    from .config import load_settings

    settings = load_settings(options.config)
    data = Path(os.environ.get("TRADING_DATA", "data"))
    if options.self_check:
        from .self_check import self_check

        return self_check(settings, data)
    return _serve(settings, data)


def _parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="trading", description="A small trading service.")
    parser.add_argument("--config", type=Path, default=Path("config.yaml"), metavar="FILE")
    parser.add_argument("--self-check", action="store_true", help="use every part once, offline, and print one JSON line")
    parser.add_argument("--probe", type=int, metavar="PORT", help="exit 0 when the service on 127.0.0.1:PORT is healthy")
    return parser.parse_args()


def _probe(port: int) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=3)
    try:
        connection.request("GET", "/health")
        return 0 if connection.getresponse().status == 200 else 1
    except OSError as error:
        print(f"not healthy: {error}", file=sys.stderr)
        return 1


def _serve(settings, data: Path) -> int:
    import uvicorn

    from .api import create_app
    from .desk import Desk
    from .journal import Journal
    from .market import open_source

    desk = Desk(settings, open_source(settings.market), Journal(data / "orders.jsonl"))
    uvicorn.run(create_app(desk), host=settings.host, port=settings.port)
    return 0


if __name__ == "__main__":
    sys.exit(main())
