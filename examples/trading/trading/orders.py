"""Orders, the book of resting limit orders, and the portfolio with its risk limits."""

from dataclasses import asdict, dataclass, replace
from itertools import count
from typing import Literal, Optional

from .config import RiskLimits
from .market import Prices

Side = Literal["buy", "sell"]
Status = Literal["filled", "resting", "rejected"]


@dataclass(frozen=True)
class Order:
    """A limit order when `limit` is given, else a market order. `reason` says why one was rejected."""

    id: int
    symbol: str
    side: Side
    quantity: int
    limit: Optional[float] = None
    status: Status = "resting"
    price: Optional[float] = None
    reason: Optional[str] = None

    @property
    def signed_quantity(self) -> int:
        return self.quantity if self.side == "buy" else -self.quantity

    def crosses(self, price: float) -> bool:
        """Whether the market price satisfies the limit."""
        if self.limit is None:
            return True
        return price <= self.limit if self.side == "buy" else price >= self.limit


class Portfolio:
    """Cash and positions: no leverage, no short selling, never above the risk limits."""

    def __init__(self, cash: float, limits: RiskLimits) -> None:
        self._cash = cash
        self._limits = limits
        self._positions: dict[str, int] = {}

    def objection(self, order: Order, prices: Prices) -> Optional[str]:
        """Why the order must not be executed at these prices, or None."""
        price = prices.get(order.symbol)
        if price is None:
            return f"unknown symbol {order.symbol}"
        value = order.quantity * price
        if value > self._limits.max_order_value:
            return f"order value {value:.2f} is over the limit {self._limits.max_order_value:.2f}"
        return self._objection_to_sale(order) if order.side == "sell" else self._objection_to_purchase(order, prices)

    def _objection_to_sale(self, order: Order) -> Optional[str]:
        held = self._positions.get(order.symbol, 0)
        return f"holds {held} {order.symbol}, cannot sell {order.quantity}" if order.quantity > held else None

    def _objection_to_purchase(self, order: Order, prices: Prices) -> Optional[str]:
        value = order.quantity * prices[order.symbol]
        bounds = {
            "cash": (value, self._cash),
            "position value": (value + self._value(order.symbol, prices), self._limits.max_position_value),
            "gross exposure": (value + self._exposure(prices), self._limits.max_gross_exposure),
        }
        broken = [f"{name} {used:.2f} is over {bound:.2f}" for name, (used, bound) in bounds.items() if used > bound]
        return broken[0] if broken else None

    def fill(self, order: Order, price: float) -> None:
        """Book an order that was executed at `price`."""
        self._cash -= order.signed_quantity * price
        self._positions[order.symbol] = self._positions.get(order.symbol, 0) + order.signed_quantity

    def snapshot(self, prices: Prices) -> dict[str, object]:
        exposure = self._exposure(prices)
        totals = {"cash": self._cash, "exposure": exposure, "equity": self._cash + exposure}
        held = {symbol: quantity for symbol, quantity in self._positions.items() if quantity}
        return {"positions": held, **{name: round(value, 2) for name, value in totals.items()}}

    def _value(self, symbol: str, prices: Prices) -> float:
        return self._positions.get(symbol, 0) * prices[symbol]

    def _exposure(self, prices: Prices) -> float:
        return sum(self._value(symbol, prices) for symbol in self._positions)


class OrderBook:
    """Limit orders that wait for their price."""

    def __init__(self, portfolio: Portfolio) -> None:
        self._portfolio = portfolio
        self._numbers = count(1)
        self._resting: list[Order] = []

    def place(self, symbol: str, side: Side, quantity: int, limit: Optional[float], prices: Prices) -> Order:
        """Fill, rest or reject a new order at the current prices."""
        order = self._execute(Order(next(self._numbers), symbol, side, quantity, limit), prices)
        if order.status == "resting":
            self._resting.append(order)
        return order

    def match(self, prices: Prices) -> list[Order]:
        """Try every resting order at new prices; returns those that were filled or rejected."""
        tried = [self._execute(order, prices) for order in self._resting]
        self._resting = [order for order in tried if order.status == "resting"]
        return [order for order in tried if order.status != "resting"]

    def resting(self) -> list[dict[str, object]]:
        return [asdict(order) for order in self._resting]

    def _execute(self, order: Order, prices: Prices) -> Order:
        # Checked again at every fill: cash or limits may have been used up while the order was resting.
        objection = self._portfolio.objection(order, prices)
        if objection:
            return replace(order, status="rejected", reason=objection)
        price = prices[order.symbol]
        if not order.crosses(price):
            return order
        self._portfolio.fill(order, price)
        return replace(order, status="filled", price=price)
