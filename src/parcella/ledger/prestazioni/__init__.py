"""Prestazioni, tariffari, particolarità and the price they give."""
