"""What the expert group found that measures the products of a topic before its acceptance (tổ chuyên gia)."""

from django.db import models
from django.utils import timezone

from initiatives.models.dossiers import Version
from organisation.models import Person


class Measurement(models.Model):
    """Of the products as a version of the acceptance dossier delivers them: `members` one a line, as the record says
    them, `people` those of them with a staff record; `products` are {product, promised, measured, met}.

    A version filed anew after a revision is measured anew; what an earlier session heard stays.
    """

    version = models.OneToOneField(Version, models.PROTECT, related_name="measurement")
    held_on = models.DateField()
    members = models.TextField()
    people = models.ManyToManyField(Person, related_name="measurements")
    products = models.JSONField()
    findings = models.TextField()
    made_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.version}: {self.held_on}"
