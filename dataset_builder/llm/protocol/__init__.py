"""What servers send and how it is meant: answers, thoughts, finish reasons, usage, refusals, unsupported parameters.

"OpenAI-compatible" is a family of dialects. Each module here reads one thing in all the shapes that vendors and servers
are known to send, so that the client and the batches see one.
"""
