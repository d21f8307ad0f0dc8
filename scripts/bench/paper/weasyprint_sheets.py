"""Draws papers with WeasyPrint, warm: one JSON paper a line in, its time out.

The codes come as finished paths, so their making is not in its time.
"""

import json
import logging
import sys
import time
from html import escape

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

logging.getLogger("weasyprint").setLevel(logging.ERROR)
logging.getLogger("fontTools").setLevel(logging.ERROR)
FACES = json.loads(sys.argv[1])
FONTS = FontConfiguration()
RULES = "".join(
    '@font-face { font-family: "%s"; font-weight: %s; src: url("file://%s") }'
    % (
        "mono" if name.startswith("mono") else "sans",
        "bold" if name.endswith("Bold") else "normal", path,
    )
    for name, path in FACES.items()
)
STYLE = CSS(
    string=RULES + """
@page { size: A4; margin: 0 }
body { margin: 0; font-family: sans; line-height: 1.3 }
section { position: relative; width: 210mm; height: 296.9mm }
section + section { break-before: page }
section > * { position: absolute }
h1, h2, p { margin: 0; font-weight: normal }
""",
    font_config=FONTS,
)


def piece_markup(piece):
    style = "font-family: mono;" if piece.get("mono") else ""
    style += "font-weight: bold;" if piece.get("bold") else ""
    return f'<span style="{style}">{escape(piece["text"])}</span>'


def block_markup(block):
    tag = {"H1": "h1", "H2": "h2"}.get(block["role"], "p")
    colour = "color: white;" if block.get("light") else ""
    label = escape(block["label"]) + " " if block.get("label") else ""
    return (
        f'<{tag} style="font-size: {block["size"]}pt; {colour}'
        f'padding-top: {block.get("above", 0)}pt">{label}'
        + "".join(map(piece_markup, block["pieces"])) + f"</{tag}>"
    )


def box(item, width, height):
    return (
        f'left: {item["x"]}mm; top: {item["y"]}mm; '
        f"width: {width}mm; height: {height}mm;"
    )


def item_markup(item):
    if item["is"] == "flow":
        style = box(item, item["width"], item["height"])
        blocks = "".join(map(block_markup, item["blocks"]))
        return f'<div style="{style}">{blocks}</div>'
    if item["is"] == "code":
        style = box(item, item["side"], item["side"])
        side = item["modules"]
        return (
            f'<svg style="{style}" viewBox="0 0 {side} {side}">'
            f'<path d="{item["path"]}"/></svg>'
        )
    grey = int(255 * item.get("grey", 0))
    colour = f"rgb({grey}, {grey}, {grey})"
    if item["is"] == "stroke":
        style = box(item, item["toX"] - item["x"], 0)
        return (
            f'<div style="{style} border-top: {item["thick"]}pt solid {colour}">'
            "</div>"
        )
    style = box(item, item["width"], item["height"])
    fill = (
        f'border: {item["frame"]}pt solid {colour}'
        if "frame" in item else f"background: {colour}"
    )
    return f'<div style="{style} {fill}"></div>'


def printed(paper):
    sections = "".join(
        "<section>" + "".join(map(item_markup, page["items"])) + "</section>"
        for page in paper["pages"]
    )
    title = escape(paper["title"])
    html = f"<html><title>{title}</title><body>{sections}</body></html>"
    return HTML(string=html).write_pdf(stylesheets=[STYLE], font_config=FONTS)


for line in sys.stdin:
    paper = json.loads(line)
    began = time.perf_counter()
    pdf = printed(paper)
    print(1000 * (time.perf_counter() - began), len(pdf), flush=True)
    if len(sys.argv) > 2:
        open(sys.argv[2], "wb").write(pdf)
