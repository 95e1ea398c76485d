from django.db import models


class SignInFailure(models.Model):
    """Failed sign-ins in a row under one key; removed by a success.

    `key` is a salted hash of a staff number or of a caller's address, so that the table names
    nobody. `rules.throttle` says how long the next attempt must wait.
    """

    key = models.CharField(max_length=64, unique=True)
    count = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.key[:8]}… × {self.count}"
