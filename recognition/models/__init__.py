"""Decisions, recognitions, certificates, targets."""

from recognition.models.certificates import Certificate
from recognition.models.decisions import Decision, DecisionItem
from recognition.models.imports import RegisterImport
from recognition.models.issuing import CertificateBatch, IssuedPaper
from recognition.models.recognitions import Credit, Recognition
from recognition.models.targets import Target

__all__ = [
    "Certificate", "CertificateBatch", "Credit", "Decision", "DecisionItem", "IssuedPaper", "Recognition",
    "RegisterImport", "Target",
]  # fmt: skip
