"""Carry alerts to subscribers: what may go now, how it looks, and what a failure means.

``outbox`` and ``retry`` decide; ``wording``, ``templates`` and ``blocks`` say it; ``channels``
send.
"""
