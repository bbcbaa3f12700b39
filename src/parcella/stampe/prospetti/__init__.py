"""Tabular prints: columns, groups, totals; on paper, as text, for spreadsheets and for programs."""
