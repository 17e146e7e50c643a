"""Decide whether a story is told, to whom, and in what words. Pure: no clock, no database."""
