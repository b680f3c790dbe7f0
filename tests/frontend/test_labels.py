"""Cells that say of which column they are: what a phone shows beside each value."""

import re

import pytest

from frontend.labels import labelled

HEAD = '<thead><tr><th>Mã</th><th class="number">Điểm <small>(30)</small></th></tr></thead>'


def labels(table: str) -> list[str]:
    return re.findall(r'<td data-label="([^"]*)"', labelled(table))


def test_each_cell_has_the_words_of_its_column():
    rows = "<tbody><tr><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></tbody>"
    assert labels(HEAD + rows) == ["Mã", "Điểm (30)"] * 2


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ('<th scope="row">1</th><td>2</td>', ["Điểm (30)"]),
        ('<td colspan="2">nothing</td>', []),
        ('<td data-label="Khác">1</td><td>2</td>', ["Khác", "Điểm (30)"]),
        ("<td>1</td><td>2</td><td>one too many</td>", ["Mã", "Điểm (30)"]),
    ],
)
def test_heads_of_rows_wide_cells_and_own_labels_are_left_alone(row, said):
    assert labels(f"{HEAD}<tbody><tr>{row}</tr></tbody>") == said


def test_words_for_screen_readers_are_no_label_and_quotes_cannot_end_one():
    head = '<thead><tr><th><span class="visually-hidden">Chọn</span></th><th>"A" &amp; &lt;b&gt;</th></tr></thead>'
    assert labels(f"{head}<tbody><tr><td>1</td><td>2</td></tr></tbody>") == ["&quot;A&quot; &amp; &lt;b&gt;"]


def test_a_head_of_two_rows_says_nothing():
    assert labels("<thead><tr><th>a</th></tr><tr><th>b</th></tr></thead><tbody><tr><td>1</td></tr></tbody>") == []
