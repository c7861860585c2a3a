"""Lists as one web page that needs nothing else: its styles are in it, and it runs nothing.

It prints on A4 turned, as the official annex does, and scrolls sideways on a telephone.
"""

from collections.abc import Sequence
from datetime import datetime
from html import escape

from dutylist.annex.grid import Cell
from dutylist.annex.writers.layout import (
    COLUMNS,
    CONTENT,
    MARGINS_MM,
    NUMBER,
    PrintedList,
    clean,
    join_titles,
    lay_out,
)


def write(lists: Sequence[PrintedList], written: datetime) -> bytes:  # noqa: ARG001 - a page has no time
    """Write the page of the lists, one section each."""
    sections = "\n".join(map(_write_section, lists))
    return _PAGE.format(title=escape(join_titles(lists)), style=_STYLE, sections=sections).encode()


def _write_section(printed: PrintedList) -> str:
    title = escape(clean(printed.title))
    annex = f'<p class="annex">{escape(clean(printed.annex))}</p>\n' if printed.annex else ""
    head, *rows = _write_rows(lay_out(printed.duties).cells)
    body = "\n".join(rows)
    return _SECTION.format(title=title, annex=annex, columns=_COLUMNS, head=head, body=body)


def _write_rows(cells: Sequence[Cell]) -> list[str]:
    rows: dict[int, list[str]] = {}
    for cell in cells:
        rows.setdefault(cell.row, []).append(_write_cell(cell))
    return [f"<tr>{''.join(row)}</tr>" for row in rows.values()]


def _write_cell(cell: Cell) -> str:
    text = "<br>".join(map(_escape, cell.lines))
    if cell.row == 0:
        return f'<th scope="col">{text}</th>'
    span = f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
    if cell.column == NUMBER:
        return f'<th scope="row"{span}>{text}</th>'
    kind = ' class="content"' if cell.column == CONTENT else ""
    return f"<td{kind}{span}>{text}</td>"


def _escape(text: str) -> str:
    """Return the text as markup; a browser would show several blanks as one."""
    return escape(text).replace("  ", " &nbsp;")


_TOTAL_MM = sum(column.width for column in COLUMNS)
_COLUMNS = "".join(f'<col style="width:{each.width / _TOTAL_MM:.2%}">' for each in COLUMNS)
_MARGINS = " ".join(f"{margin:g}mm" for margin in MARGINS_MM)
# Word processors open pages, too, and know colours but no variables.
_STYLE = f"""\
:root {{ color-scheme: light dark; }}
body {{ margin: 1rem; color: #111; background: #fff; line-height: 1.5;
  font-family: "Times New Roman", "仿宋_GB2312", FangSong_GB2312, "仿宋", FangSong, STFangsong,
    "Noto Serif CJK SC", serif; }}
section {{ max-width: 76rem; margin: 0 auto 3rem; }}
.annex, thead th {{ font-family: "Times New Roman", "黑体", SimHei, STHeiti, "Noto Sans CJK SC",
  sans-serif; }}
.annex {{ margin: 0 0 .5rem; font-size: 1.2rem; }}
.wide {{ overflow-x: auto; }}
table {{ width: 100%; min-width: 52rem; table-layout: fixed; border-collapse: collapse; }}
caption {{ padding: 0 0 .8rem; font-size: 1.6rem; line-height: 1.3; text-align: center;
  font-family: "Times New Roman", "方正小标宋简体", FZXiaoBiaoSong-B05S, "方正小标宋_GBK", "宋体",
    SimSun, "Noto Serif CJK SC", serif; }}
th, td {{ padding: .35em .3em; border: 1px solid #444; text-align: center; vertical-align: middle;
  font-weight: normal; overflow-wrap: break-word; }}
thead th {{ background: #f1efe9; }}
td.content {{ text-align: justify; }}
@page {{ size: A4 landscape; margin: {_MARGINS};
  @bottom-center {{ content: "— " counter(page) " —"; }} }}
@media screen and (prefers-color-scheme: dark) {{
  body {{ color: #e8e6e1; background: #16181b; }}
  th, td {{ border-color: #73777d; }}
  thead th {{ background: #24272b; }}
}}
@media screen and (max-width: 54rem) {{
  body {{ margin: .5rem; font-size: .9rem; }}
  caption {{ font-size: 1.2rem; text-align: left; }}
  [rowspan] {{ vertical-align: top; }}
}}
@media print {{
  body {{ margin: 0; font-size: 12pt; line-height: 1.3; }}
  section {{ max-width: none; margin: 0; }}
  section + section {{ break-before: page; }}
  .annex {{ font-size: 16pt; }}
  .wide {{ overflow: visible; }}
  table {{ min-width: 0; }}
  caption {{ font-size: 22pt; }}
  th, td {{ padding: 2pt 1.2mm; border-color: #000; }}
  thead {{ display: table-header-group; }}
  thead th {{ background: none; }}
  tr {{ break-inside: avoid; }}
}}"""
_PAGE = """\
<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
{style}
</style>
</head>
<body>
{sections}
</body>
</html>
"""
_SECTION = """\
<section>
{annex}<div class="wide" role="region" aria-label="{title}" tabindex="0">
<table border="1">
<caption>{title}</caption>
<colgroup>{columns}</colgroup>
<thead>
{head}
</thead>
<tbody>
{body}
</tbody>
</table>
</div>
</section>"""
