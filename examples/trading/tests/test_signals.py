import pandas as pd
import pytest

from trading.config import Windows
from trading.signals import advice, latest_signals, relative_strength

WINDOWS = Windows(fast=2, slow=4, momentum=2, rsi=3)


def prices(*values):
    return pd.DataFrame({"AAPL": [float(value) for value in values]})


@pytest.mark.parametrize(
    "history, expected",
    [((1, 2, 3, 4), 100.0), ((4, 3, 2, 1), 0.0), ((5, 5, 5, 5), 50.0)],
)
def test_relative_strength_of_a_rising_a_falling_and_a_still_market(history, expected):
    assert relative_strength(prices(*history), 3)["AAPL"].iloc[-1] == expected


def test_averages_and_momentum_cover_their_own_windows():
    latest = latest_signals(prices(100, 10, 20, 30, 40), WINDOWS)["AAPL"]
    assert (latest["price"], latest["fast"], latest["slow"], latest["momentum"]) == (40.0, 35.0, 25.0, 1.0)


def test_one_tick_is_enough_for_an_answer():
    assert latest_signals(prices(10), WINDOWS)["AAPL"]["action"] == "hold"


@pytest.mark.parametrize(
    "fast, slow, momentum, rsi, expected",
    [
        (2, 1, 0.1, 60, "buy"),
        (2, 1, 0.1, 70, "hold"),
        (2, 1, -0.1, 60, "hold"),
        (1, 2, -0.1, 40, "sell"),
        (1, 2, -0.1, 30, "hold"),
        (1, 1, 0.0, 50, "hold"),
    ],
)
def test_advice_needs_trend_and_momentum_that_are_not_exhausted(fast, slow, momentum, rsi, expected):
    assert advice(pd.Series({"fast": fast, "slow": slow, "momentum": momentum, "rsi": rsi})) == expected
