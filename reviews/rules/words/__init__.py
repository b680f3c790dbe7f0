"""The law in plain words, Vietnamese first and English: steps, problems, whole schemes."""

from reviews.rules.words.line import Line
from reviews.rules.words.names import cited
from reviews.rules.words.plain import Section, plain_words
from reviews.rules.words.problems import say
from reviews.rules.words.steps import describe, describe_fault

__all__ = ["Line", "Section", "cited", "describe", "describe_fault", "plain_words", "say"]
