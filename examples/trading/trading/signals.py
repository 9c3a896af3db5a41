"""Indicators of price histories and the advice drawn from them. Pure: a frame in, values out."""

import pandas as pd

from .config import Windows

OVERBOUGHT, OVERSOLD = 70, 30


def relative_strength(prices: pd.DataFrame, window: int) -> pd.DataFrame:
    """Wilder's RSI from 0 to 100; 50 where prices have not moved at all."""
    change = prices.diff()
    gain = change.clip(lower=0).ewm(alpha=1 / window, adjust=False).mean()
    loss = -change.clip(upper=0).ewm(alpha=1 / window, adjust=False).mean()
    return (100 * gain / (gain + loss)).fillna(50.0)


def indicators(prices: pd.DataFrame, windows: Windows) -> pd.DataFrame:
    """The newest value of each indicator: one row a symbol."""
    latest = {
        "price": prices.iloc[-1],
        "fast": prices.tail(windows.fast).mean(),
        "slow": prices.tail(windows.slow).mean(),
        "momentum": prices.pct_change(min(windows.momentum, len(prices) - 1) or 1).iloc[-1].fillna(0.0),
        "rsi": relative_strength(prices, windows.rsi).iloc[-1],
    }
    return pd.DataFrame(latest)


def advice(row: pd.Series) -> str:
    """`buy` or `sell` when trend and momentum agree and the move is not already exhausted, else `hold`."""
    if row.fast > row.slow and row.momentum > 0 and row.rsi < OVERBOUGHT:
        return "buy"
    if row.fast < row.slow and row.momentum < 0 and row.rsi > OVERSOLD:
        return "sell"
    return "hold"


def latest_signals(prices: pd.DataFrame, windows: Windows) -> dict[str, dict[str, object]]:
    """Indicators and advice of every symbol, ready for JSON."""
    table = indicators(prices, windows)
    actions = table.apply(advice, axis=1)
    return table.round(6).assign(action=actions).to_dict(orient="index")
