"""A PDF opened, or refused."""

import ctypes

from training.reader.lines import Pages
from training.reader.pdf.document import read_document
from training.reader.sandbox.limits import MOST_PAGES, Refused


def parse_pdf(content: bytes) -> Pages:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise Refused("encrypted" if "password" in str(error).lower() else "damaged", kind="PDF") from None
    except ctypes.ArgumentError:
        raise Refused("too much") from None
    try:
        if len(document) > MOST_PAGES:
            raise Refused("pages", pages=len(document), most=MOST_PAGES)
        return read_document(document)
    except pypdfium2.PdfiumError:
        raise Refused("damaged", kind="PDF") from None
    finally:
        document.close()
