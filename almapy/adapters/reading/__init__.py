"""The text of received documents: read by PDFium or Tesseract, in a process of its own."""
