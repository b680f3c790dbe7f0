"""Works, rounds, dossiers, files, counters; tasks; contracts and what comes in while they are executed."""

from initiatives.models.appeals import Appeal, AppealFile
from initiatives.models.contracts import BudgetLine, Contract, Instalment, Milestone
from initiatives.models.counters import Counter
from initiatives.models.dossiers import Dossier, Notice, Version
from initiatives.models.files import Attachment, Blob, RedactedCopy
from initiatives.models.measurements import Measurement
from initiatives.models.progress import (
    Annex,
    ContractFile,
    ContractRequest,
    FollowUp,
    Inspection,
    Progress,
    ProgressVersion,
    Settlement,
)
from initiatives.models.rounds import Round
from initiatives.models.tasks import Appraisal, Task
from initiatives.models.works import Author, Field, Participation, Work

__all__ = [
    "Annex", "Appeal", "AppealFile", "Appraisal",
    "Attachment", "Author", "Blob", "BudgetLine", "Contract", "ContractFile", "ContractRequest",
    "Counter", "Dossier", "Field", "FollowUp", "Inspection", "Instalment", "Measurement", "Milestone", "Notice",
    "Participation", "Progress", "ProgressVersion", "RedactedCopy", "Round", "Settlement", "Task", "Version", "Work",
]  # fmt: skip
