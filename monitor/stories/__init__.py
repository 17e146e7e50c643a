"""Turn entries into stories: cluster them across languages, and say how well each is confirmed.

Pure: no clock, network or database. ``cluster.Clusterer`` places entries, ``corroborate`` judges
who says so, ``updates`` decides when a story's subscribers are told again, ``index`` measures
escalation.
"""
