"""What people see: pages (Django templates with htmx), components, static files, vendored libraries, translations.

Pages call the same services and queries as the API, and hold no rules of their own. Every form works without
JavaScript; small ES modules with `data-` hooks make it pleasanter. Nothing is loaded from another host.
"""
