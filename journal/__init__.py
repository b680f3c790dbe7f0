"""What happened: append-only entries for audit, and the outbox that followers (index, mail, webhooks) read.

Keeps law 2 (the database refuses UPDATE and DELETE on entries) and law 9 (a follower may crash; nothing is lost).
"""
