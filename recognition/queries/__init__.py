"""Reads: the register, statistics, targets, verification, the public overview."""

from recognition.queries.overview import public_overview
from recognition.queries.register import RegisterFilter, register
from recognition.queries.statistics import counted
from recognition.queries.targets import progress
from recognition.queries.verification import verify

__all__ = ["RegisterFilter", "counted", "progress", "public_overview", "register", "verify"]
