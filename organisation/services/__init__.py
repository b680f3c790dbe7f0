"""Commands on units, people, roles, tokens and mail."""
