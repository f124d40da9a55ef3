"""The interview: a pure session that both front ends share.

This package knows which question comes next, what an answer changes, and what is refused. It does not know
terminals, keys, files or the time. Read commands, table, then responses.
"""
