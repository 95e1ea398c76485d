from django.db import models

from assessments.enums import Attempts
from assessments.models.quiz import Quiz


class StatisticsSnapshot(models.Model):
    """The statistics of a quiz as they were worked out last: derived, and made again at any time.

    `content` is what `queries.statistics` wrote; `results` is a fingerprint of how many
    results, suspensions, marked sittings and regrades of the quiz there were by then, so that
    another one shows it to be stale.
    """

    quiz = models.ForeignKey(Quiz, models.CASCADE, related_name="snapshots")
    attempts = models.CharField(max_length=5, choices=Attempts.choices)
    content = models.JSONField()
    results = models.PositiveIntegerField()
    computed_at = models.DateTimeField()

    class Meta:
        ordering = ["quiz", "attempts"]
        constraints = [
            models.UniqueConstraint(fields=["quiz", "attempts"], name="statistics_once_a_quiz")
        ]

    def __str__(self) -> str:
        return f"{self.quiz} · {self.attempts}"
