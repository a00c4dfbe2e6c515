"""Words of degrees: their levels as countries name them, their subjects, and the faculties that subjects belong to.

Only tables; `degrees` judges with them. Abbreviations that are also words, states or titles ("Med", "MA", "MD", "be") count only
as they are written, and where a degree stands.
"""

import re

from dataset_builder.text import words
from dataset_builder.text.names.families import family

SCHOOL, UPPER, ASSOCIATE, BACHELOR, MASTER, DOCTOR = range(1, 7)

# Where a degree stands: at the start of a line or of a piece of it, or before "in".
_OPENS = r"(?:(?<=^)|(?<=[|;•·*–—]\s)|(?<=\d\s)|(?<=\d\s\s)|(?<=\t)|(?<=:\s))"


def _placed(names: str) -> str:
    return rf"(?-i:{names})\b(?=\s+in\b)|{_OPENS}(?-i:{names})\b(?!\s*\d{{5}})"


def _lettered(first: str) -> str:
    """A degree by its letters alone, whatever its subject ("B.J., Journalism", "M.Arch., 2019"), beside the institution that gave it."""
    return rf"(?-i:{first}\.(?!D\.)(?:[A-Z][a-z]{{0,4}}\.?){{1,3}})(?=\s*(?:,|\(|[-–—]|in\b|of\b)[^\n]*\b(?:universit|college|institut|school|polytechnic|academy))"


