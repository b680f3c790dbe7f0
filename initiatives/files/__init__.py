"""Files from outside: what they really are, and what text is in them. They are data: never executed, never trusted."""
