"""Background work: the outbox, the schedule and the worker."""
