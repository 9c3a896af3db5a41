"""Settings of the service, read once from one YAML file."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

import yaml


@dataclass(frozen=True)
class Instrument:
    """One symbol of the simulator: first price in USD, standard deviation of one tick's return."""

    price: float
    volatility: float


@dataclass(frozen=True)
class Market:
    instruments: dict[str, Instrument]
    tick_seconds: float
    history: int
    seed: int
    url: Optional[str] = None


@dataclass(frozen=True)
class Windows:
    """Lengths of the indicators, in ticks."""

    fast: int
    slow: int
    momentum: int
    rsi: int


@dataclass(frozen=True)
class RiskLimits:
    """Upper bounds in USD: of one order, of one position, and of all positions together."""

    max_order_value: float
    max_position_value: float
    max_gross_exposure: float


@dataclass(frozen=True)
class Settings:
    host: str
    port: int
    cash: float
    market: Market
    windows: Windows
    risk: RiskLimits


def load_settings(path: Path) -> Settings:
    """Read settings from a YAML file; a missing or unknown key raises ValueError that names the file."""
    with path.open(encoding="utf-8") as file:
        document = yaml.safe_load(file)
    try:
        return _parse_settings(document)
    except (KeyError, TypeError) as error:
        raise ValueError(f"{path}: {error}") from error


def _parse_settings(document: dict[str, Any]) -> Settings:
    market = dict(document["market"])
    listed = market.pop("instruments")
    instruments = {symbol: Instrument(**values) for symbol, values in listed.items()}
    return Settings(
        **document["server"],
        **document["portfolio"],
        market=Market(instruments=instruments, **market),
        windows=Windows(**document["signals"]),
        risk=RiskLimits(**document["risk"]),
    )
