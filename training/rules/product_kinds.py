"""Kinds of products that posts ask for, and products that are of them: whoever knows one knows one of its kind.

    of_kind("Experience with a CRM system")      # a pattern that finds "Salesforce", "HubSpot", ...

Also what lets a skill be known without its name: a framework tells of its language, a database of queries.
"""

import re

_KINDS = tuple(
    (re.compile(rf"\b(?:{kind})\b", re.IGNORECASE), re.compile(rf"(?<![\w-])(?:{products})(?![\w-])", re.IGNORECASE))
    for kind, products in (
        (r"crm(?: systems?| software| tools?| platforms?)?|customer relationship management", r"salesforce|hubspot|zoho(?: crm)?|pipedrive|dynamics crm|dynamics 365|sugarcrm|freshsales|microsoft dynamics"),
        (r"erp(?: systems?| software)?", r"sap|netsuite|oracle (?:ebs|erp|fusion)|microsoft dynamics|dynamics (?:365|nav|ax)|odoo|business central|navision|sage x3|jd edwards|infor|epicor|syspro"),
        (r"(?:e[hm]r|electronic (?:health|medical|patient) records?|electronic charting)(?: systems?)?", r"epic|cerner|meditech|emis(?: web)?|systmone|allscripts|athenahealth|powerchart|pointclickcare|rio"),
        (r"cad(?: software| packages?| systems?)?|computer[- ]aided design|3d modelling software", r"autocad|solidworks|catia|inventor|creo|revit|siemens nx|fusion 360|microstation|rhino"),
        (r"cms|content management systems?", r"wordpress|drupal|joomla|contentful|sitecore|umbraco|adobe experience manager|squarespace"),
        (r"(?:accounting|accounts|bookkeeping) (?:software|packages?|systems?)", r"xero|quickbooks|sage(?: \d+| line \d+)?|myob|tally(?: prime| erp)?|netsuite|kashflow|freeagent|datev"),
        (r"version control(?: systems?)?|source control", r"git|github|gitlab|bitbucket|subversion|svn"),
        (r"(?:public )?cloud (?:platforms?|services|providers?|environments?|infrastructure)", r"aws|azure|gcp|google cloud"),
        (r"(?:relational|sql) databases?|rdbms", r"mysql|postgres(?:ql)?|sql server|oracle|mariadb|sqlite|db2"),
        (r"git", r"github|gitlab|bitbucket"),
        (r"nosql(?: databases?)?", r"mongodb|cassandra|dynamodb|redis|couchbase|elasticsearch"),
        (r"(?:bi|business intelligence|data visuali[sz]ation|dashboard) (?:tools?|software|platforms?)", r"power bi|tableau|looker(?: studio)?|qlik(?:view|sense)?|metabase|data studio"),
        (r"(?:ms|microsoft) office(?: suite)?|office (?:suite|packages?|software)", r"ms office|microsoft office|office 365|(?:word|excel)(?=.*(?:excel|word|powerpoint|outlook))"),
        (r"spreadsheets?", r"excel|google sheets|sheets"),
        (r"(?:project management|work management) (?:software|tools?)", r"jira|asana|trello|ms project|monday\.com|primavera|basecamp|clickup|smartsheet"),
        (r"(?:ticketing|service desk|helpdesk) (?:systems?|software|tools?)", r"zendesk|servicenow|freshdesk|jira service|remedy|otrs"),
        (r"applicant tracking systems?|ats(?: systems?)?", r"greenhouse|lever|workday|icims|bullhorn|taleo|smartrecruiters|teamtailor"),
        (r"hris|hr (?:information )?systems?", r"workday|bamboohr|adp(?: workforce now)?|successfactors|ukg|cascade|personio|ceridian|dayforce"),
        (r"email marketing (?:tools?|platforms?|software)", r"mailchimp|klaviyo|hubspot|marketo|dotdigital|sendgrid|brevo"),
        (r"(?:property management systems?|pms|hotel (?:management )?systems?)", r"opera(?: cloud| pms)?|mews|protel|cloudbeds|guestline|fidelio|synxis"),
        (r"lims|laboratory information (?:management )?systems?", r"lims|labware|labvantage|starlims"),
        (r"wms|warehouse management systems?", r"wms|manhattan|sap ewm|blue yonder|red prairie"),
        (r"ci/?cd(?: tools?| pipelines?)?|continuous integration", r"jenkins|github actions|gitlab ci|circleci|azure devops|teamcity|travis"),
        (r"case management systems?", r"proclaim|leap|clio|liquidlogic|mosaic|visualfiles|actionstep"),
        (r"(?:graphic )?design software|adobe (?:creative )?(?:suite|cloud)|creative suite", r"photoshop|illustrator|indesign|figma|after effects|coreldraw"),
        (r"(?:virtual learning environments?|vle|lms|learning management systems?)", r"moodle|canvas|blackboard|google classroom|schoology"),
        (r"(?:video ?conferenc\w+|conferencing) (?:tools?|software|platforms?)", r"zoom|teams|webex|google meet"),
    )
)  # fmt: skip
_TELLS = tuple(
    (re.compile(rf"(?<![\w-])(?:{skill})(?![\w-])", re.IGNORECASE), re.compile(rf"(?<![\w-])(?:{signs})(?![\w-])", re.IGNORECASE))
    for skill, signs in (
        (r"sql", r"\w*sql\w*|oracle|postgres|quer(?:y|ies)|joins|databases?|stored procedures?"),
        (r"java", r"spring(?: boot)?|hibernate|maven|junit|jvm|kotlin"), (r"python", r"django|flask|fastapi|pandas|numpy|pyspark|pytorch|jupyter"),
        (r"javascript|js|html5?|css3?", r"react\w*|vue\w*|angular|node(?:\.js)?|typescript|next\.js|front[- ]?end|web (?:pages?|sites?|developer)|wordpress"),
        (r"c#|\.net", r"asp\.net|\.net\w*|dotnet|unity"), (r"linux|unix", r"ubuntu|debian|rhel|red hat|centos|bash|shell"),
        (r"git", r"github|gitlab|bitbucket|pull requests?"), (r"agile|scrum|kanban", r"sprints?|scrum\w*|stand-?ups?|retrospectives?|jira|agile"),
        (r"excel", r"spreadsheets?|ms office|microsoft (?:office|365)|office 365|m365|o365|pivot(?: tables?)?|[vx]lookup|vba|macros?|power query|financial model\w*"),
        (r"(?:ms|microsoft) office|office 365|microsoft 365|word|powerpoint|outlook", r"excel|word|outlook|powerpoint|(?:microsoft|office) 365|m365|ms office|spreadsheets?|minutes|slide\w*|decks?"),
        (r"powershell|bash|scripting", r"scripts?|scripted|scripting|ps ?[57]|shell|automat\w+"),
        (r"active directory|entra(?: id)?", r"group polic(?:y|ies)|gpos?|domain controllers?|azure ad|user accounts?|microsoft 365|intune"),
        (r"dns|dhcp|vlans?|tcp/ip|networking", r"switch(?:es|ing)?|rout(?:er|ers|ing)|firewalls?|trunk\w*|lan|wan|cabling|network\w*"),
        (r"crm", r"salesforce|hubspot|zoho|dynamics|pipedrive|leads?|accounts?"),
        (r"tms|wms|erp", r"software|system|sap|oracle|navision|dispatch\w*|stock"), (r"aws", r"ec2|s3|lambda|eks|cloudformation|amazon"),
        (r"ci/?cd", r"pipelines?|jenkins|deploy\w*"), (r"gd&t", r"toleranc\w+|prints?|drawings?"), (r"seo", r"search|keywords?|organic"),
        (r"haccp", r"food safety|food hygiene"), (r"gmp|glp", r"iso|audits?|sops?"), (r"vsam", r"ksds|esds|rrds|idcams|cluster"), (r"cics", r"bms|commarea|mapsets?|pseudo-?conversational|transaction screens?"), (r"jcl", r"procs?|job steps?|idcams|batch jobs?|dfsort|mainframe"),
        (r"typescript", r"ts|tsx|strict-mode"), (r"kubernetes|k8s", r"k8s|eks|gke|aks|helm|kubectl|clusters?"), (r"docker", r"containers?|containeri[sz]\w+|dockerfiles?|podman"),
        (r"i18n|internationali[sz]ation|locali[sz]ation", r"i18n|react-intl|locali[sz]\w+|translat\w+|languages"), (r"terraform", r"iac|infrastructure as code|hcl|modules"), (r"redux\w*|react", r"jsx|hooks|rtk|next\.?js|components?"),
        (r"wcag|accessibility", r"screen readers?|nvda|aria|contrast|axe"), (r"prometheus|grafana|observability", r"metrics|slos?|alert\w*|datadog|loki|dashboards?"), (r"html5?|css3?", r"sass|tailwind|bootstrap|layouts?|templates?"),
        (r"ansible", r"playbooks?|configuration management"), (r"machine learning|ml", r"models?|scikit\w*|pytorch|tensorflow|xgboost|classif\w+|regression"), (r"payroll", r"pays|wages|payslips?|stp|paye"),
        (r"pos", r"tills?|cash register|cash desk"),
    )
)  # fmt: skip


