"""The law of judging, pure: schemes read from TOML, conclusions drawn from sheets, ballots and attendance, each step
with its source. No database, no clock, no settings; exact numbers only. Law 5, no conclusion without quorum, is here.
"""
