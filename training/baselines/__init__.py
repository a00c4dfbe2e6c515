"""Systems without a model: what a figure is worth is seen beside them."""
