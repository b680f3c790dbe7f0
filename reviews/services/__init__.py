"""Commands on schemes, councils, sheets, sessions, polls and conclusions: the only place that writes them.

Each is one transaction. Rows are locked in one order everywhere, so that no two commands wait for each other: council,
session, hearing, poll, dossier.
"""
