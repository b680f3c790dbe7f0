"""The tests: a folder for each package, and journeys/ (browser), contract/ (API), services/ (the harness), bench/."""
