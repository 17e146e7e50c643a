"""Where training reads and writes."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("MONITOR_DATA", ROOT.parent / "shared" / "data"))
FEEDS = DATA.parent / "feeds"
RUNS = Path(os.environ.get("MONITOR_RUNS", ROOT / "training" / "runs"))
BASE = RUNS / "base"
RESULTS = ROOT / "training" / "results"
SHIPPED = ROOT / "monitor" / "scoring" / "model"
