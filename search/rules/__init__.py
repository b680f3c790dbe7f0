"""The law of searching, pure: what a typed query says, and when two texts are likely copies."""
