import json
import threading
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
import requests

from trading.market import HttpSource, PriceHistory, SimulatedSource, open_source


def walk(settings, seed, ticks=50):
    source = SimulatedSource(settings.market.instruments, seed)
    return [source.latest() for _ in range(ticks)]


def test_the_same_seed_gives_the_same_prices(settings):
    assert walk(settings, 7) == walk(settings, 7)
    assert walk(settings, 7) != walk(settings, 8)


def test_prices_stay_positive(settings):
    assert all(price > 0 for tick in walk(settings, 1, 2000) for price in tick.values())


def test_history_keeps_only_the_newest_ticks():
    history = PriceHistory(3)
    for price in [1.0, 2.0, 3.0, 4.0]:
        history.record({"AAPL": price})
    assert history.frame()["AAPL"].tolist() == [2.0, 3.0, 4.0]
    assert history.latest == {"AAPL": 4.0}


def test_a_url_in_the_settings_replaces_the_simulator(settings):
    assert isinstance(open_source(settings.market), SimulatedSource)
    assert isinstance(open_source(replace(settings.market, url="http://127.0.0.1:9/")), HttpSource)


@pytest.fixture
def answer():
    """Serve one body on loopback and return a source that reads it."""
    servers = []

    def serve(body):
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(200)
                self.end_headers()
                self.wfile.write(json.dumps(body).encode())

            def log_message(self, *_):
                pass

        server = HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        servers.append(server)
        session = requests.Session()
        session.trust_env = False
        return HttpSource(f"http://127.0.0.1:{server.server_port}/", ["AAPL"], session)

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()


def test_an_http_source_returns_the_symbols_it_was_asked_for(answer):
    assert answer({"AAPL": 190, "IBM": 1}).latest() == {"AAPL": 190.0}


@pytest.mark.parametrize("body", [{}, {"AAPL": None}, {"AAPL": "190"}, {"AAPL": 0}, {"AAPL": -1}, ["AAPL"]])
def test_an_http_source_refuses_a_body_without_a_usable_price(answer, body):
    with pytest.raises(ValueError, match="no usable price of AAPL"):
        answer(body).latest()
