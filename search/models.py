"""Searches that somebody keeps."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisation.models import Person


class SavedSearch(models.Model):
    """A search under a name. With `letters`, new hits are told by mail; `known` are the keys of those already told."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="saved_searches")
    name = models.CharField(_("name"), max_length=120)
    words = models.CharField(max_length=500, blank=True)
    chosen = models.JSONField(default=dict)
    letters = models.BooleanField(_("mail on new hits"), default=False)
    known = models.JSONField(default=list)
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(fields=["person", "name"], name="one_saved_search_a_name")]

    def __str__(self) -> str:
        return self.name
