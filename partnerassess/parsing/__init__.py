"""Texts → documents: plain data that remembers where each thing stood, or problems in plain words."""
