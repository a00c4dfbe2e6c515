"""Requests to a teacher behind an OpenAI-compatible server: stored, paced, capped, live or in batches.

    server.py    which server, how it is reached, what a command may spend
    request.py   what is sent, its address, what came back       dialects.py  what servers refuse, and the way round it
    store.py     every answer and failure, in SQLite              limiter.py   how many requests at once
    live.py      asks, waits, asks again                          batch.py     the same requests as batch files
    budget.py    dollars and tokens, hard stops                   prices.py    USD per million tokens, from a dated YAML
    plan.py      a pilot, and what the whole will cost            progress.py  the line a person watches

Three things are kept apart. *Retry*: the server failed, the same request goes out again (live.py). *Repair*: the
answer fails a check, the reason is told back in a longer request (teachers/openai.py). *Reject*: the draft is kept
with its reason and other facts are drawn (teaching.py).

Whoever needs answers writes a generator, a `Conversation`: it yields requests and gets replies. Client runs, batches, replays
from the store and the pilot all drive the same generator, so they cannot differ.
"""
