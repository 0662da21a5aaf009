"""An open object: what it is in words, what can be done with it, its YAML, events and history, and comparisons."""

from playground.sandbox.panel.views import diff_applied, diff_change, diff_revisions, show

__all__ = ["diff_applied", "diff_change", "diff_revisions", "show"]
