"""The same pages as a PDF with its text, or as pictures."""

import io


def pdf_of(pages):
    """Return a PDF with a text layer; the same bytes for the same pages."""
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, invariant=1)
    for page in pages:
        _, high = page.size
        canvas.setPageSize(page.size)
        canvas.setLineWidth(0.6)
        for x0, y0, x1, y1 in page.lines:
            canvas.line(x0, high - y0, x1, high - y1)
        for run in page.runs:
            canvas.setFont(run.font, run.size)
            canvas.drawString(run.x, high - run.y, run.text)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def pictures_of(pdf, dpi):
    """Return each page as a grey numpy picture."""
    import numpy as np
    import pypdfium2 as pdfium

    document = pdfium.PdfDocument(pdf)
    try:
        return [
            np.array(page.render(scale=dpi / 72, grayscale=True).to_pil().convert("L"))
            for page in document
        ]
    finally:
        document.close()


def container_of(pictures, dpi, form):
    """Return the pictures as one file; a single JPEG or PNG holds the first page only."""
    from PIL import Image

    frames = [Image.fromarray(one) for one in pictures]
    out = io.BytesIO()
    first, others = frames[0], frames[1:]
    if form == "jpg":
        first.save(out, "JPEG", quality=82, dpi=(dpi, dpi))
    elif form == "png":
        first.save(out, "PNG", dpi=(dpi, dpi))
    elif form == "tif":
        first.save(
            out,
            "TIFF",
            save_all=True,
            append_images=others,
            compression="tiff_lzw",
            dpi=(dpi, dpi),
        )
    else:
        first.save(out, "PDF", save_all=True, append_images=others, resolution=dpi, quality=80)
    return out.getvalue()
