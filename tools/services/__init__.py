"""Real servers for tests and development: PostgreSQL, Redis, Elasticsearch, storage that speaks
S3, and a mail server that keeps what it gets.

Each module has `missing()`, the reason why this machine cannot have it or None, and `start()`, which answers a
`Service` once it serves. A service lives in a temporary folder of its own on a free port of the loopback address, runs
as somebody other than root, and ends with the process that started it, whatever ends that.
"""
