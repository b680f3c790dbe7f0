"""Reads for pages, API and papers, scoped by policy: councils, hearings, sheets, sessions, polls, schemes."""
