"""Extracts of the register that an authority has issued; never edited."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from initiatives.models import Blob
from organisation.models import Unit


class Extract(models.Model):
    """What the register said as on a day, narrowed down as its list is (`query`, of the list without its day).

    `content` is what the paper says, `rows` the ids of the `count` recognitions on it. `number` counts per authority
    and year, without gaps; `verification` is the identity in the code of the QR code (`rules.codes`). `recipient` says
    for whom or at whose request. Of a row only `paper` is added later, once it has been made.
    """

    code = models.CharField(max_length=40, unique=True)
    authority = models.ForeignKey(Unit, models.PROTECT, related_name="extracts")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    symbol = models.CharField(_("symbol"), max_length=40)
    as_of = models.DateField(_("as on"))
    query = models.TextField(blank=True)
    count = models.PositiveIntegerField()
    rows = models.JSONField(default=list)
    content = models.JSONField()
    recipient = models.CharField(max_length=300, blank=True)
    signer_name = models.CharField(_("signer"), max_length=120)
    signer_post = models.CharField(_("post of the signer"), max_length=120)
    issued_on = models.DateField()
    verification = models.CharField(max_length=40, unique=True)
    demonstration = models.BooleanField(default=False)
    paper = models.ForeignKey(Blob, models.PROTECT, null=True, blank=True, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["authority", "year", "number"], name="extract_number_once")]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """Number and symbol as papers cite it, as in 05/TL-SKHCN (numbers under 10 with a leading 0)."""
        return f"{self.number:02}/{self.symbol}"

    @property
    def list_then(self) -> str:
        """The query string of the list that it was taken from, as on its day."""
        return "&".join(filter(None, (self.query, f"as_of={self.as_of}")))
