"""Decisions, recognitions, certificates, extracts, targets, tallies."""

from recognition.models.certificates import Certificate
from recognition.models.decisions import Decision, DecisionItem
from recognition.models.extracts import Extract
from recognition.models.imports import RegisterBatch, RegisterImport, RegisterProblem
from recognition.models.issuing import CertificateBatch, IssuedPaper
from recognition.models.recognitions import Credit, Recognition
from recognition.models.reports import Report, ReportMailing, ReportSubscription
from recognition.models.tallies import Tally
from recognition.models.targets import Target

__all__ = [
    "Certificate", "CertificateBatch", "Credit", "Decision", "DecisionItem", "Extract", "IssuedPaper", "Recognition",
    "RegisterBatch", "RegisterImport", "RegisterProblem", "Report", "ReportMailing", "ReportSubscription", "Tally",
    "Target",
]  # fmt: skip
