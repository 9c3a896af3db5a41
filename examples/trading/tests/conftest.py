from pathlib import Path

import pytest

from trading.config import Settings, load_settings


@pytest.fixture
def settings() -> Settings:
    return load_settings(Path(__file__).parent.parent / "config.yaml")
