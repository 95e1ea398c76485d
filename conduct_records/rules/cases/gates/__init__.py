"""The gates: what must be true before a step, each with a reason where it is shut.

Pure: a caller gathers the circumstances (`queries.cases.gates`), these say what they mean.
"""
