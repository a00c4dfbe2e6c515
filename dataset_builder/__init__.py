"""From public job data to a graph, to careers, to triples, to a Hugging Face dataset."""
