"""Digital signatures of papers (PAdES): keys, the look that Nghị định 30/2020/NĐ-CP gives them, and their validation.

Only `sources` and `reading` are light; the others carry pyHanko and are imported where something is signed.
"""
