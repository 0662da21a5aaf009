"""The views that tell a whole log: `relay` draws who did what as lanes, `timeline` what was there over time.

Both are made by following the log, kept in memory, and continued with what is new (`following`).
"""
