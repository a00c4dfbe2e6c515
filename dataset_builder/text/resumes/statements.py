"""Whether a line of a resume states that something is held: denials, wishes and instructions to a reader are no evidence."""

import re

from dataset_builder.text import any_of
from dataset_builder.text.posts.any_case import AnyCase

DENIAL = AnyCase(
    r"\b(?:no|without|lacks?|lacking|zero|limited to no|not much)\s+(?:\w+\s+){0,3}?(?:experience|knowledge|exposure|background|skills?|training|qualification|certificat\w+|licen[cs]e|degree|understanding)\b|\b(?:never|not yet|haven['’]t|have not|hasn['’]t|has not|hadn['’]t|don['’]t|do not|didn['’]t|did not|cannot|can['’]t|couldn['’]t|isn['’]t|is not|am not|was not|wasn['’]t)\s+(?:\w+\s+){0,2}?(?:used?|work\w*|had|have|hold|know\w*|learn\w*|touch\w*|done|do|tried|complet\w+|pass\w*|taken|speak|drive|written|held|been|gained|qualified|certified|licensed|experienced|familiar|trained)\b|\bnot (?:familiar|experienced|certified|qualified|proficient|licensed|a|trained in|comfortable)\b|\b(?:unfamiliar|inexperienced|new to)\b|\bnever\b|\bno longer (?:valid|hold|registered)\b|^\W*no\s+[A-Z+#.]",
)
WISH = AnyCase(
    r"\b(?:would (?:love|like) to (?:learn|work|gain|get|try|use|become|move|do)|(?:want|wants|wanting|hop(?:e|es|ing)|wish(?:es|ing)?|plan(?:s|ning)?|intend(?:s|ing)?|looking|keen|eager|aim(?:s|ing)?|aspir(?:e|es|ing)|interested|excited|willing|happy|ready|open) (?:to|in|on|for) (?:learn\w*|gain\w*|acquir\w*|becom\w*|get(?:ting)? (?:into|certified|started|trained|my)|study\w*|train(?:ing)?|explor\w*|try\w*|pick(?:ing)? up|improv\w*|tak(?:e|ing) (?:a|my))|(?:currently |still |just |now )(?:learning|studying|teaching myself|working towards?|preparing for|enrolled|in training)|(?<!machine )(?<!deep )(?<!e-)(?<!distance )(?<!online )(?<!blended )(?<!adult )(?<!student )(?<!reinforcement )(?<!transfer )(?<!supervised )(?<!federated )(?<!service )(?<!of )(?<!for )learning (?!cent(?:er|re)|objective|activit|material|module|plan|path|content|space|communit|coach|specialist|assistant|disabilit|support|difficult|managem|needs|outcome|resource|design|environment|experience|platform|theory|mentor|and development|& development|technolog)|to learn\b|(?:goal|dream|ambition|next step)s? (?:is|are|:)|one day|some ?day|in (?:the )?future|future (?:goal|plan|interest)s?|working towards|in progress|expected (?:in )?\d{4}|not yet\b|curious about|self-study planned|pending)\b",
)
INSTRUCTION = AnyCase(
    r"\b(?:note (?:to|for) (?:the |any )?(?:recruiter|ai|reader|hiring|system|model|llm|bot|reviewer|ats|assistant)\w*|(?:dear|attention:?|hey|hello|hi) (?:ai|llm|chatgpt|gpt|model|assistant|ats|bot|recruiter bot|hiring (?:ai|bot))|ignore (?:all |any |the )?(?:previous|prior|above|other|earlier)|disregard (?:all|any|the|previous)|(?:system|hidden|secret) (?:prompt|message|instruction)|as an ai|(?:this|the) (?:person|candidate|applicant|resume|cv) (?:is|has|meets|should be|must be|qualifies|ought)\b.*\b(?:perfect|match|all|every|ideal|hire|rank|score|best)|(?:rate|rank|score|mark|give|grade|classify|label|treat|consider|recommend|select|shortlist|hire) (?:this|the|me|it|them|him|her) (?:resume|cv|candidate|applicant|person|a|an|as|with|at|highly|top|full)|return (?:label|match|1|yes|true)|(?:meets|satisfies) (?:all|every) (?:of the )?requirements?|keywords?\s*:|output (?:only|match|1)|you (?:must|should|are to|will) (?:rank|rate|score|select|hire|say|answer|return|respond|treat|consider))\b",
)


# Most lines hold none of these and need no closer look.
_MAYBE = any_of((
    "no ", "not", "n't", "n’t", "never", "cannot", "without", "lack", "zero", "inexp", "unfam", "new to", "learn", "would", "want", "hop", "wish", "plan", "intend", "keen",
    "eager", "aim", "aspir", "interest", "excit", "willing", "happy", "ready", "open ", "goal", "dream", "ambition", "day", "future", "toward", "progress", "expected",
    "curious", "pending", "still", "study", "teaching myself", "enrolled", "ai", "llm", "gpt", "ats", "bot", "ignore", "disregard", "prompt", "recruit", "rank",
    "rate ", "score", "grade", "classif", "label", "treat", "consider", "recommend", "select", "shortlist", "hire", "keyword", "output", "you ", "this ", "the candidate",
    "the person", "the applicant", "the resume", "the cv", "meets ", "satisfies ", "return ", "mark ", "give ",
))  # fmt: skip


def _plain(text: str) -> bool:
    return _MAYBE.search(text.lower()) is None


def is_evidence(text: str) -> bool:
    """Whether a whole line can be evidence of something."""
    return _plain(text) or not INSTRUCTION.search(text)


def stating(text: str) -> str:
    """The line without the clauses that deny or wish; what is left keeps its places (blanks stand for what is gone)."""
    if _plain(text):
        return text
    if INSTRUCTION.search(text):
        return " " * len(text)
    if not (DENIAL.search(text) or WISH.search(text)):
        return text
    kept = []
    at = 0
    for match in [
        *re.finditer(
            r"(?<=[.;!?])\s+|;\s*|,?\s+(?:but|although|though|however|yet)\s+|\s[–—-]\s|,\s+(?=(?:no|not|never|without|and no|learning|currently learning|would)\b)",
            text,
        ),
        None,
    ]:
        end = len(text) if match is None else match.start()
        piece = text[at:end]
        kept.append(" " * len(piece) if DENIAL.search(piece) or WISH.search(piece) else piece)
        if match is not None:
            kept.append(" " * len(match.group()))
            at = match.end()
    return "".join(kept)
