"""What the words of a part of a header say: how much it reads like a title, an employer, a degree, a school or a place.

Scores are about -3 to 3; 0 says nothing. `labelling` weighs them with how the other entries of a section are set.
"""

import re
from functools import lru_cache

from dataset_builder.text import words
from dataset_builder.text.qualifications.degrees import level_of
from dataset_builder.text.resumes.entry_words import DEGREE, EMPLOYER, EMPLOYMENT, PLACE, SURE_EMPLOYER
from dataset_builder.text.titles.roles import is_head, is_role
from training.reader.extraction.normalisation.values import country_of

_WORD = re.compile(r"[^\W\d_][\w'’.&-]*")
# Titles that end in no word for a person.
_POSITION = re.compile(
    r"\b(?:intern(?:ship)?|trainee(?:ship)?|apprentice(?:ship)?|placement|co-?op|founder|co-?founder|ceo|cto|cfo|coo|chief|head of|vice president|vp|lead|commis|owner"
    r"|freelance|self-employed|praktik(?:um|ant(?:in)?)|werkstudent(?:in)?|stagiaire|stage|alternance|bénévole|becari[oa]|prácticas|tirocinio|stagista|estágio|estagiári[oa]|volunteer"
    r"|leiter(?:in)?|entwickler(?:in)?|berater(?:in)?|ingenieur(?:in)?|ingénieure?|développeu(?:r|se)|chargée? d|responsable|directeur|directrice|gerente|ingenier[oa]|desarrollador[a]?|técnic[oa]|enfermer[oa]|director[a]?|coordinador[a]?"
    r"|responsabile|ingegnere|sviluppator[ei]|engenheir[oa]|gestor[a]?|kaufmann|kauffrau|pflege(?:r|rin|fachkraft)|operative|commis|sous chef)\b",
    re.IGNORECASE,
)
# Bodies that are named by what they are of, whatever stands behind it.
_BODY = re.compile(
    r"^(?:the )?(?:u\.?s\.? )?(?:office|department|dept\.?|ministry|bureau|board|city|county|state|province|institute|agency|council|embassy|house|bank|church|cent(?:er|re)|association|society|federation|union|ministère|ministerio|ayuntamiento|mairie|bundesamt) (?:of|for|de|für)\b",
    re.IGNORECASE,
)
_SCHOOL = re.compile(
    r"\b(?:univ\w*|college|collège|school|school of|institut\w*|academy|académie|academia|akademie|hochschule|fachhochschule|gymnasium|lyc[ée]e|liceo|polytech\w*|politecnico|politechnika|politécnic\w*"
    r"|c[ée]gep|\w*(?:hoch|fach|ober|berufs)?schule|\w*skol[ae]n?|école|ecole|escuela|escola|scuola|universit\w*|facult\w*|conservator\w*|seminary|kolleg\w*|colegio|instituto|istituto|uniwersytet|faculty|campus|bootcamp|mit|eth|tu|iit|ucl|lse|suny|cuny)\b",
    re.IGNORECASE,
)
_DEGREE = re.compile(
    r"\b(?:bachelor\w*|master\w*|b\.?\s?sc|m\.?\s?sc|b\.?\s?a|m\.?\s?a|b\.?\s?s|m\.?\s?s|b\.?eng|m\.?eng|b\.?tech|m\.?tech|b\.?ed|m\.?ed|mba|emba|ll\.?b|ll\.?m|ph\.?\s?d|d\.?phil|doctor\w*|diploma?\w*|degree|licen[cs]e|licenciatura|licenciado|laurea"
    r"|associate\w*|certificate|a\.?a\.?s?|bfa|mfa|bsn|msn|bsw|msw|mpa|mph|dec|dut|bts|deug|hsc|ssc|hnd|hnc|btec|nvq|qqi|gcses?|a[- ]levels?|abitur|matura|baccalaur\w*|bac|maestría|máster|mestrado|magister|ingénieur|ingeniería|engineer'?s? degree|high school diploma|ged|pgce|pgde|pgdip|pgcert|certhe|dipl\.?|mphil|md|jd|b\.?com|m\.?com|bba|bca|mca|ausbildung|studium|grado|staatlich geprüfte?r?|meisterbrief|meisterprüfung|fachwirt(?:in)?|gesellenbrief|mittlere reife|realschulabschluss|hauptschulabschluss|fachabitur|fachhochschulreife|allgemeine hochschulreife|brevet|cap|bep|bac pro|ciclo formativo|doctorado|técnico superior|diplomatura|perito|foundation|minor|major|apprenticeship|highers?|leaving cert\w*)\b\.?",
    re.IGNORECASE,
)
_FORM = re.compile(
    r"\b(?:full[- ]time|part[- ]time|permanent|temporary|contract|fixed[- ]term|seasonal|vollzeit|teilzeit|befristet|temps plein|temps partiel|cdi|cdd|jornada completa|tempo indeterminato)\b",
    re.IGNORECASE,
)
_REMARK = re.compile(
    r"(?:c?gpa|grade|note|thesis(?: title)?|dean'?s list|honou?rs|with honou?rs|with (?:high(?:est)? )?distinction|(?:magna |summa )?cum laude|first class(?: honours)?|upper second(?: class)?(?: honours)?|gold medal|valedictorian|city|country|location|place|dates?|period|employer|company|title|position|role|degree|institution)"
    r"(?:\W*[\d.,/:%]+)?|[\d.,/: %]+(?:\s*c?gpa)?|eqf \d",
    re.IGNORECASE,
)
_NOISE = re.compile(
    r"[@]|https?:|www\.|^\W*(?:gpa|grade|note|cgpa|dean'?s list|thesis|minor in|coursework|relevant)\b|^\W*(?:advis[eo]r|supervisor)s?:",
    re.IGNORECASE,
)
_STATE = re.compile(r",\s*[A-Z]{2}\b(?:\s+\d{5}(?:-\d{4})?)?$")
# Regions that stand behind a town where its country is not named.
_REGIONS = words("""
alabama alaska arizona arkansas california colorado connecticut delaware florida georgia hawaii idaho illinois indiana
iowa kansas kentucky louisiana maine maryland massachusetts michigan minnesota mississippi missouri montana nebraska
nevada new-hampshire new-jersey new-mexico new-york north-carolina north-dakota ohio oklahoma oregon pennsylvania
rhode-island south-carolina south-dakota tennessee texas utah vermont virginia washington west-virginia wisconsin
wyoming ontario quebec québec british-columbia alberta manitoba saskatchewan nova-scotia new-brunswick new-south-wales
victoria queensland tasmania bavaria bayern hessen sachsen niedersachsen nordrhein-westfalen baden-württemberg
île-de-france bretagne catalonia cataluña andalucía lombardia maharashtra karnataka telangana kerala gujarat punjab
""")
_STREET = re.compile(
    r"\b(?:p\.?\s?o\.? box|postbus|postfach|apartado|boîte postale)\s*\d+|\b\d+[a-z]?,?\s+(?:[\w.'’-]+\s+){0,3}(?:road|rd|street|st|avenue|ave|lane|ln|drive|dr|way|row|close|court|crescent|terrace|square|place|boulevard|blvd|quay|park|gardens|hill)\b\.?"
    r"|\b(?:rue|calle|via|ul\.|rua|avenida|avenue|plaza|piazza|place)\s+[^,]+,?\s*\d+|\w+(?:stra(?:ß|ss)e|str\.|weg|platz|gasse|allee|laan|straat|gatan|vägen|gata|vej)\s+\d+",
    re.IGNORECASE,
)
_REMOTE = re.compile(r"^\W*(?:remote|hybrid|on-?site|homeoffice|home office|télétravail|remoto)\b", re.IGNORECASE)


