"""Files made to trouble whoever reads them, and plain ones with one thing out of the ordinary."""

import struct
import zlib
from io import BytesIO


def pdf_file(objects, trailer=b""):
    """Return a PDF of these objects, numbered from 1; the first one is the catalogue."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, one in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer<</Root 1 0 R/Size %d%s>>\n" % (len(places) + 1, trailer)
    return bytes(out + b"startxref\n%d\n%%%%EOF" % start)


def stream(entries, data):
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (entries, len(data), data)


def pages_pdf(contents, catalogue=b"", page=b"", resources=b"", *, extra=(), compress=True):
    """Return a PDF with one page for each content; ``extra`` objects begin at number 4."""
    kids, objects = [], list(extra)
    streams = {}
    for content in contents:
        if content not in streams:
            packed = zlib.compress(content, 1) if compress else content
            streams[content] = 4 + len(objects)
            objects.append(stream(b"/Filter/FlateDecode" if compress else b"", packed))
        kids.append(4 + len(objects))
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R"
            b"/Resources<</Font<</F 3 0 R>>%s>>%s>>" % (streams[content], resources, page)
        )
    tree = b" ".join(b"%d 0 R" % kid for kid in kids)
    return pdf_file(
        [
            b"<</Type/Catalog/Pages 2 0 R%s>>" % catalogue,
            b"<</Type/Pages/Kids[%s]/Count %d>>" % (tree, len(kids)),
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
            *objects,
        ]
    )


def written(*texts, size=11, left=60, top=780, leading=16):
    """Return the content of a page: these texts, one below the other."""
    lines = b" T* ".join(b"(%s) Tj" % text.encode("cp1252") for text in texts)
    return b"BT /F %d Tf %d TL %d %d Td %s ET" % (size, leading, left, top, lines)


def put(text, across, up, size=11, matrix=b"1 0 0 1"):
    """Return one text at one place of a page."""
    return b"BT /F %d Tf %s %d %d Tm (%s) Tj ET" % (
        size,
        matrix,
        across,
        up,
        text.encode("cp1252"),
    )


LETTER = (
    "Docteur Hélène FICTIVE",
    "Concerne : Mme NESSI Ruth, née le 14/07/1977",
    "Je revois ce jour votre patiente pour le suivi de son traitement.",
    "Examen normal, pas de modification.",
)


def letter_pdf(pages=1):
    return pages_pdf([written(*LETTER, f"Page {number}") for number in range(1, pages + 1)])


def slow_page(times=1_500_000):
    """Return the content of a page that takes a second to open."""
    return b"0 0 1 1 re f\n" * times


def zeros(count, levels=2):
    """Return so many zeros packed again and again: a few hundred bytes."""
    packer, block = zlib.compressobj(9), bytes(1 << 20)
    first, more = (packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH) for _ in range(2))
    data = first + more * ((count >> 20) - 1) + packer.flush()  # the sum at its end is wrong
    for _ in range(levels - 1):
        data = zlib.compress(data, 9)
    return data


def picture_bomb(width, height, levels=2, texts=LETTER):
    """Return a PDF of a few kilobytes with a picture of that size behind a letter."""
    filters = b"[%s]" % (b"/FlateDecode" * levels)
    picture = stream(
        b"/Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 8"
        b"/ColorSpace/DeviceRGB/Filter%s" % (width, height, filters),
        zeros(min(width * height * 3, 64 << 20), levels),
    )
    content = b"q 595 0 0 842 0 0 cm /I Do Q " + written(*texts)
    return pages_pdf([content, written(*texts)], resources=b"/XObject<</I 4 0 R>>", extra=[picture])


def content_bomb(count):
    """Return a PDF whose page unpacks to so many bytes."""
    return pdf_file(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>",
            stream(b"/Filter[/FlateDecode/FlateDecode]", zeros(count)),
        ]
    )


def png_header(width, height):
    """Return a PNG that says it is that large and is not."""

    def chunk(kind, data):
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(bytes(1000)))
        + chunk(b"IEND", b"")
    )


def tiff_header(width, height):
    """Return a TIFF that says it is that large and is not."""
    entries = [(256, 4, width), (257, 4, height), (258, 3, 1), (259, 3, 1), (262, 3, 1)]
    entries += [(273, 4, 8), (277, 3, 1), (278, 4, height), (279, 4, 100)]
    ifd = struct.pack("<H", len(entries))
    ifd += b"".join(struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in entries)
    return b"II*\x00" + struct.pack("<I", 8) + ifd + struct.pack("<I", 0) + bytes(100)


def protected_pdf(password, texts=LETTER):
    """Return a letter that opens with a password, or with none when it is empty."""
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    file = BytesIO()
    canvas = Canvas(
        file, encrypt=StandardEncryption(password, ownerPassword="propriétaire", strength=128)
    )
    for row, text in enumerate(texts):
        canvas.drawString(60, 780 - 16 * row, text)
    canvas.save()
    return file.getvalue()
