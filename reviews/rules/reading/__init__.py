"""From the text of a scheme to its rules: values read with care, contradictions found, each at its line."""
