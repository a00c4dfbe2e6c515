"""What a dataset says of itself: the paper's tables, figures, the card, the datasheet."""
