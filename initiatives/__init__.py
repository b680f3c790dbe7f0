"""What is filed and checked: works, authors and files, rounds, dossiers, and the one workflow (laws 1, 2 and 6)."""
