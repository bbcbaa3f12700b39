"""The layout of the ordinary FatturaPA file as data: every element, its place, its form, the tables of codes."""
