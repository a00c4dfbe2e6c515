"""Forms and tables: what labels and head rows say about the values next to them."""
