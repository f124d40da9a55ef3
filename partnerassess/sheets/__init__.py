"""Workbooks and texts with separators → tables of cells, read without harm."""