def names_one(asked: str, name: str) -> bool:
    """Whether a name has more to it than the kind that a clause asks for: "OPERA PMS" is one, "PMS" is any."""
    kinds = [kind for kind, _ in _KINDS if kind.search(asked)]
    return bool(kinds) and any(word[:1].isupper() for word in kinds[0].sub(" ", name).split() if len(word) > 1)


def of_kind(asked: str) -> re.Pattern | None:
    """What finds a product of the kind that a clause asks for; None where it asks for no kind of product."""
    return next((products for kind, products in _KINDS if kind.search(asked)), None)


# Kinds of which whoever has used one names it: one of them is not another.
_APART = tuple(
    re.compile(rf"(?<![\w-])(?:{products})(?![\w-])", re.IGNORECASE)
    for products in (
        r"siemens nx|solidworks|catia|inventor|creo|solid edge", r"react(?:\.?js)?|vue(?:\.?js)?|angular|svelte|ember",
        r"marketo|hubspot|pardot|eloqua", r"workday|successfactors|bamboohr|adp workforce now", r"opera(?: pms| cloud)?|protel|mews|cloudbeds|guestline", r"labware|labvantage|starlims", r"manhattan|blue yonder|sap ewm|k[oö]rber",
        r"systmone|emis(?: web)?", r"xero|myob|quickbooks", r"tableau|power bi|looker|qlik\w*", r"ansys|abaqus|nastran",
        r"siemens tia|tia portal|rslogix|studio 5000", r"archicad|revit", r"arbor|sims", r"salesforce|dynamics 365|zoho",
    )
)  # fmt: skip


