"""Requests to a language model behind an OpenAI-compatible server: stored, paced, capped, live or in batches.

    server.py                  which server, how it is reached, what a command may spend
    request_config.py          which server, with which sampling, live or in batches
    request.py                 what is sent, its address, what came back; conversations
    protocol/                  what servers send and how it is meant: answers, thoughts, usage, refusals
    request_store.py           every answer and failure, in SQLite
    request_listing.py         a look into the store
    client.py                  asks, waits, retries
    early_stop.py              a server that refuses everything, or whose first answers are of no use
    batch.py                   the same requests as batch files
    ask_many.py                many small questions, in batches or live
    elicitation.py             prompts 2.1 to 2.3 as conversations
    server_errors.py           why a request brought no answer
    limiter.py                 how many requests at once
    budget.py                  dollars and tokens, hard stops
    pricing.py                 USD per million tokens, from a dated YAML
    cost_plan.py               from a pilot to what the whole will cost
    progress.py                the progress bar

Three things are kept apart. *Retry*: the server failed, the same request goes out again (client.py). *Repair*: the
answer fails a check, the reason is sent back in a longer request (teachers/llm_teacher.py). *Reject*: the draft is kept with
its reason and other facts are drawn (pipeline/llm_author.py).

Whoever needs answers writes a generator, a `Conversation`: it yields requests and gets replies. The client, batches, replays
from the store and the pilot all run the same generator, so they cannot differ.
"""
