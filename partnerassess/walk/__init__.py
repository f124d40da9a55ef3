"""The walk: the front ends of the interview, and the file its answers are kept in.

This package knows how a session meets a person. It does not know any rule of the session itself.
"""
