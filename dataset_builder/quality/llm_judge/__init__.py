"""Documents scored by a model: G-eval, as in Figure 2 of the paper."""
