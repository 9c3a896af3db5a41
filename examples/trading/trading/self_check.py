"""Proof that an image still works: the real service on loopback, used through every door, offline."""

import asyncio
import json
import os
import socket
import tempfile
import threading
import time
from contextlib import contextmanager
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import Iterator

import requests
import uvicorn
import websockets

from .api import create_app
from .config import Settings
from .desk import Desk
from .journal import Journal
from .market import HttpSource, open_source

PACKAGES = ["fastapi", "uvicorn", "websockets", "pandas", "numpy", "psutil", "aiofiles", "requests", "PyYAML"]


def self_check(settings: Settings, data: Path) -> int:
    """Print one JSON line on stdout; returns the exit code, 0 when everything worked, writing to `data` included."""
    try:
        report = {"status": "ok", "uid": os.getuid(), "checks": _run_checks(settings, data), "versions": _versions()}
    except Exception as error:  # whatever is missing from an image must end in the JSON line
        report = {"status": "failed", "uid": os.getuid(), "error": f"{type(error).__name__}: {error}"}
    print(json.dumps(report), flush=True)
    return 0 if report["status"] == "ok" else 1


def _versions() -> dict[str, str]:
    return {package: version(package) for package in PACKAGES}


def _run_checks(settings: Settings, data: Path) -> list[str]:
    data.mkdir(parents=True, exist_ok=True)
    quick = replace(settings, market=replace(settings.market, url=None, tick_seconds=0.02))
    with tempfile.TemporaryDirectory(dir=data) as folder, requests.Session() as session:
        session.trust_env = False  # a proxy of the environment must not come between the service and itself
        with _serving(quick, Path(folder) / "orders.jsonl") as address:
            url = f"http://{address}"
            asyncio.run(_check_stream(f"ws://{address}/stream", set(quick.market.instruments)))
            _check_reads(session, url, quick)
            _check_orders(session, url, quick)
    return ["stream", "health", "signals", "price source", "orders", "risk limits", "portfolio", "journal"]


@contextmanager
def _serving(settings: Settings, journal: Path) -> Iterator[str]:
    listener = socket.create_server(("127.0.0.1", 0))
    app = create_app(Desk(settings, open_source(settings.market), Journal(journal)))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    try:
        _wait_until_started(server, thread)
        yield f"127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(timeout=10)


def _wait_until_started(server: uvicorn.Server, thread: threading.Thread) -> None:
    deadline = time.monotonic() + 30
    while not server.started:
        _expect(thread.is_alive() and time.monotonic() < deadline, "the server did not start")
        time.sleep(0.01)


async def _check_stream(url: str, symbols: set[str]) -> None:
    async with websockets.connect(url) as stream:
        ticks = [json.loads(await asyncio.wait_for(stream.recv(), 10)) for _ in range(40)]
    _expect(all(set(tick) == symbols for tick in ticks), "a tick does not price every symbol")
    _expect(ticks[0] != ticks[-1], "prices do not move")


def _check_reads(session: requests.Session, url: str, settings: Settings) -> None:
    _expect(session.get(f"{url}/health", timeout=5).json()["rss"] > 0, "no memory figure")
    signals = session.get(f"{url}/signals", timeout=5).json()
    _expect(set(signals) == set(settings.market.instruments), "a symbol has no signals")
    _expect(all(0 <= one["rsi"] <= 100 for one in signals.values()), "RSI out of range")
    prices = HttpSource(f"{url}/prices", settings.market.instruments, session).latest()
    _expect(all(price > 0 for price in prices.values()), "a price is not positive")


def _check_orders(session: requests.Session, url: str, settings: Settings) -> None:
    symbol = next(iter(settings.market.instruments))
    market_order = {"symbol": symbol, "side": "buy", "quantity": 10}
    attempts = [(market_order, 201), ({**market_order, "limit": 0.01}, 202), ({**market_order, "quantity": 999_999}, 422)]
    for order, expected in attempts:
        status = session.post(f"{url}/orders", json=order, timeout=5).status_code
        _expect(status == expected, f"{order} was answered {status}, not {expected}")
    portfolio = session.get(f"{url}/portfolio", timeout=5).json()
    _expect(portfolio["positions"] == {symbol: 10} and len(portfolio["resting"]) == 1, f"wrong portfolio: {portfolio}")
    journal = session.get(f"{url}/orders", timeout=5).json()
    _expect([one["status"] for one in journal] == ["filled", "resting", "rejected"], f"wrong journal: {journal}")


def _expect(condition: bool, message: str) -> None:
    # Not `assert`: the check must also check under python3 -O.
    if not condition:
        raise RuntimeError(message)
