"""What a language model is asked: one text file per prompt; `prompts` fills them in. `judge/` asks for scores."""
