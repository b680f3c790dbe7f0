"""Runs the whole suite: the services once, everything on SQLite, what touches the database again on PostgreSQL."""
