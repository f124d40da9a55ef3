"""Finished values become text: the terminal report, exports, and the one formatter of numbers.

This package knows how results are worded and laid out. It does not know files, scoring, or where its text
goes: whoever calls it prints or writes.
"""
