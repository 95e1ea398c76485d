"""The append-only, signed, provable log in which every package records its evidence."""
