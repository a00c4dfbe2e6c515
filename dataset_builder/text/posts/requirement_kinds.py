"""What kind of thing a clause of a post asks for: each kind has its own order and is judged by its own rules."""

import re
from enum import StrEnum

from dataset_builder.text import any_of, words
from dataset_builder.text.posts.any_case import AnyCase

LANGUAGES = words("""
english german french spanish italian portuguese dutch welsh irish gaelic polish czech slovak hungarian romanian
bulgarian greek turkish russian ukrainian arabic hebrew farsi persian urdu hindi punjabi bengali gujarati marathi
tamil telugu kannada malayalam nepali sinhala chinese mandarin cantonese japanese korean vietnamese thai tagalog
filipino malay indonesian swahili somali amharic yoruba igbo hausa zulu afrikaans xhosa swedish norwegian danish
finnish icelandic estonian latvian lithuanian croatian serbian bosnian slovenian albanian macedonian catalan basque
galician maltese luxembourgish flemish bsl asl auslan sign-language latin esperanto te-reo maori samoan haitian creole
kurdish pashto dari tigrinya kiswahili luo dholuo luhya kikuyu isizulu isixhosa sesotho setswana shona ndebele
kinyarwanda luganda oromo twi akan wolof malagasy chichewa assamese odia konkani sindhi kashmiri kazakh uzbek armenian
azerbaijani mongolian khmer burmese cebuano ilocano hiligaynon bisaya hokkien teochew belarusian frisian schweizerdeutsch
nederlands gaeilge cymraeg română türkçe magyar suomi frans engels duits spaans italiaans polski angielski niemiecki français anglais português italiano inglese
francese tedesco español svenska norsk dansk hmong sylheti mirpuri hindko marwari tulu deutsch englisch französisch spanisch italienisch anglais allemand espagnol inglés alemán
francés kroatisch serbisch bosnisch slowenisch polnisch russisch ukrainisch türkisch niederländisch portugiesisch rumänisch
bulgarisch ungarisch tschechisch slowakisch griechisch arabisch persisch chinesisch japanisch koreanisch schwedisch
dänisch norwegisch finnisch albanisch néerlandais portugais polonais russe turc arabe holandés portugués árabe
""")  # fmt: skip
LANGUAGE = rf"(?:{'|'.join(sorted(LANGUAGES))}|british sign language|american sign language)"


class Kind(StrEnum):
    """The kinds of a requirement."""

    SKILL = "skill"
    EXPERIENCE = "experience"
    DEGREE = "degree"
    CERTIFICATE = "certificate"
    LICENCE = "licence"
    CLEARANCE = "clearance"
    LANGUAGE = "language"
    RIGHT_TO_WORK = "right_to_work"
    OTHER = "other"


