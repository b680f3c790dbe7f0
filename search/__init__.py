"""How things are found: Vietnamese text analysis, queries as plans of weighted clauses, engines that only match
them, and
similar works. Keeps law 8 (rights stand inside the query: counts, facets, suggestions, highlights and the vocabulary
that
weighs words follow what the searcher may see) and law 9 (the index is always rebuildable from the database).
"""