def other_of_kind(asked: str, text: str) -> str | None:
    """The product that a text names in place of the one of its kind that alone is asked for; None where it names that, or none."""
    for products in _APART:
        wanted = {match.group().casefold() for match in products.finditer(asked)}
        if len(wanted) != 1:
            continue
        held = {match.group().casefold() for match in products.finditer(text)}
        if held and not any(_bare(one) in map(_bare, held) or _is_short_for(held, one) for one in wanted):
            return min(held)
    return None


def _is_short_for(held: set[str], wanted: str) -> bool:
    """Whether one of the names is the asked one without its last word: "Opera" for "Opera PMS"."""
    return any(wanted.startswith(f"{one} ") for one in held)


# What stands in brackets.
NOTE = re.compile(r"\([^()]*\)")
_WORD = re.compile(r"[\w+#.'-]+")
# Whose products people list each by its name.
_MAKERS = frozenset(("Adobe", "Atlassian", "Autodesk", "Microsoft", "Salesforce"))


def is_other_of_maker(name: str, text: str) -> bool:
    """Whether a text names other products of the maker of a product, and never that one: "Sales Cloud" for "Salesforce Account Engagement"."""
    said = _WORD.findall(NOTE.sub(" ", name))
    if not 2 <= len(said) <= 4 or said[0] not in _MAKERS or said[0] not in text:
        return False
    others = re.findall(rf"\b{said[0]}\b(?:\s+([A-Z][\w+#.'-]+))?", text)
    return bool(others) and all(other and other != said[1] for other in others)


def _bare(product: str) -> str:
    return re.sub(r"(?<=\w) (?:pms|cloud)$|[\W_]|js$", "", product)


def may_tell(asked: str, text: str) -> bool:
    """Whether a text that does not name what a clause asks for holds a sign of it."""
    return any(skill.search(asked) and signs.search(text) for skill, signs in _TELLS)
