"""The database: tables, one engine, and one module for each thing stored.

Functions take an open ``Connection`` and plain values, so that a verb of the pipeline joins several
of them in one transaction.
"""
