"""Who, where, and who may: units and their history, people, roles, sign-in, and the one policy mechanism (law 8)."""
