"""The walk: the front ends of the interview, and the file its answers are kept in.

It knows no rule of the interview itself.
"""
