"""Versions: the content of a dossier, kept as it stands for good (law 2)."""

from typing import Any

from django.db import transaction

from initiatives.choices import Origin
from initiatives.models import Dossier, Version, Work
from initiatives.services.content import digest_of, frozen_content


def freeze(dossier: Dossier, content: dict[str, Any], **told: Any) -> Version:
    """The next version of a dossier; `told`: who submitted it, and when."""
    number = dossier.versions.count() + 1
    return Version.objects.create(dossier=dossier, number=number, content=content, digest=digest_of(content), **told)


@transaction.atomic
def freeze_recorded(work: Work) -> None:
    """To be called before a work changes: what an old register told of it, and nobody submitted, is kept as it stands.
    Until then the work itself says it; a hundred thousand old works are not written twice.
    """
    if work.origin != Origin.IMPORTED:
        return
    Work.objects.select_for_update().get(pk=work.pk)
    recorded = Dossier.objects.filter(work=work, code__isnull=False, submitted_at=None, versions=None)
    for dossier in recorded.select_related("work__unit", "work__field").order_by("pk"):
        freeze(dossier, frozen_content(dossier), submitted_at=dossier.created_at)
