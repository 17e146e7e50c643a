"""Carry alerts to subscribers: what may go now, how it looks, and what a failure means.

``outbox`` and ``retry`` decide, ``channels`` send, ``courier`` joins the two for the pipeline.
"""
