"""Tables as HTML: each can be scrolled by itself, and says what its rows and columns are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from tracktwo.blocks import Cell, Group, plain_text
from tracktwo.report.anchors import slug
from tracktwo.report.html_text import joined, safe

if TYPE_CHECKING:
    from tracktwo.blocks import Column, Row, Table, Text
    from tracktwo.report.html_text import HtmlText


def html_table(table: Table, html: HtmlText) -> Markup:
    """Write a table; `html` writes its texts."""
    bodies, loose = [], Markup()
    for one in table.rows:
        if not isinstance(one, Group):
            loose += _row(one, table.columns, html)
            continue
        if loose:
            bodies.append(loose)
            loose = Markup()
        title = Markup('<tr><th scope="rowgroup" colspan="{}">{}</th></tr>\n').format(
            table.width, html.text(one.title)
        )
        bodies.append(title + joined(_row(row, table.columns, html) for row in one.rows))
    if loose or not bodies:
        bodies.append(loose)
    caption = html.element("caption", table.caption) + Markup("\n") if table.caption else ""
    finder = f"found-{slug(table.label)}" if table.kind == "numbers" else ""
    made = Markup(
        "<table{kind}{id}>\n{caption}<thead><tr>{head}</tr></thead>\n{bodies}</table>"
    ).format(
        kind="" if table.kind == "plain" else Markup(' class="{}"').format(table.kind),
        id=Markup(' id="{}"').format(finder) if finder else "",
        caption=caption,
        head=joined(_head(column, html) for column in table.columns),
        bodies=joined(Markup("<tbody>\n{}</tbody>\n").format(body) for body in bodies),
    )
    if not table.label:
        return made
    scrolled = Markup('<div class="{}" role="region" tabindex="0" aria-label="{}">\n{}\n</div>')
    if not finder:
        return scrolled.format("scroll", safe(table.label), made)
    # The field does nothing without the page's script, which shows it.
    field = Markup(
        '<p class="found" hidden><label>Find <input type="search" data-finds="{}" '
        'autocomplete="off"></label> <output></output></p>\n'
    ).format(finder)
    return field + scrolled.format("scroll tall", safe(table.label), made)


def _head(column: Column, html: HtmlText) -> Markup:
    # A head without words would be announced as one; a cell is not.
    if not column.head:
        return Markup("<td></td>")
    kind = Markup(' class="num"') if column.numeric else ""
    return Markup('<th scope="col"{}>{}</th>').format(kind, _cell(column.head, html))


def _row(row: Row, columns: tuple[Column, ...], html: HtmlText) -> Markup:
    kind = "" if row.kind == "plain" else Markup(' class="{}"').format(row.kind)
    cells = joined(
        Markup("<td{}{}>{}</td>").format(
            Markup(' class="num"') if column.numeric else "",
            _label(column, html),
            _cell(cell, html),
        )
        for column, cell in zip(columns[1:], row.cells, strict=True)
    )
    return Markup('<tr{}{}><th scope="row">{}</th>{}</tr>\n').format(
        kind, html.id_of(row.at), _cell(row.head, html), cells
    )


def _label(column: Column, html: HtmlText) -> Markup:
    """Return the head of a column as a label of its cells, which a narrow page puts before them."""
    if not html.stacked:
        return Markup()
    head = column.head.one_line if isinstance(column.head, Cell) else column.head
    return Markup(' data-label="{}"').format(safe(plain_text(head)))


def _cell(cell: Text | Cell, html: HtmlText) -> Markup:
    if not isinstance(cell, Cell):
        return html.text(cell)
    lines = Markup("<br>").join(html.text(line) for line in cell.lines)
    if not cell.items:
        return lines
    items = joined(html.element("li", item) for item in cell.items)
    kind = "plain small" if cell.lines else "plain"
    return lines + Markup('<ul class="{}">{}</ul>').format(kind, items)
