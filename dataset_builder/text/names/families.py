"""Families of words: which words of a text are forms and derivations of one another, and which only start alike.

    family("recruitment") == family("recruiting")       # one family
    family("programming") != family("program")          # a field with a name of its own

Inflections and the nouns made of verbs (-ing, -ment, -tion) belong together; words for persons and places (-er, -ery, -ity) do
not: a dock is not Docker, a community no communication. British and American spellings are one. A pure function of a few
rules without a cache, so that nothing keeps what a visitor typed.
"""

from dataset_builder.text import words

# Words that only look as if they came from a verb or a noun beside them.
FIELDS = words("""
programming accounting marketing engineering banking nursing networking plumbing housing clothing understanding
catering programme community nursery university generation station nation section position condition addition edition
according during morning evening building buildings wedding ceiling pudding string spring king ring wing thing bring
being something anything nothing lightning sibling dwelling lodging earring filing comment element segment document
moment apartment department basement compartment cement garment pavement billion million passion fashion mission
session version vision region religion union onion opinion legion
""")  # fmt: skip
_IRREGULAR = {
    form: root
    for root, forms in {
        "analys": "analysis analyses analyse analysed analysing analyze analyzed analyzing analyzes",
        "maintain": "maintenance maintain maintains maintained maintaining",
        "administer": "administration administer administers administered administering administrate administrated administrating",
        "sell": "sale sales sell sells selling sold",
        "teach": "teach teaches taught teaching",
        "write": "write writes writing wrote written",
        "drive": "drive drives driving drove",
        "lead": "lead leads leading led leadership",
        "buy": "buy buys buying bought",
        "diagnos": "diagnosis diagnoses diagnose diagnosed diagnosing diagnostic diagnostics",
        "assess": "assess assesses assessed assessing assessment assessments",
        "supervis": "supervise supervised supervising supervises supervision",
        "deliver": "deliver delivers delivered delivering delivery deliveries",
        "recover": "recover recovery recovering recovered",
        "licenc": "licence licences license licenses licensed licensing licensure",
        "practic": "practice practices practise practised practising",
        "comply": "compliance comply complies complied complying compliant",
        "plan": "plan plans planned planning",
        "account": "account accounts",
        "collaborat": "collaborate collaborated collaborating collaboration collaborates collaborative",
        "translat": "translate translated translating translation translations translates",
        "perform": "perform performs performed performing performance",
        "insur": "insurance insure insured insuring",
        "bookkeep": "bookkeeping book-keeping bookkeep",
        "driver": "driver drivers",
        "photograph": "photography photographer photographers photograph photographs photographed photographing photographic",
        "child": "child children",
        "man": "man men",
        "medicin": "medicine medicines",
        "medicat": "medication medications meds",
        "care": "care cared caring",
        "us": "use used using uses",
        "plc": "plcs plc",
        "sew": "sew sewing sewn sewed",
        "keep": "keep keeping kept",
        "build": "build builds built",
        "speak": "speak speaking spoke spoken",
        "sing": "sing singing sang",
        "swim": "swim swimming swam",
    }.items()
    for form in forms.split()
}
_ENDINGS = (
    "isations", "izations", "isation", "ization", "ising", "izing", "ised", "ized", "ises", "izes", "ise", "ize",
    "ations", "ation", "ating", "ated", "ates", "ate", "itions", "ition", "ments", "ment", "ings", "ing", "ions", "ion", "ed", "es", "s", "e",
)  # fmt: skip
# By the last letter, in the same order.
_BY_LETTER = {letter: tuple(ending for ending in _ENDINGS if ending[-1] == letter) for letter in "sedgnt"}
_AS = {"isations": "is", "izations": "is", "isation": "is", "ization": "is", "ising": "is", "izing": "is", "ised": "is", "ized": "is", "ises": "is",
       "izes": "is", "ise": "is", "ize": "is"}  # fmt: skip
_SHORTEST = 3


def family(word: str) -> str:
    """The family of a case-folded word; a short word or one with signs or digits is its own."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) <= _SHORTEST or not word.isalpha():
        return word
    if word in FIELDS:
        return word
    if word.endswith("s") and word[:-1] in FIELDS:
        return word[:-1]
    plain = word
    if len(plain) > 5 and "our" in plain[2:]:
        plain = plain[:2] + plain[2:].replace("our", "or")
    if plain.endswith("tre") and len(plain) > 4:
        plain = plain[:-2] + "er"
    if plain.endswith("ies") and len(plain) > 4:
        return plain[:-3] + "y"
    if plain.endswith("ied") and len(plain) > 4:
        return plain[:-3] + "y"
    if plain[-1] not in "sedgnt":
        return plain
    for ending in _BY_LETTER[plain[-1]]:
        if (
            not plain.endswith(ending)
            or (ending == "s" and plain.endswith(("ss", "us", "is")))
            or (ending == "es" and not plain.endswith(("sses", "xes", "ches", "shes", "zes")))
        ):
            continue
        root = plain[: -len(ending)] + _AS.get(ending, "")
        if len(root) < _SHORTEST or not any(letter in "aeiouy" for letter in root):
            continue
        if ending in ("s",):
            return family(root) if root in _IRREGULAR else _final(root)
        return _final(root)
    return plain


def _final(root: str) -> str:
    """One consonant where it was doubled ("planning"), no "e" at the end."""
    if len(root) > 3 and root[-1] == root[-2] and root[-1] not in "aeioulsz":
        return root[:-1]
    if root.endswith("ll") and len(root) > 5:
        return root[:-1]
    for ending in ("ation", "at", "ment", "ing", "e"):
        if root.endswith(ending) and len(root) - len(ending) >= 4 and ending in ("e",):
            return root[: -len(ending)]
    return root


_ENDINGS = ("ing", "ers", "ors", "er", "or", "ist", "yst", "ys", "ician", "man", "ment", "ion", "s", "al")


def akin(word: str, other: str) -> bool:
    """One word, or what a person does and who does it: plumbing and plumber, analysis and analyst."""
    if word == other:
        return True
    if word[:4] != other[:4] or min(len(word), len(other)) < 5:
        return False
    return bool(_stems(word) & _stems(other))


def _stems(word: str) -> set[str]:
    once = {word} | {
        word[: -len(ending)] for ending in _ENDINGS if word.endswith(ending) and len(word) - len(ending) >= 4
    }
    return once | {one[: -len(ending)] for one in once for ending in _ENDINGS if one.endswith(ending) and len(one) - len(ending) >= 5}  # fmt: skip
