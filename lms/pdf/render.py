"""HTML and CSS to a tagged PDF, with our own fonts embedded."""


def render_pdf(html: str, *, stylesheet: str) -> bytes:
    """The PDF (PDF/UA-1: tagged, with title and language) of a whole HTML document.

    `stylesheet` is a path below `static/`. The document names the font family "House Song".
    Nothing is fetched from an address that stands in the text.
    """
    # Importing WeasyPrint takes a third of a start, and most processes never print.
    from lms.pdf.engine import write_pdf

    return write_pdf(html, stylesheet)
