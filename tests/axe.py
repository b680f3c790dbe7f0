"""What axe finds on the page that stands open in a browser: whoever cannot see, or tap, reads it too."""

from pathlib import Path

from playwright.sync_api import Page

SOURCE = next((Path(__file__).parent / "frontend" / "vendor").glob("axe-core-*/axe.min.js"))
# Only what is broken leaves the page: axe would describe every element that passes, which took longer than the rules.
BROKEN = """async (rules) => {
    const found = await axe.run(document, {runOnly: rules, resultTypes: ["violations"]});
    return found.violations.flatMap(({id, nodes}) => nodes.map(({html}) => [id, html]));
}"""


def load(page: Page) -> None:
    """Once for each page that is opened."""
    page.evaluate(SOURCE.read_text())


def violations(page: Page, rules: list[str]) -> list[tuple[str, str]]:
    """Every broken rule with the HTML of each element that breaks it, at the width the page has now."""
    return [(rule, html) for rule, html in page.evaluate(BROKEN, rules)]
