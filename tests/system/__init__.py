"""Tests of the whole, from configuration to delivery."""

import pytest

# A broken law shows its values only where pytest has rewritten its assertion.
pytest.register_assert_rewrite("tests.system.laws")
