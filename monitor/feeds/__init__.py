"""Feeds: fetched politely and guardedly, parsed under limits, their entries told apart."""
