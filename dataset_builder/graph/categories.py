"""The paper's five groups of occupations (its figure 3), derived from SOC major groups.

The paper names the groups and not their members; this table is ours. Titles without a code, those of
ads, ask the coded titles nearest to them.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from dataset_builder.graph.name_keys import title_key
from dataset_builder.graph.nearest_titles import nearest_titles

TECHNOLOGY = "technology"
SOCIAL = "social, product and finance"
MANUAL = "manual labor"
HEALTHCARE = "healthcare"
ADMINISTRATIVE = "administrative"
CATEGORIES = (TECHNOLOGY, SOCIAL, MANUAL, HEALTHCARE, ADMINISTRATIVE)

MAJOR_GROUPS = {
    "11": SOCIAL,  # management
    "13": SOCIAL,  # business and financial operations
    "15": TECHNOLOGY,  # computer and mathematical
    "17": TECHNOLOGY,  # architecture and engineering
    "19": TECHNOLOGY,  # life, physical and social science
    "21": SOCIAL,  # community and social service
    "23": SOCIAL,  # legal
    "25": SOCIAL,  # education
    "27": SOCIAL,  # arts, design, entertainment, sports, media
    "29": HEALTHCARE,  # healthcare practitioners
    "31": HEALTHCARE,  # healthcare support
    "33": MANUAL,  # protective service
    "35": MANUAL,  # food preparation and serving
    "37": MANUAL,  # building and grounds cleaning
    "39": SOCIAL,  # personal care and service
    "41": SOCIAL,  # sales
    "43": ADMINISTRATIVE,  # office and administrative support
    "45": MANUAL,  # farming, fishing, forestry
    "47": MANUAL,  # construction and extraction
    "49": MANUAL,  # installation, maintenance, repair
    "51": MANUAL,  # production
    "53": MANUAL,  # transportation and material moving
    "55": MANUAL,  # military
}

# Groups that sit apart from their major group; the longest prefix decides.
EXCEPTIONS = {
    "11-101": ADMINISTRATIVE,  # chief executives
    "11-102": ADMINISTRATIVE,  # general and operations managers
    "11-301": ADMINISTRATIVE,  # administrative services and facilities managers
    "11-302": TECHNOLOGY,  # computer and information systems managers
    "11-904": TECHNOLOGY,  # architectural and engineering managers
    "11-911": HEALTHCARE,  # medical and health services managers
    "11-912": TECHNOLOGY,  # natural sciences managers
    "19-3": SOCIAL,  # social scientists
    "21-1022": HEALTHCARE,  # healthcare social workers
}


def category_of(soc_code: str | None) -> str | None:
    """The group of a SOC or O*NET-SOC code ("15-1252", "15-1252.00"); None without a code we know."""
    if not soc_code:
        return None
    for length in range(min(7, len(soc_code)), 3, -1):
        if soc_code[:length] in EXCEPTIONS:
            return EXCEPTIONS[soc_code[:length]]
    return MAJOR_GROUPS.get(soc_code[:2])


NEAREST = 9  # titles that vote
# Cosine from which a title counts as near: "Business Objects Developer" is not quite a business developer, and on a
# job board for technology it takes more to believe in a Linux line administrator or a pile driver engineer.
NEAR = {TECHNOLOGY: 0.6, SOCIAL: 0.76, MANUAL: 0.88, HEALTHCARE: 0.88, ADMINISTRATIVE: 0.88}
RANK = re.compile(r"\b(?:senior|junior|lead|principal|staff|associate|chief|mid|entry|level)\b ?")


def categorise(
    titles: Sequence[str], codes: Sequence[str | None], coded_titles: Iterable[tuple[str, str]]
) -> list[str]:
    """By SOC code where there is one, else that of the equal coded title, else a vote of the nearest.

    Titles near to none are technology: they come from a job board for it, and what no classification
    knows is mostly a product ("Drupal Consultant").
    """
    codings: dict[str, Counter[str]] = defaultdict(Counter)
    for title, code in coded_titles:
        category = category_of(code)
        if category:
            codings[title_key(title)][category] += 1  # O*NET lists "Systems Engineer" under sales too
    known = {title: groups.most_common(1)[0][0] for title, groups in codings.items()}
    found = [category_of(code) or known.get(title_key(title)) for title, code in zip(titles, codes, strict=True)]
    asked = [
        RANK.sub("", title_key(title)) or title_key(title)
        for title, group in zip(titles, found, strict=True)
        if not group
    ]
    names = [name for name in known if " " in name]  # "administrator" alone is near to every administrator
    votes = nearest_titles(asked, names, NEAREST)
    return [group or elected([(known[names[at]], cosine) for at, cosine in next(votes)]) for group in found]


def elected(votes: Sequence[tuple[str, float]]) -> str:
    """The group with most weight, the cube of the cosine, among voters near enough."""
    weights: Counter[str] = Counter()
    for group, cosine in votes:
        if cosine >= NEAR[group]:
            weights[group] += cosine**3
    return weights.most_common(1)[0][0] if weights else TECHNOLOGY
