"""The main job lived through, in a real browser and over the API."""
