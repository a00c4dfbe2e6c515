"""Values next to the words of a document: usual forms, canonical names, and each entry once."""
