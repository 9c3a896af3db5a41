import pytest

from trading.config import RiskLimits
from trading.orders import OrderBook, Portfolio

LIMITS = RiskLimits(max_order_value=1000, max_position_value=1500, max_gross_exposure=2000)
PRICES = {"AAPL": 100.0, "MSFT": 200.0}


@pytest.fixture
def portfolio():
    return Portfolio(2500, LIMITS)


@pytest.fixture
def book(portfolio):
    return OrderBook(portfolio)


def test_a_market_order_moves_cash_into_a_position_and_back(book, portfolio):
    assert book.place("AAPL", "buy", 5, None, PRICES).price == 100.0
    assert portfolio.snapshot(PRICES) == {"positions": {"AAPL": 5}, "cash": 2000, "exposure": 500, "equity": 2500}
    book.place("AAPL", "sell", 5, None, {**PRICES, "AAPL": 110.0})
    assert portfolio.snapshot(PRICES) == {"positions": {}, "cash": 2550, "exposure": 0, "equity": 2550}


@pytest.mark.parametrize(
    "symbol, side, quantity, reason",
    [
        ("IBM", "buy", 1, "unknown symbol IBM"),
        ("AAPL", "buy", 11, "order value 1100.00 is over the limit 1000.00"),
        ("AAPL", "buy", 8, "position value 1600.00 is over 1500.00"),
        ("AAPL", "sell", 9, "holds 8 AAPL, cannot sell 9"),
        ("MSFT", "sell", 1, "holds 0 MSFT, cannot sell 1"),
    ],
)
def test_an_order_that_breaks_a_limit_is_rejected_with_its_reason(book, portfolio, symbol, side, quantity, reason):
    book.place("AAPL", "buy", 8, None, PRICES)
    before = portfolio.snapshot(PRICES)
    order = book.place(symbol, side, quantity, None, PRICES)
    assert (order.status, order.reason) == ("rejected", reason)
    assert portfolio.snapshot(PRICES) == before


def test_all_positions_together_stay_under_the_gross_exposure(book):
    book.place("AAPL", "buy", 10, None, PRICES)
    book.place("MSFT", "buy", 5, None, PRICES)
    assert book.place("MSFT", "buy", 1, None, PRICES).reason == "gross exposure 2200.00 is over 2000.00"


def test_cash_is_never_overdrawn():
    book = OrderBook(Portfolio(50, LIMITS))
    assert book.place("AAPL", "buy", 1, None, PRICES).reason == "cash 100.00 is over 50.00"


@pytest.mark.parametrize("side, limit, fills_at", [("buy", 90.0, 89.0), ("sell", 110.0, 111.0)])
def test_a_limit_order_rests_until_the_market_reaches_it(book, side, limit, fills_at):
    book.place("AAPL", "buy", 5, None, PRICES)
    order = book.place("AAPL", side, 1, limit, PRICES)
    assert order.status == "resting"
    assert book.match(PRICES) == []
    assert [(done.id, done.status, done.price) for done in book.match({**PRICES, "AAPL": fills_at})] == [
        (order.id, "filled", fills_at)
    ]
    assert book.resting() == []


def test_a_resting_order_is_checked_again_when_its_price_comes(book):
    book.place("AAPL", "buy", 10, 95.0, PRICES)
    for _ in range(2):
        book.place("MSFT", "buy", 3, None, PRICES)
    rejected = book.match({**PRICES, "AAPL": 95.0})
    assert [order.reason for order in rejected] == ["gross exposure 2150.00 is over 2000.00"]
    assert book.resting() == []
