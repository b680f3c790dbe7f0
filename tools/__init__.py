"""What the project needs around it: set-up, services for tests, checks, the suite, vendored files."""
