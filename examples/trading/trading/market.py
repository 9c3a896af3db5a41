"""Where prices come from: a deterministic simulator, or an HTTP endpoint."""

import math
from collections import deque
from typing import Iterable, Optional, Protocol

import numpy as np
import pandas as pd
import requests

from .config import Instrument, Market

Prices = dict[str, float]


class PriceSource(Protocol):
    def latest(self) -> Prices:
        """The newest price of every symbol, in USD."""


class SimulatedSource:
    """Geometric random walk: the same seed gives the same prices on every machine."""

    def __init__(self, instruments: dict[str, Instrument], seed: int) -> None:
        self._symbols = list(instruments)
        self._prices = np.array([one.price for one in instruments.values()])
        self._volatility = np.array([one.volatility for one in instruments.values()])
        self._random = np.random.default_rng(seed)

    def latest(self) -> Prices:
        shocks = self._random.standard_normal(len(self._symbols)) * self._volatility
        self._prices = self._prices * np.exp(shocks)
        return dict(zip(self._symbols, self._prices.round(4).tolist()))


class HttpSource:
    """Prices of `GET url` as a JSON object; raises ValueError when a symbol has no usable price."""

    def __init__(self, url: str, symbols: Iterable[str], session: Optional[requests.Session] = None) -> None:
        self._url = url
        self._symbols = list(symbols)
        self._session = session or requests.Session()

    def latest(self) -> Prices:
        response = self._session.get(self._url, timeout=5)
        response.raise_for_status()
        body = response.json()
        return {symbol: _usable_price(body, symbol) for symbol in self._symbols}


def _usable_price(body: object, symbol: str) -> float:
    price = body.get(symbol) if isinstance(body, dict) else None
    if not isinstance(price, (int, float)) or not math.isfinite(price) or price <= 0:
        raise ValueError(f"price source has no usable price of {symbol}: {price!r}")
    return float(price)


class PriceHistory:
    """The last `length` ticks of every symbol."""

    def __init__(self, length: int) -> None:
        self._ticks: deque[Prices] = deque(maxlen=length)

    @property
    def latest(self) -> Prices:
        return self._ticks[-1]

    def record(self, prices: Prices) -> None:
        self._ticks.append(prices)

    def frame(self) -> pd.DataFrame:
        """One row a tick, oldest first; one column a symbol."""
        return pd.DataFrame(list(self._ticks))


def open_source(market: Market) -> PriceSource:
    """The source that the settings name: `url` when given, the simulator otherwise."""
    if market.url:
        return HttpSource(market.url, market.instruments)
    return SimulatedSource(market.instruments, market.seed)
