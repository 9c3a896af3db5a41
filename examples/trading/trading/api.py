"""The HTTP and websocket face of the desk."""

import asyncio
import os
from dataclasses import asdict
from typing import Literal, Optional

import psutil
from fastapi import FastAPI, WebSocket, WebSocketDisconnect
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from . import __version__
from .desk import Desk

HTTP_STATUS = {"filled": 201, "resting": 202, "rejected": 422}


class OrderRequest(BaseModel):
    symbol: str = Field(max_length=12)
    side: Literal["buy", "sell"]
    quantity: int = Field(gt=0, le=1_000_000)
    limit: Optional[float] = Field(None, gt=0)


def create_app(desk: Desk) -> FastAPI:
    """The application of one desk; the market moves from startup to shutdown."""
    app = FastAPI(title="trading", version=__version__)
    _keep_market_moving(app, desk)
    _add_reads(app, desk)
    _add_orders(app, desk)
    _add_stream(app, desk)
    return app


def _keep_market_moving(app: FastAPI, desk: Desk) -> None:
    @app.on_event("startup")
    async def open_market() -> None:
        await desk.tick()
        app.state.market = asyncio.create_task(desk.run())

    @app.on_event("shutdown")
    async def close_market() -> None:
        app.state.market.cancel()


def _add_reads(app: FastAPI, desk: Desk) -> None:
    # Coroutines, not plain functions: those would run in threads beside the tick that changes what they read.
    @app.get("/health")
    async def health() -> dict:
        memory = psutil.Process(os.getpid()).memory_info().rss
        return {"status": "ok", "version": __version__, "rss": memory}

    @app.get("/prices")
    async def prices() -> dict:
        return desk.prices()

    @app.get("/signals")
    async def signals() -> dict:
        return desk.signals()

    @app.get("/portfolio")
    async def portfolio() -> dict:
        return desk.portfolio()


def _add_orders(app: FastAPI, desk: Desk) -> None:
    @app.post("/orders")
    async def place(request: OrderRequest) -> JSONResponse:
        order = await desk.place(request.symbol, request.side, request.quantity, request.limit)
        return JSONResponse(asdict(order), status_code=HTTP_STATUS[order.status])

    @app.get("/orders")
    async def journal() -> list:
        return await desk.journal.read()


def _add_stream(app: FastAPI, desk: Desk) -> None:
    @app.websocket("/stream")
    async def stream(socket: WebSocket) -> None:
        await socket.accept()
        with desk.subscription() as queue:
            sender = asyncio.create_task(_forward(queue, socket))
            try:
                while True:  # nothing is expected from the client: reading is how its departure is noticed
                    await socket.receive_text()
            except WebSocketDisconnect:
                pass
            finally:
                sender.cancel()


async def _forward(queue: asyncio.Queue, socket: WebSocket) -> None:
    while True:
        await socket.send_json(await queue.get())