def _proper(text: str) -> bool:
    words = [word for word in _WORD.findall(text) if len(word) > 3]
    return sum(word[0].isupper() for word in words) * 2 >= len(words)


def _is_region(text: str, last: str) -> bool:
    return "," in text and last.casefold().replace(" ", "-") in _REGIONS


@lru_cache(maxsize=4_096)
def place_score(text: str) -> float:
    """How much a text reads like a place."""
    words = text.split()
    if not words or len(words) > 9 or _NOISE.search(text):
        return -2.0
    value = -0.5
    last = re.split(r"[,(]", text.rstrip(" )."))[-1].strip()
    named = PLACE.match(text.strip("() ")) is not None and ("," in text or not EMPLOYER.search(text))
    if named or _REMOTE.match(text) or _STATE.search(text):
        value += 2.5
    elif country_of(last) or country_of(text.strip(" ()")) or _is_region(text, last):
        value += 2.2
    elif re.search(r"\b[A-Z]?\d{3,6}\b", text) and not text.isdigit():
        value += 0.4
    if _STREET.search(text):
        return value + 1.5
    if SURE_EMPLOYER.search(text) or _SCHOOL.search(text):
        value -= 1.6
    elif EMPLOYER.search(text):
        value -= 0.5
    if is_role(text):
        value -= 1.5
    return value if _proper(text) else value - 1.0


