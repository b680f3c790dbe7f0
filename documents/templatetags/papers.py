"""Filters of the templates of papers."""

from django.template import Library

from documents.wording import bare, counted, official_date, paragraphs

register = Library()
register.filter(official_date)
register.filter(bare)
register.filter(paragraphs)
register.filter(counted)
