"""Answers that came in elsewhere: exports of survey platforms, tables made by hand, our own workbook."""
