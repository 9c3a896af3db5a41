"""A small trading service: prices in, signals and risk-checked orders out."""

__version__ = "1.0.0"
