"""What each official paper says, as plain data, and its print. No ORM: callers fill these in."""

from documents.papers.appeals import AppealAnswerPaper
from documents.papers.council import (
    CouncilDecisionPaper,
    JustificationPaper,
    MinutesItem,
    MinutesPaper,
    SheetLine,
    TallyPaper,
)
from documents.papers.execution import AgreementPaper, Part, RecordPaper, RequestDecisionPaper
from documents.papers.extract import ExtractLine, ExtractPaper
from documents.papers.filing import ApplicationPaper, OpeningPaper, ReceiptPaper, ReturnNoticePaper
from documents.papers.paper import Answer, AuthorLine, Paper, Signature
from documents.papers.recognition import CertificatePaper, RecognitionDecisionPaper, WorkLine
from documents.papers.report import FigureTable, ReportPaper
from documents.papers.statement import InitiativeStatement

__all__ = [
    "AgreementPaper", "Answer", "AppealAnswerPaper",
    "ApplicationPaper", "AuthorLine", "CertificatePaper", "CouncilDecisionPaper",
    "ExtractLine", "ExtractPaper",
    "FigureTable", "InitiativeStatement", "JustificationPaper", "MinutesItem", "MinutesPaper", "OpeningPaper", "Paper",
    "Part", "ReceiptPaper", "RecognitionDecisionPaper", "RecordPaper", "ReportPaper", "RequestDecisionPaper",
    "ReturnNoticePaper", "SheetLine", "Signature", "TallyPaper", "WorkLine",
]  # fmt: skip
