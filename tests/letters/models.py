"""A letter: the smallest thing with a state, only to prove the mechanism of moves."""

from django.db import models


class Letter(models.Model):
    title = models.CharField(max_length=100)
    body = models.CharField(max_length=100, blank=True)
    state = models.CharField(max_length=20, default="draft")
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return self.title
