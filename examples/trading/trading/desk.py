"""The trading desk: moves the market on, matches the book, keeps the journal, tells subscribers."""

import asyncio
import logging
from contextlib import contextmanager
from typing import Iterator, Optional

from .config import Settings
from .journal import Journal
from .market import PriceHistory, Prices, PriceSource
from .orders import Order, OrderBook, Portfolio, Side
from .signals import latest_signals

log = logging.getLogger("trading")


class Desk:
    def __init__(self, settings: Settings, source: PriceSource, journal: Journal) -> None:
        self.journal = journal
        self._settings = settings
        self._source = source
        self._history = PriceHistory(settings.market.history)
        self._portfolio = Portfolio(settings.cash, settings.risk)
        self._book = OrderBook(self._portfolio)
        self._subscribers: set[asyncio.Queue[Prices]] = set()

    async def run(self) -> None:
        """Tick for ever. A source that fails costs one tick, not the service."""
        while True:
            await asyncio.sleep(self._settings.market.tick_seconds)
            try:
                await self.tick()
            except (OSError, ValueError) as error:
                log.warning("no prices this tick: %s", error)

    async def tick(self) -> None:
        prices = await asyncio.to_thread(self._source.latest)
        self._history.record(prices)
        for order in self._book.match(prices):
            await self.journal.write(order)
        for queue in self._subscribers:
            _offer(queue, prices)

    async def place(self, symbol: str, side: Side, quantity: int, limit: Optional[float]) -> Order:
        order = self._book.place(symbol, side, quantity, limit, self.prices())
        await self.journal.write(order)
        return order

    def prices(self) -> Prices:
        return self._history.latest

    def signals(self) -> dict[str, dict[str, object]]:
        return latest_signals(self._history.frame(), self._settings.windows)

    def portfolio(self) -> dict[str, object]:
        return {**self._portfolio.snapshot(self.prices()), "resting": self._book.resting()}

    @contextmanager
    def subscription(self) -> Iterator["asyncio.Queue[Prices]"]:
        """A queue of prices for as long as the block lasts."""
        queue: asyncio.Queue[Prices] = asyncio.Queue(maxsize=16)
        self._subscribers.add(queue)
        try:
            yield queue
        finally:
            self._subscribers.discard(queue)


def _offer(queue: "asyncio.Queue[Prices]", prices: Prices) -> None:
    # A slow reader loses its oldest ticks; it never holds up the market.
    if queue.full():
        queue.get_nowait()
    queue.put_nowait(prices)