_LEVELS = (
    (DOCTOR, r"ph\.?\s?d\b\.?|d\.?phil\b|doctorate|doctoral|doctor of (?!nursing practice)|\bdnp\b|(?-i:Ed\.?D)\b|dr\.? (?:rer|ing|phil|jur)\b|(?-i:M\.D\.)|(?-i:MD)\b(?=.*\b(?:universit|college|school|medic))|(?-i:J\.?D)\b(?=[,.(\s]*(?:\d|$|in\b|.*\b(?:law|school|universit)))|pharm\.?d\b|juris doctor\b|(?-i:D\.?D\.?S|D\.?M\.?D|D\.?V\.?M|Psy\.?D)\b"),
    (MASTER, _lettered("M") + r"|master['’]s(?=\s+(?:is\b|would\b|preferred|desir\w+|required|essential|a plus|an advantage|welcome))|m\.?a\.?t\b\.?(?=,|\s+(?:in|degree))|master['’]?s?(?=\s+(?:degree|of|in|level|’|')|\s*$|\s*[,/(]|\s+or\b)|m\.?\s?sc\b\.?|m\.?eng\b|m\.?tech\b|m\.?com\b|(?-i:M\.?Ed)\b|mba\b|mca\b|m\.?phil\b|ll\.?m\b|msn\b|msw\b|(?-i:MPA|MPH|MFA)\b|m\.pharm\b|mpharm\b|(?-i:MMath|MChem|MPhys|MSci|MRes|MArch|MBiol|MPP|MCom)\b|mbbs\b|mbchb\b|m\.e\.|m\.a\.|m\.s\.|" + _placed("MA|MS|ME") + r"|magister|\bmgr\b\.?(?=\s|$)(?=.*\b(?:inż|uniwersytet|politechnika|univerzita))|postgraduate (?:degree|qualification)|graduate degree|advanced degree|bac ?\+ ?5|(?:rqf|eqf)(?: level)? 7|level 7 (?:qualification|degree)|laurea (?:magistrale|specialistica)|m[áa]ster (?:en|universitario|in)\b|ma[îi]trise|staatsexamen|dipl\.?[- ]?(?:ing|kfm|kff|inf|phys|math|chem|betriebsw|volksw|psych|oec)\w*\b\.?(?!\s*\(fh)|diplom[- ](?:ingenieur|informatiker|kauf\w+|physiker|mathematiker)\w*(?!\s*\(fh)|dipl[oô]me d['’]ing[ée]nieur|pgdm\b"),
    (BACHELOR, _lettered("B") + r"|inginer(?: diplomat)?\b|ingeniero\b|inżynier\b|civilingenj\w+|bachelor['’]?s?(?: degree)?|undergraduate degree|b\.?\s?sc\b\.?|b\.?eng\b|b\.?\s?tech\b|b\.?com\b|(?-i:B\.?Ed)\b|bba\b|bca\b|ll\.?b\b|bsn\b|bsw\b|bfa\b|(?-i:BASc|BAppSc|BBS|BSocSc|BMus|BN|BVSc|BVetMed|BArch|BDes|BHSc|BMedSci|BEcon|BBus|BEd)\b|b\.?pharm\b|b\.e\.?(?=\s|/|\(|,|$)|b\.a\.|b\.s\.|\bBE\b(?=\s+(?:in|/|or|\())|" + _placed("BA|BS|BE|AB") + r"|(?-i:BA|BS)\b(?=\s*(?:,|/|$)|\s+(?:degree|honou?rs|or)\b)|hons\b|licence (?:en|de|professionnelle|pro|ès)\b|(?:rqf|eqf)(?: level)? 6|level 6 (?:qualification|degree)|nqf(?: level)? 7|licenciatura|licencjat|\binż\b|laurea\b|grado en\b|graduad[oa] en\b|kandidat\w*|\bhbo\b|bac ?\+ ?3|university degree|college degree|four[- ]year (?:degree|course|college|programme|program)|4[- ]year (?:degree|course|college|programme|program)|degree[- ]level|degree[- ]educated|university graduate|college graduate|graduate of|graduated? (?:in|from|with)|university education|first degree|completed (?:university )?(?:studies|degree)|(?<!\d\d[ -])(?<!\d\d\s[ -])(?<!high )(?<!some )\bdegrees?\b(?!\s+(?:of|celsius|fahrenheit|angle))|studium|diplom\b|dipl\.|grado\b|pgce\b|pg ?dip\b|postgraduate (?:diploma|certificate)"),
    (ASSOCIATE, r"associate['’]?s?(?:['’]s)? degree|associate (?:of|in)|associates (?:of|in|degree)|foundation degree|hnd\b|hnc\b|higher national|ond\b|national diploma|two[- ]year degree|college diploma|diploma(?! supplement)|\bADN\b|associate['’]s(?=\s+(?:or|and)\b|\s*[/,])|(?-i:A\.?A\.?S?\.?)(?=\s+(?:in|degree))|(?-i:AAS)\b|(?-i:A\.A\.S\.?)(?=[\s,]|$)|" + _OPENS + r"(?-i:A\.[AS]\.)(?=\s|,)|polytechnic|\b(?-i:BTS|DUT)\b|bac ?\+ ?2|\bmbo\b|trade school"),
    (UPPER, r"a[- ]levels?|(?:higher )?nitec\b|abitur|fachabitur|baccalaur\w+|btec|leaving cert\w*|\bvce\b|\bhsc\b|matura\b|maturit[àa]\w*|bachillerato|highers|year 12|grade 12|12th|plus two|\+2\b|\bpuc\b|international baccalaureate|ib diploma|\bbac\b|matric\w*|national senior certificate|\bkcse\b|wassce|waec|\bncea\b|\bossd\b|\bt[- ]levels?\b|access to he"),
    (SCHOOL, r"high school(?: diploma)?|secondary (?:school|education)|\bged\b|gcses?|o[- ]levels?|['‘]o['’] levels?|\bssc\b|sslc|10th|school leaving|junior cert\w*|hs diploma|(?-i:HS)\b(?=,?\s*(?:\d{4}|class|graduat|$))|school diploma|mittlere reife|realschul\w*|school certificate"),
)  # fmt: skip
PATTERNS = tuple((level, re.compile(rf"(?<![\w.])(?:{pattern})", re.IGNORECASE)) for level, pattern in _LEVELS)
NAMED_BACHELOR = re.compile(
    r"bachelor|undergraduate|\bb\.?\s?(?:sc|a|s|e|tech|eng|com|ed|n|pharm)\b|\bbba|\bbca|\bllb|\bbsn|\bbsw|hons|university|college degree|four[- ]year|4[- ]year|laurea|licen[cs]|grado|hbo",
    re.IGNORECASE,
)

