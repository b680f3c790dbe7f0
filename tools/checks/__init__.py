"""What must hold before anything lands, besides the tests: `make check`, the hooks and CI all run this one table."""
