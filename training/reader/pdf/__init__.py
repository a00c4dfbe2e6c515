"""A PDF to words with boxes: characters, glyph repairs, what is seen of them, drawn lines."""
