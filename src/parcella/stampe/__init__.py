"""Printed output: lays data on a form."""
