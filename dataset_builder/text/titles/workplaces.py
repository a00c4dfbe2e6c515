"""Kinds of workplaces and of people served, with the words by which jobs show them: a plant, a factory, a packing line.

    shown_by("residential").search("Snagging of 40 new houses")      # a job on houses is residential work

Posts name the kind ("in a manufacturing environment"), resumes the place itself. Only words that mean the kind, whoever says them.
"""

import re
from functools import cache

from dataset_builder.text.names.families import family

_SHOWN = tuple(
    (words.split(), shown)
    for words, shown in (
        ("residential domestic housing housebuilding", r"hous(?:es?|ing)|homes?|flats|apartments?|bungalows?|dwellings?|villas?|domestic|residential"),
        ("industrial", r"factor(?:y|ies)|(?:food|power|chemical|processing|treatment) plants?|mills?|refiner(?:y|ies)|warehouses?|distribution cent(?:re|er)s?|parcel hubs?"),
        ("manufacturing factory factories", r"factor(?:y|ies)|(?:food|moulding|packing|processing|assembly|manufacturing) plants?|plant with|production (?:lines?|plant|floor)|assembly lines?|packing lines?|mou?ldings?|foundry|castings?|manufactur\w+|machine shop"),
        ("unionised unionized", r"unions?|shop stewards?|collective (?:agreement|bargaining)|works council|unioni[sz]ed"),
        ("hospital hospitals", r"hospitals?|wards?|infirmary|medical cent(?:re|er)|operating theatres?"),
        ("school schools", r"schools?|academy|pupils|classrooms?"),
        ("hotel hotels", r"hotels?|resorts?|guest ?houses?"),
        ("restaurant restaurants", r"restaurants?|bistro|brasserie|trattoria|diner|steakhouse"),
        ("supermarket supermarkets", r"supermarkets?|grocery|hypermarket"),
        ("charity charities charitable nonprofit non-profit", r"charit(?:y|ies)|non-?profits?|ngo|hospice|community trust"),
        ("elderly older", r"elderly|older (?:people|adults|persons)|care homes?|nursing homes?|dementia|skilled nursing|retirement (?:home|village)|seniors"),
        ("salon salons", r"salons?|barber ?shop"),
        ("daycare childcare kindergarten preschool", r"nurser(?:y|ies)|toddlers?|preschool|kindergarten|day ?care|early (?:learning|years)|childcare"),
        ("saas", r"saas|software as a service|subscription software"),
        ("software", r"software|saas|apps?"),
        ("bank banks banking", r"banks?|building society|credit union|banking"),
        ("gcc", r"gcc|u\.?a\.?e|dubai|abu dhabi|sharjah|qatar|doha|saudi(?: arabia)?|ksa|riyadh|jeddah|dammam|kuwait|bahrain|oman|muscat"),
        ("tractor-trailer tractor-trailers artic articulated", r"tractor[- ]?trailers?|semi[- ]?trailers?|semis?|artics?|articulated|18[- ]wheelers?"),
        ("government governmental municipal", r"government|municipal\w*|council|ministry|department of|county of|city of|federal"),
    )
)  # fmt: skip


@cache
def _patterns() -> dict[str, re.Pattern]:
    return {family(word): re.compile(rf"\b(?:{shown})\b", re.IGNORECASE) for words, shown in _SHOWN for word in words}


def shown_by(word: str) -> re.Pattern | None:
    """What shows a kind of workplace that a word names; None where the word names none."""
    return _patterns().get(family(word))