_RIGHT = AnyCase(
    r"\bright to (?:live and )?work\b|\bwork (?:permit|authori[sz]ation|visa|rights)\b|\bworking rights\b|\b(?:authori[sz]ed|eligible|entitled|entitlement|permitted|allowed|legally able|eligibility|authori[sz]ation) to (?:live and )?work\b|\b(?:u\.?s\.?|uk|eu|british|australian|canadian|swiss|irish) (?:citizens?|citizenship|nationals?|permanent residents?)\b|\bcitizenship\b|\bvisa sponsorship\b|\bpermanent residen|\barbeitserlaubnis\b|\bsingaporeans?\b|\b(?:citizens?|nationals?|prs?|permanent residents?) only\b|\bgreen card\b|\b(?:eu|uk|us|irish|british) passport\b|\b(?:nz|new zealand) (?:citizens?|residen\w+)\b|\bopen work visa\b",
)
_CLEARANCE = AnyCase(
    r"\b(?:security[- ]clear(?:ance|ed)|clearance|(?:SC|DV|CTC|BPSS|NPPV\d?|TS/SCI|eDV|NV[12])[- ](?:clear(?:ed|ance)|vetted|level)|security vetting|public trust|enhanced DBS|DBS|CRB check|(?:clean |clear )?(?:police|criminal record|background|vulnerable sector|working with children|wwcc|working with vulnerable people) (?:check|clearance|certificate|card)|disclosure scotland|pvg|garda vetting|WWCC|blue card)\b",
)
# Clearing of things, no vetting of a person: "Line Clearance" before the next batch, customs clearance.
_CLEARED_THING = re.compile(
    r"\b(?:lines?|customs|imports?|exports?|cargo|freight|ports?|snow|sites?|land|house|rooms?|waste|vegetation|drains?|blockages?|jams?|stock|rights|title|trademark|cheques?|overhead|ground)[- ]clearances?\b(?! (?:check|certificate|card))",
    re.IGNORECASE,
)
_LICENCE = AnyCase(
    r"\b(?:licen[cs]es?(?! plates?\b)|licensure|licensed|driver['’]?s?['’]? (?:licen|permit|abstract|record|card)\w*|penalty points|CDL|HGV|LGV|PCV|CPC|digi ?tacho\w*|tacho(?:graph)? card|C1|D1|C\+E|class [1-5ab] (?:driver|licen)|FLT|forklift (?:licen[cs]e|ticket|certificate|card)|CPCS|CSCS|SIA|IPAF|PASMA|HIAB|ADR|NMC|HCPC|NCLEX|GMC|GPhC|STCW|GMDSS|PIN number|bar admission|admitted to the bar|endorsements?|(?:can|able to) drive(?! (?:sales|growth|change|results|revenue|performance|improvement|an?\b|the\b|our\b|projects?))|regist(?:ered|ration) (?:with|as|by)|current registration|führerschein|permis de conduire|carnet de conducir|pilot['’]?s licen[cs]e|LLOP|counterbalance|reach truck)\b",
)
_LANGUAGE = AnyCase(
    rf"\b(?:bilingual|trilingual|multilingual|(?:mother|native) tongue)\b|\b{LANGUAGE}\b(?!\s+(?:as an? (?:additional|second|foreign|other) language\b|literature|teacher|lessons|law|and (?:maths|mathematics)|lit\b|degree|department|gcse|cuisine|language arts|restaurant|market|history|breakfast|(?:\w+\s+){{0,2}}(?:laws?|legislation|regulations?|tax|vat|gaap|standards?|customs|payroll|accounting|building code|market|cuisine|history|institut\w+|association|society|council|academy|university|federation|union|register|red cross|army|government)\b))|\bIELTS\b|\bTOEFL\b|\b[ABC][12]\b(?=\s*(?:level)?\b.*\b{LANGUAGE})",
)
_DEGREE = AnyCase(
    r"\b(?:degrees?|bachelor['’]?s?|undergraduate(?! (?:level|teaching|students?|courses?|research)\b)|postgraduate|baccalaureate|doctorate|ph\.?\s?d|m\.?phil|b\.?\s?sc|m\.?\s?sc|b\.?eng|m\.?eng|b\.?\s?tech|m\.?\s?tech|b\.e\.?|m\.e\.|b\.?com|m\.?com|[bm]\.\s?ed(?! pass)|bba|bca|mca|mba|llb|llm|ged(?! (?:prep\w*|class\w*|instruct\w*|tutor\w*|student\w*|course\w*|teach\w*))|high school|secondary school|gcses?|hnd|hnc|btec|abitur|matric(?:ulation)?|year 12|grade 12|leaving cert(?:ificate)?|associate['’]?s? degree|studium|hochschul\w+|licenciatura|grado en|dipl[oô]me|bac ?\+|completed (?:university )?(?:studies|degree)|(?:4|four)[- ]year (?:course|college|programme|program)|college graduate|university graduate|university education|graduate (?:of|in|degree|level)|graduates?$|diploma|B\.?S\.?/B\.?A\.?|BA/BS|BSN|ADN|MSN|MSW|DNP|Pharm\.?D)\b|^\W*(?:formal |higher |further )?education\W*$|\bmaster['’]?s?(?:\s+(?:degree|of|in|level)\b|\s*$|\s*[,/(]|\s+or\b)|\bmaster['’]s\s+(?:is\b|would\b|preferred|desir\w+|required|essential|a plus|an advantage|welcome)",
)
# Capitals that are none in small letters: "md", "a level head".
_DEGREE_AS_WRITTEN = re.compile(
    r"\b(?:A[- ](?i:levels?)|[BM]Ed(?! pass)|BS(?!\s?(?:EN\s?)?\d)|MS(?=\s+(?:in|degree|or|/)\b)|MD|JD|(?:BA|MA|BE|AA|AS)(?=\s+(?:in|or|degree|/)|$|,))\b"
)
_NO_DEGREE = AnyCase(
    r"\bdegree of\b|\bscrum ?master\b|\bmaster data\b|\bpatient education\b|\bhealth education\b|\bspecial education\b|\beducation (?:sector|industry)\b|\b(?:in|(?<!combination )of) education\b|\bteach\w*\b.*\b(?:a[- ]levels?|gcses?|undergraduates?)\b|\bgcse (?:classes|groups|students)|\b360[- ]degree",
)
_CERTIFICATE = AnyCase(
    r"\b(?:certificat(?:e|es|ion|ions)|certs?|comptia|certified|certifiable|tickets?|accredit(?:ed|ation)|first aid(?:er)?|CPR|BLS|ACLS|PALS|AED certified|food (?:hygiene|safety|handlers?)(?: \w+){0,2}|servsafe|HACCP level \d|NVQ|SVQ|QCF|RQF|city (?:&|and) guilds|red seal|journey(?:person|man)|OSHA[- ]?(?:10|30)|PMP|PRINCE2|CISSP|CISM|CISA|CPA|CFA|ACCA|CIMA|ACA|CIPD|CCNA|CCNP|CKA|ITIL(?: v?\d)?|six sigma (?:green|black) belt|(?:green|black|yellow|white) belt|scrum master|CSM|PSM|SHRM\w*|PHR|SPHR|NEBOSH|IOSH|CSTS\S*|WHMIS|18th edition|gas safe|AAT|QTS|PGCE|qualified|qualification|credentials?|chartered|apprenticeship|trade certificate|(?<!cash and )(?<!cash or )(?<!cash & )(?<!credit )(?<!debit )card(?! (?:payments?|machines?|transactions?|terminals?|readers?|sales)\b)|level [1-7]\b|chef certificate|RSA\b|white card|CNA\b|TEFL|TESOL|CELTA|safe ?pass|NRP|TNCC|CCRN|welding cert\w*|coded welder|HAZWOPER)\b",
)
_OTHER = AnyCase(
    r"\b(?:able to lift|lift(?:ing)? (?:up to|of)?\s?\d+|\d+\s?(?:kg|lbs?|pounds)\b|stand(?:ing)? for|on your feet|physically (?:fit|able|demanding)|good eyesight|colou?r vision|willing(?:ness)? to|ability to travel|able to travel|travel (?:up to|\d+)|\d+\s?% travel|relocat\w+|(?:weekend|evening|night|early morning|shift) (?:work|availability|shifts?)|available (?:to|for|from|on|at)|availability|flexib(?:le|ility) (?:to|with|around|on|regarding)|notice period|immediate start|start (?:immediately|date)|own (?:car|vehicle|transport|tools|van|laptop|hand tools|boots)|reliable (?:transport\w*|vehicle|car)|access to (?:a )?(?:car|vehicle|transport)|car owner|live (?:within|in|locally)|commut\w+|based in|non-?smoker|drug (?:test|screen|(?:&|and) alcohol)|age|aged|over 18|18 years|portfolio|cover letter|references?|vaccinated|vaccination (?:status|record|proof|card)|proof of vaccination|steel[- ]toe\w*|work(?:ing)? (?:at heights?|nights|weekends|outdoors|alone|in (?:cold|all weather)|rotating|shifts|from home)|rotating shifts?|on[- ]call|overtime)\b|^\W*(?:must )?(?:work |available )?(?:full[- ]time|part[- ]time)\b",
)


