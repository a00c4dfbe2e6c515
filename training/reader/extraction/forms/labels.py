"""Words that forms print before or above a value: "Name and address of employer", "Dates attended", the head row of a table.

    kind_of("Occupation or position held")      # "title"
    labelled(text)                              # ("dates", 16) of "Dates Employed: 2017 - 2020"

Europass documents, federal applications and tables say so what each value is, in the language of the document.
"""

import re

_WORDS = {
    "title": "occupation or position held|occupation or position|occupation|position held|position|positions held|job title|position title|title|role|post|post held|designation"
    "|beruf oder funktion|funktion|tätigkeit|stelle|position/tätigkeit|poste|poste occupé|fonction|fonction ou poste occupé|intitulé du poste|profession ou poste occupé|puesto|cargo|profesión o cargo desempeñado"
    "|lavoro o posizione ricoperti|função ou cargo ocupado|functie|stanowisko|zajmowane stanowisko",
    "employer": "name and address of employer|name of employer|employer|employer name|employer's name|company|company name|company/organisation|company / organisation|organi[sz]ation|organi[sz]ation name|firm"
    "|arbeitgeber|name und adresse des arbeitgebers|unternehmen|firma|betrieb|employeur|entreprise|société|nom et adresse de l['’]employeur|empresa|nombre y dirección de la empresa o empleador"
    "|nome e indirizzo del datore di lavoro|datore di lavoro|nome e endereço do empregador|werkgever|pracodawca",
    "dates": "dates?|dates? (?:employed|attended|of employment|of attendance|from - to)|employment dates|period|time period|period of employment|duration|years?|from ?[–-] ?to|from/to|zeitraum|datum|daten|dauer|von ?[–-] ?bis"
    "|dates? \\(de ?[–-] ?à\\)|période|durée|fechas?|periodo|período|date|datas?",
    "place": "location|place|city|town|city/state|city, state|country|ort|standort|lieu|ville|lugar|ciudad|luogo|local",
    "degree": "title of qualification awarded|qualification awarded|qualifications?|degree|degree earned|degree awarded|degree/diploma|course|programme|program|abschluss|bezeichnung der erworbenen qualifikation"
    "|diplôme|intitulé du certificat ou diplôme délivré|título|título de la cualificación obtenida|titulación|titolo della qualifica rilasciata|designação da qualificação atribuída",
    "school": "name and type of organi[sz]ation providing education and training|institution|institute|school|school name|university|university/school|university / school|college|college/university|awarding body"
    "|schule|hochschule|bildungseinrichtung|name und art der bildungs- oder ausbildungseinrichtung|établissement|école|nom et type de l['’]établissement d['’]enseignement ou de formation|centro|centro de formación"
    "|tipo de centro donde se ha impartido la formación|nome e tipo d['’]organizzazione erogatrice dell['’]istruzione e formazione|nome e tipo da organização de ensino ou formação",
    "tasks": "main activities and responsibilities|main activities|activities|main duties|duties|responsibilities|key responsibilities|tasks|accomplishments|aufgaben|wichtigste tätigkeiten und zuständigkeiten"
    "|hauptaufgaben|missions|activités|principales activités et responsabilités|funciones|funciones y responsabilidades principales|principali attività e responsabilità|principais actividades e responsabilidades",
    "none": "hours per week|hours|average hours(?: per week)?|type of business or sector|sector|salary|supervisor|may we contact(?: this employer)?|series/grade|level in national(?: or international)? classification|reason for leaving"
    "|principal subjects ?/ ?occupational skills covered|principal subjects|gpa|art des unternehmens oder sektor|niveau|level|proficiency|since|rating",
    "name": "first name\\(?s?\\)? ?/ ?surname\\(?s?\\)?|surname\\(?s?\\)? ?/ ?first name\\(?s?\\)?|name|full name|vor- und nachname|nachname\\(?n?\\)? ?/ ?vorname\\(?n?\\)?|nom|nom et prénom|nom\\(?s?\\)? ?/ ?prénom\\(?s?\\)?|nombre|nombre y apellidos|apellido\\(?s?\\)? ?/ ?nombre\\(?s?\\)?|nome",
    "address": "address(?:\\(es\\))?|postal address|home address|anschrift|adresse\\(?n?\\)?|wohnort|wohnhaft in|adresse\\(s\\)|dirección(?:\\(ones\\))?|domicilio|indirizzo|morada",
    "contact": "telephone(?:\\(s\\))?|phone|tel\\.?|mobile|cell|fax(?:\\(es\\))?|e-?mail(?:\\(s\\))?|telefon|handy|mobil|téléphone(?:\\(s\\))?|portable|courriel|teléfono(?:\\(s\\))?|correo(?:\\(s\\))? electrónico(?:\\(s\\))?|telefono|website|homepage|linkedin",
    "personal": "nationality|date of birth|born|gender|sex|marital status|staatsangehörigkeit|nationalität|geburtsdatum|geboren|geburtsort|familienstand|geschlecht|nationalité|date de naissance|né\\(?e?\\)? le|sexe|situation familiale|nacionalidad|fecha de nacimiento|sexo|estado civil|photo|foto",
    "languages": "mother tongue(?:\\(s\\))?|other languages?(?:\\(s\\))?|muttersprache(?:\\(n\\))?|(?:sonstige|weitere) sprachen?(?:\\(n\\))?|langue(?:\\(s\\))? maternelle(?:\\(s\\))?|autre(?:\\(s\\))? langue(?:\\(s\\))?|lenguas? maternas?|idiomas? maternos?|otros idiomas?|otro(?:\\(s\\))? idioma(?:\\(s\\))?|madrelingua|altr[ae] lingu[ae]",
    "skills": "(?:[^\\W\\d_]+(?: and [^\\W\\d_]+)? )?skills and competences|(?:computer|digital|technical|job[- ]related|communication|social|organisational(?: ?/ ?managerial)?|artistic|other) skills(?: and competences)?"
    "|(?:soziale|organisatorische|technische|künstlerische|sonstige|it-|edv-)\\s?(?:fähigkeiten|kenntnisse)(?: und kompetenzen)?|(?:aptitudes et )?compétences (?:sociales|organisationnelles|techniques|informatiques|artistiques)|capacidades y competencias (?:sociales|organizativas|técnicas|informáticas|artísticas)",
}  # fmt: skip
_KINDS = {kind: re.compile(rf"(?:{words})\s*[:：]?", re.IGNORECASE) for kind, words in _WORDS.items()}
# Kinds of which a line of a job or school may begin with a label.
_LINES = ("title", "employer", "dates", "place", "degree", "school", "tasks", "none")
_BEGINS = re.compile("|".join(f"(?P<{kind}>(?:{_WORDS[kind]}))\\s*[:：]\\s+(?=\\S)" for kind in _LINES), re.IGNORECASE)
# What the columns of a table may be called.
HEADS = frozenset(("title", "employer", "dates", "place", "degree", "school", "tasks", "none"))


def kind_of(text: str) -> str:
    """What the whole of a text labels; "" where it is no label."""
    text = " ".join(text.split())
    return next((kind for kind, words in _KINDS.items() if words.fullmatch(text)), "")


def labelled(text: str) -> tuple[str, int] | None:
    """What a text begins with a label for, and where the value starts."""
    found = _BEGINS.match(text)
    return (found.lastgroup or "", found.end()) if found else None
