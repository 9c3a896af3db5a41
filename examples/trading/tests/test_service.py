import asyncio
import json

import pytest

from trading.config import load_settings
from trading.desk import Desk
from trading.journal import Journal
from trading.market import open_source
from trading.self_check import self_check


def test_every_door_of_the_real_service_opens(settings, tmp_path, capsys):
    assert self_check(settings, tmp_path / "data") == 0
    assert json.loads(capsys.readouterr().out)["status"] == "ok"
    assert list((tmp_path / "data").iterdir()) == []


def test_a_self_check_fails_where_the_journal_cannot_be_written(settings, tmp_path, capsys):
    (tmp_path / "data").write_text("in the way")
    assert self_check(settings, tmp_path / "data") == 1
    assert "FileExistsError" in json.loads(capsys.readouterr().out)["error"]


def test_a_slow_subscriber_loses_old_ticks_and_never_the_newest(settings, tmp_path):
    async def scenario():
        desk = Desk(settings, open_source(settings.market), Journal(tmp_path / "orders.jsonl"))
        with desk.subscription() as queue:
            for _ in range(20):
                await desk.tick()
            return queue.qsize(), [queue.get_nowait() for _ in range(queue.qsize())][-1] == desk.prices()

    assert asyncio.run(scenario()) == (16, True)


def test_a_journal_without_orders_is_empty(tmp_path):
    assert asyncio.run(Journal(tmp_path / "none.jsonl").read()) == []


@pytest.mark.parametrize("text, complaint", [("server: {}", "market"), ("market: {instruments: {A: {cost: 1}}}", "cost")])
def test_settings_that_do_not_fit_are_refused_with_the_file_named(tmp_path, text, complaint):
    path = tmp_path / "broken.yaml"
    path.write_text(text)
    with pytest.raises(ValueError, match=rf"broken\.yaml: .*{complaint}"):
        load_settings(path)