# The patterns are costly: they are looked for only where one of these stands.
_RIGHT_SIGNS = any_of((
    "right", "permit", "visa", "authori", "eligib", "entitle", "allowed", "legally", "citizen", "national",
    "resident", "singaporean", "pr only", "prs only", "erlaubnis", "green card", "passport",
))  # fmt: skip
_CLEARANCE_WORDS = words(
    "sc dv ctc bpss edv dbs crb check pvg wwcc nv1 nv2 nppv nppv1 nppv2 nppv3 ts sci sc-cleared dv-cleared"
)
_CLEARANCE_SIGNS = any_of((
    "clear", "vett", "public trust", "check", "disclosure", "blue card", "criminal", "vulnerable", "ts/sci",
))  # fmt: skip
_LANGUAGE_SIGNS = any_of(("lingual", "tongue", "ielts", "toefl", "sign language"))


# What belongs to a thing, not the thing: "Microsoft 365 administration (users, licences, Exchange Online)".
_ENUMERATION = re.compile(r"\([^(),]*,[^()]*\)")
# "full B licence, held 2 years or more": the years are of the licence.
_HELD = re.compile(r"\blicen[cs]e\b[^.;]{0,20}\b(?:held|holding)\b|\bheld\b[^.;]{0,30}\blicen[cs]e\b", re.IGNORECASE)  # fmt: skip


_WORD = re.compile(r"[\w+-]+")


def kind_of(text: str, is_experience: bool) -> Kind:
    """The kind of what a clause asks for; `is_experience`: an amount of time or a title is asked with it."""
    lowered = text.lower()
    told = frozenset(_WORD.findall(lowered))
    if _RIGHT_SIGNS.search(lowered) and _RIGHT.search(text):
        return Kind.RIGHT_TO_WORK
    if (told & _CLEARANCE_WORDS or _CLEARANCE_SIGNS.search(lowered)) and _CLEARANCE.search(
        _CLEARED_THING.sub("", text)
    ):
        return Kind.CLEARANCE
    degree = (_DEGREE.search(text) or _DEGREE_AS_WRITTEN.search(text)) and not (
        _NO_DEGREE.search(text) and not re.search(r"\bdegree\b(?! of)|\bbachelor", text, re.IGNORECASE)
    )
    if degree and not (is_experience and not re.search(r"\bor\b|\bdegree\b", text, re.IGNORECASE)):
        return Kind.DEGREE
    if is_experience and not _HELD.search(text):
        return Kind.EXPERIENCE
    spoken = told & LANGUAGES or _LANGUAGE_SIGNS.search(lowered)
    language = spoken and _LANGUAGE.search(text) and not re.search(r"\bprogramming languages?\b", text, re.IGNORECASE)
    if language and not re.search(r"\blicen[cs]", text, re.IGNORECASE):
        return Kind.LANGUAGE
    if "selective service" in lowered:
        return Kind.OTHER
    if _LICENCE.search(_ENUMERATION.sub("", text)):
        return Kind.LICENCE
    if _CERTIFICATE.search(text):
        return Kind.CERTIFICATE
    if _OTHER.search(text):
        return Kind.OTHER
    return Kind.SKILL
