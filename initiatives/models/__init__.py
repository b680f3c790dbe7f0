"""Works, rounds, dossiers, files, counters."""

from initiatives.models.counters import Counter
from initiatives.models.dossiers import Dossier, Notice, Version
from initiatives.models.files import Attachment, Blob, RedactedCopy
from initiatives.models.rounds import Round
from initiatives.models.works import Author, Field, Participation, Work

__all__ = [
    "Attachment", "Author", "Blob", "Counter", "Dossier", "Field", "Notice", "Participation", "RedactedCopy",
    "Round", "Version", "Work",
]  # fmt: skip
