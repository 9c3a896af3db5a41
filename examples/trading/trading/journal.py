"""Append-only journal of orders: one JSON object a line."""

import json
from dataclasses import asdict
from datetime import datetime, timezone
from pathlib import Path

import aiofiles

from .orders import Order


class Journal:
    def __init__(self, path: Path) -> None:
        self._path = path

    async def write(self, order: Order) -> None:
        """Append one order; the folder is made when the first order arrives."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        line = json.dumps({"time": datetime.now(timezone.utc).isoformat(), **asdict(order)})
        async with aiofiles.open(self._path, "a", encoding="utf-8") as file:
            await file.write(line + "\n")

    async def read(self) -> list[dict[str, object]]:
        """All orders, oldest first; none when nothing was traded yet."""
        if not self._path.exists():
            return []
        async with aiofiles.open(self._path, encoding="utf-8") as file:
            return [json.loads(line) async for line in file]
