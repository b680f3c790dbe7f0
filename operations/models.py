"""Signs of life of what runs outside the web server."""

from django.db import models


class Pulse(models.Model):
    """When a planned task was last carried out: the clock rang, the broker carried it, a worker heard it."""

    name = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name}: {self.at}"