@lru_cache(maxsize=4_096)
def title_score(text: str) -> float:
    words = _WORD.findall(text)
    if not words:
        return -3.0
    if _NOISE.search(text):
        return -2.5
    if EMPLOYMENT.sub("", text).strip(" .,;()&-") == "" and not is_role(text) and not _POSITION.search(text):
        return -2.5
    sure = SURE_EMPLOYER.search(text)
    value = -2.5 * bool(_BODY.match(text))
    if is_role(text) and not (sure and not is_head(words[-1])):
        value += 2.2 if any(is_head(word) for word in words) else 1.3
    elif _POSITION.search(text):
        value += 1.6
    elif any(is_head(word) for word in words):
        value += 0.8
    if sure and not is_head(words[-1]):
        value -= 1.2
    if place_score(text) > 1.0:
        value -= 1.6
    if DEGREE.match(text):
        value -= 1.5
    return value - 0.25 * max(len(words) - 7, 0) - 0.8 * text[:1].islower() - 0.4 * bool(re.search(r"\d{2}", text))


@lru_cache(maxsize=4_096)
def employer_score(text: str) -> float:
    words = _WORD.findall(text)
    if not words:
        return -3.0
    if _NOISE.search(text) or EMPLOYMENT.sub("", text).strip(" .,;()&-") == "":
        return -2.5
    value = 0.2
    if SURE_EMPLOYER.search(text) or _SCHOOL.search(text) or _BODY.match(text):
        value += 1.6
    elif EMPLOYER.search(text):
        value += 0.9
    if is_role(text):
        value -= 0.6 if value > 1.0 or not any(is_head(word) for word in words) else 1.6
    elif _POSITION.search(text):
        value -= 0.8
    if place_score(text) > 1.0:
        value -= 1.0
    return value - 0.25 * max(len(words) - 7, 0) - (0.0 if _proper(text) else 0.9) - 0.8 * text[:1].islower()


@lru_cache(maxsize=4_096)
def degree_score(text: str) -> float:
    if not _WORD.search(text):
        return -3.0
    if _NOISE.search(text):
        return -2.0
    value = -0.5
    if _DEGREE.search(text) or DEGREE.match(text):
        value += 2.9
    elif level_of(text) is not None:
        value += 1.7
    if re.match(r"[A-ZÄÖÜÉ][\w.]{0,12}(?: \([^)]*\))? (?:in|en|of|für) [A-ZÄÖÜÉ]", text):
        value += 1.0
    if _SCHOOL.search(text):
        value -= 1.8 if value < 2 else 1.0
    if place_score(text) > 1.0:
        value -= 1.6
    return value - 0.2 * max(len(text.split()) - 10, 0) - 0.6 * text[:1].islower()


@lru_cache(maxsize=4_096)
def school_score(text: str) -> float:
    if not _WORD.search(text):
        return -3.0
    if _NOISE.search(text):
        return -2.0
    value = 0.1
    if _SCHOOL.search(text):
        value += 2.2
    if _DEGREE.search(text):
        value -= 0.6 if value > 2 else 1.8
    if place_score(text) > 1.0:
        value -= 1.2
    return value - 0.2 * max(len(text.split()) - 9, 0) - (0.0 if _proper(text) else 0.8) - 0.8 * text[:1].islower()


_SUBJECT = re.compile(
    r"(?:ology|ography|onomics?|ics|istry|ering|ature|studies|sciences?|arts|law|history|medicine|nursing|business|management|finance|accounting|marketing|design|computing|music|education|psychology|administration|wissenschaft\w*|technik|informatik)$",
    re.IGNORECASE,
)


@lru_cache(maxsize=4_096)
def area_score(text: str) -> float:
    """How much a text reads like the subject of a degree."""
    words = _WORD.findall(text)
    if not words or len(words) > 6 or _NOISE.search(text) or re.search(r"\d", text):
        return -2.0
    value = 1.2 * bool(_SUBJECT.search(words[-1])) - 1.0 * bool(re.search(r" (?:in|en|für) ", text))
    if _SCHOOL.search(text) or _DEGREE.search(text):
        value -= 1.5
    return value - 1.2 * (place_score(text) > 1.0) - 0.8 * text[:1].islower()


def is_remark(text: str) -> bool:
    """Whether a part of a header is neither name nor place: a form of employment, a grade, a label."""
    return _REMARK.fullmatch(text) is not None or (_FORM.sub("", text).strip(" .,;()&/-") == "")


def names_school(text: str) -> bool:
    return _SCHOOL.search(text) is not None


def work_score(label: str, text: str) -> float:
    return {"title": title_score, "employer": employer_score, "place": place_score}[label](text)


def study_score(label: str, text: str) -> float:
    return {"degree": degree_score, "school": school_score, "place": place_score, "area": area_score}[label](text)
