"""How works are judged: schemes, councils, sheets, meetings, secret ballots, conclusions.

Keeps law 3 (nobody judges their own), law 4 (a secret ballot stays secret) and the first half of law 5 (no conclusion
without quorum); what was scored, voted and concluded is never edited (law 2).
"""