# Words of a degree's line that are no subject.
NO_SUBJECT = words("""
degree degrees field fields related relevant similar equivalent subject subjects discipline disciplines any area areas
or and a an the in of other another required preferred from university college accredited recognised recognized
institution level bachelor bachelors master masters bachelor's master's associate associate's arts
doctorate diploma high school experience years work combination education-level minimum least at plus with good
honours hons bsc msc ba ma bs ms be b.e b.tech btech mca mba m.tech ged phd 2:1 2.1 1st class lieu
such as eg appropriate suitable good valid graduate graduates undergraduate postgraduate qualification comparable must
have hold holding desirable essential is will be considered higher above some formal your you we need needed completed
stream streams specialisation specialization faculty full applied bachelors bac study studies studied university-level upper lower second first credit division
ideally preferably recent course courses certificate hnd hnc ond dipl diplom laurea licence triennale magistrale mgr
grade distinction merit pass gpa cgpa fh two-year three-year four-year year doctoral
""")  # fmt: skip
# Words of subjects that say how, not what: they count only where nothing else is said.
HEADS = frozenset(map(family, words("""
engineering science sciences management technology technologies systems system administration development services
design theory general international modern professional advanced practice
"""))) | {"engineering"}  # fmt: skip
# Subjects in other languages, and short forms, as they are called in English.
ENGLISH = {
    "informatik": "computer", "informatique": "computer", "informatica": "computer", "informática": "computer", "informatyka": "computer", "informatyki": "computer", "cs": "computer", "cse": "computer", "it": "computer", "computing": "computer",
    "wirtschaftsinformatik": "computer business", "maschinenbau": "mechanical engineering", "elektrotechnik": "electrical engineering", "bauingenieurwesen": "civil engineering", "architektur": "architecture", "ece": "electronics engineering", "eee": "electrical electronics engineering",
    "wirtschaftsingenieurwesen": "industrial engineering", "bwl": "business", "betriebswirtschaft": "business", "betriebswirtschaftslehre": "business", "vwl": "economics", "jura": "law", "pädagogik": "education", "lettere": "languages literature", "lingue": "languages literature",
    "chemie": "chemistry", "biologie": "biology", "physik": "physics", "mathematik": "mathematics", "maths": "mathematics", "math": "mathematics", "psychologie": "psychology", "gestion": "management business", "droit": "law", "économie": "economics", "economia": "economics", "derecho": "law",
    "ingeniería": "engineering", "ingegneria": "engineering", "ingénierie": "engineering", "accountancy": "accounting", "accountant": "accounting", "hr": "human resources", "stats": "statistics", "pflege": "nursing", "enfermería": "nursing", "farmacia": "pharmacy", "biz": "business",
    "bsn": "nursing", "msn": "nursing", "adn": "nursing", "llb": "law", "llm": "law", "jd": "law", "j.d": "law", "juris": "law", "m.d": "medicine", "dds": "dental", "d.d.s": "dental", "dmd": "dental", "d.m.d": "dental", "dvm": "veterinary", "d.v.m": "veterinary", "pharm.d": "pharmacy", "psy.d": "psychology", "mba": "business", "pgdm": "business", "bba": "business", "bcom": "commerce", "b.com": "commerce", "m.com": "commerce", "b.ed": "education", "bed": "education", "bsw": "social", "msw": "social",
    "bca": "computer", "mca": "computer", "pgce": "education", "b.eng": "engineering", "beng": "engineering", "meng": "engineering", "b.tech": "engineering", "btech": "engineering", "m.tech": "engineering", "b.e": "engineering", "mpharm": "pharmacy", "pharmd": "pharmacy", "mbbs": "medicine",
    "dipl.-ing": "engineering", "informatiker": "computer", "ingenieur": "engineering", "kaufmann": "business", "scientific": "biology chemistry physics biochemistry",
    "stem": "mathematics engineering physics computer chemistry biology", "numerate": "mathematics statistics economics physics engineering accounting", "quantitative": "mathematics statistics economics physics engineering finance", "technical": "engineering computer electronics mechanical", "inż": "engineering", "inginer": "engineering", "ingeniero": "engineering", "inżynier": "engineering",
}  # fmt: skip
# Subjects of one field: a degree in one of them is related to the others.
FACULTIES = tuple(
    frozenset(family(word) for word in group.split())
    for group in (
        "computer software informatics information mathematics statistics data computing electronics cyber cybersecurity artificial machine games",
        "electrical electronics mechatronics robotics telecommunications instrumentation power energy physics",
        "mechanical industrial manufacturing automotive aeronautical aerospace materials production mechatronics marine welding",
        "civil structural architecture building construction surveying environmental geotechnical architectural",
        "geography environmental geology earth climate conservation ecology",
        "business management commerce economics finance accounting marketing administration banking entrepreneurship logistics supply purchasing tourism hospitality trade actuarial",
        "human personnel hr psychology organisational business management",
        "marketing communication communications media journalism advertising english public",
        "biology chemistry biochemistry microbiology biotechnology food pharmacy biomedical pharmaceutical physics environmental biological chemical zoology botany genetics laboratory",
        "nursing midwifery medicine health care nurse medical paramedic physiotherapy occupational",
        "agriculture agribusiness agronomy horticulture forestry animal veterinary crop agricultural rural food environmental",
        "development international politics political sociology social anthropology community humanitarian peace",
        "education teaching pedagogy childhood linguistics languages literature english history",
        "law legal criminology criminal justice",
        "history english literature philosophy languages linguistics classics humanities theology art fine music drama",
        "graphic visual design art fashion illustration multimedia interaction",
        "hospitality tourism hotel culinary catering travel events",
    )
)
# Faculties of which a degree elsewhere is surely none: what they teach is taught nowhere else.
EXACT = frozenset(range(4)) | {8, 9, 13}
