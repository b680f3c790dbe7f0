"""Old registers brought in: the file kept, its sheet checked, everything stored and undone at once."""
