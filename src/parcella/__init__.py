"""parcella: billing, electronic invoicing and cash-basis books of an Italian professional studio."""

__version__ = "0.1.0"
