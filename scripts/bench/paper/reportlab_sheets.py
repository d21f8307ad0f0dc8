"""Draws papers with ReportLab, warm: one JSON paper a line in, its time out."""

import io
import json
import sys
import time

from reportlab.graphics import renderPDF
from reportlab.graphics.barcode.ecc200datamatrix import ECC200DataMatrix
from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph
from xml.sax.saxutils import escape

WIDTH, HEIGHT = A4
FACES = json.loads(sys.argv[1])
for name, path in FACES.items():
    pdfmetrics.registerFont(TTFont(name, path))


def face(piece):
    family = "mono" if piece.get("mono") else "sans"
    return family + ("Bold" if piece.get("bold") else "")


def markup(block):
    label = escape(block["label"]) + " " if block.get("label") else ""
    return label + "".join(
        f'<font name="{face(piece)}">{escape(piece["text"])}</font>'
        for piece in block["pieces"]
    )


def draw_flow(canvas, item):
    y = HEIGHT - item["y"] * mm
    for block in item["blocks"]:
        size = block["size"]
        style = ParagraphStyle(
            "block", fontName="sans", fontSize=size, leading=1.3 * size,
            textColor="white" if block.get("light") else "black",
        )
        paragraph = Paragraph(markup(block), style)
        y -= block.get("above", 0)
        _, height = paragraph.wrap(item["width"] * mm, HEIGHT)
        y -= height
        paragraph.drawOn(canvas, item["x"] * mm, y)


def draw_code(canvas, item):
    side = item["side"] * mm
    x, y = item["x"] * mm, HEIGHT - item["y"] * mm - side
    if item["symbology"] == "qr":
        code = QrCodeWidget(
            item["text"], barLevel="Q", barBorder=0, barWidth=side, barHeight=side
        )
        drawing = Drawing(side, side)
        drawing.add(code)
        renderPDF.draw(drawing, canvas, x, y)
        return
    matrix = ECC200DataMatrix(item["text"], barWidth=side / 44)
    matrix._calculate()
    matrix.x = matrix.y = 0
    matrix.drawOn(canvas, x, y)


def draw_stroke(canvas, item):
    canvas.setLineWidth(item["thick"])
    canvas.setStrokeGray(item.get("grey", 0))
    canvas.line(
        item["x"] * mm, HEIGHT - item["y"] * mm,
        item["toX"] * mm, HEIGHT - item["toY"] * mm,
    )


def draw_surface(canvas, item):
    framed = "frame" in item
    canvas.setStrokeGray(item["grey"])
    canvas.setFillGray(item["grey"])
    canvas.setLineWidth(item.get("frame", 0))
    canvas.rect(
        item["x"] * mm, HEIGHT - (item["y"] + item["height"]) * mm,
        item["width"] * mm, item["height"] * mm,
        stroke=int(framed), fill=int(not framed),
    )
    canvas.setFillGray(0)


DRAW = {
    "flow": draw_flow, "code": draw_code,
    "stroke": draw_stroke, "surface": draw_surface,
}


def printed(paper):
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, pageCompression=1)
    canvas.setTitle(paper["title"])
    for page in paper["pages"]:
        for item in page["items"]:
            DRAW[item["is"]](canvas, item)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


for line in sys.stdin:
    paper = json.loads(line)
    began = time.perf_counter()
    pdf = printed(paper)
    print(1000 * (time.perf_counter() - began), len(pdf), flush=True)
    if len(sys.argv) > 2:
        open(sys.argv[2], "wb").write(pdf)
