"""How a document is laid out: plain text out of HTML, headings, blocks of lines."""
