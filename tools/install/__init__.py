"""Makes a checkout ready: system libraries, `.venv` from the locked versions, catalogues, demonstration data.

Only the standard library is used here, since nothing else is there yet; `catalogues.py` alone runs inside `.venv`.
Every step knows by a stamp whether it is done, so that a second run does nothing.
"""
