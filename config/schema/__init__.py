"""The OpenAPI schema told in full: every error is described, every part has a name that a program can bear, and what
follows an answer is linked to it. drf-spectacular makes the schema; these are its hooks.
"""
