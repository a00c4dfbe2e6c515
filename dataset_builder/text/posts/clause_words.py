"""Patterns that say how strongly a clause of a post asks, what kind of thing it asks for, and what asks for nothing.

Only tables of compiled patterns; `clauses` and `posts` read with them.
"""

import re

from dataset_builder.text import any_of
from dataset_builder.text.posts.any_case import AnyCase

# -------------------------------------------------------------------------------- strength of a clause

OPTIONAL = re.compile(
    r"\b(?:(?:get|gets|given|have|receive|take) (?:priority|preference)|priority (?:is |will be )?(?:given|for)|nice[- ]to[- ]haves?|good[- ]to[- ]have|great to have|(?:would be|is|are|will be|be|as|considered|also) (?:an? )?(?:(?:big|huge|massive|definite|strong|real|distinct|added|additional|clear|significant|great|nice|major) )?(?:plus|bonus|advantage|asset|benefit|advantageous|beneficial|desirable|preferred|preferable|helpful|useful|welcome|welcomed|nice(?! to (?!have)\w)|ideal|appreciated|valued|valuable|optional|handy|desired|great|favou?rable)"
    r"|an? (?:(?:big|huge|massive|definite|strong|real|added|additional|clear|significant|great|nice|major) )?(?:plus|bonus|advantage|asset|added benefit|must-not)\b|preferred|pref['’.]?d\b|preferably|(?:by|for) preference|preference (?:is |will be )?(?:given|for)|preferable|desirable|desired|advantageous|beneficial"
    r"|ideally|bonus(?: points)?(?: if| for)?|brownie points|extra (?:points|credit)|even better(?: if)?|optional|optionally|but (?:very |highly |certainly |still )?(?:useful|helpful|welcome|an advantage|nice|appreciated|handy|desirable|valued|a plus)|not essential|not required but|but not (?:required|essential|necessary|mandatory|needed)|not a must|would love(?! to (?:hear|meet|talk|chat|see you))|we'd love(?! to (?:hear|meet|talk|chat|see you))|(?:would be|['’]d be|is) an? (?:gift|present|treat|boon|delight|joy|luxury|blessing|cherry)|would be (?:great|nice|good|ideal|helpful|useful|welcome|amazing|fantastic|brilliant|wonderful|lovely|perfect|a dream|icing)|endear you|so much the better|gold dust|meritorious|(?:extra|added) (?:asset|bonus|plus)|(?:it['’]d|would) be \w+ if|(?:genuinely|really|very|always|particularly|especially) (?:useful|helpful|handy|welcome)|(?:makes?|make) (?:\w+ ){0,3}easier|(?:maybe|perhaps) even|(?:wouldn['’]t|won['’]t|can['’]t|doesn['’]t|never) hurts?|(?:big|great|huge|real) help|it['’]d (?:really )?help|all the better|(?:glad|pleased|happy|delighted) (?:of|to see)|nice for|move you up|save (?:us|you)|spares? us|gets you|earns? you|puts? you (?:ahead|at)|stand you in good stead|in your favou?r|(?:highly|well|favou?rably) (?:regarded|rated|looked on|viewed|received)|go a long way|=\s*(?:nice|good|great)|(?:useful|helpful|handy|nice|welcome|beneficial|advantageous)(?=\W*$)|(?:huge|big|massive|major|definite|strong|real|definite|distinct|added) (?:plus|bonus|advantage|asset)"
    r"|can be (?:an advantage|helpful)|(?<!\byou )(?<!\bwe )(?<!\bwho )(?<!\bperson )(?:will|would) (?:help|set you apart|make you stand out)|helps(?= if| with\b| on\b| in\b|\s*,|\s*as\b|\s*because\b|$|\.)|we['’]d be happier(?: still)?|lovely(?= but| if|$)|handy(?= but| if| for| when| with|$)|plus(?=\s*$|\s*[.!)]|:)|von vorteil|wünschenswert|idealerweise|un (?:plus|atout)|souhaité|deseable|se valora(?:rá)?|valorable)(?!\w)",
    re.IGNORECASE,
)
# Of a thing, in the conditional: "isiXhosa would make you popular", "a notary commission would save us a walk".
_WOULD = AnyCase(
    r"(?<!\byou)(?<!\bwe)(?<!\bwho)(?<!\bthey)(?<!\bit)(?<!\bthere)(?<!\bperson)(?<!\bcandidate)(?<!\bapplicant)(?<!\brole)(?<!\bjob)(?<!\bholder)\s+would\s+(?:\w+ly\s+|also\s+)?(?!(?:like|expect|need|want|require|have|ask|prefer|work|report|join|include|involve|suit|do|suffice)\b)[a-z]+\b(?!\s+(?:\w+ly\s+)?(?:required|expected|essential|needed|responsible|mandatory|necessary|able|working|doing|asked|based|used|\w+ing\b))"
)
# Says that something is asked after all, in a clause of its own beside an optional one.
REQUIRED = re.compile(
    r"\b(?:required|requirement|essential|mandatory|a must|must[- ]have|must|needed|necessary|obligatory|compulsory|non-negotiable|zwingend|obligatoire|imprescindible)\b",
    re.IGNORECASE,
)
_THING = r"(?:[\w+#./'’&-]+\s+){0,7}?"
DENIED = AnyCase(
    rf"\bno\s+(?:need|requirement)\s+(?:for|to)\b|\bno\s+{_THING}(?:is\s+|are\s+)?(?:required|needed|necessary|expected|essential|wanted|asked)\b|\b(?:is|are)\s+not\s+(?:required|needed|necessary|expected|a requirement|part of (?:this|the))\b"
    r"|\b(?:isn|aren)['’]t\s+(?:required|needed|necessary|expected|part of (?:this|the))\b|(?<!but )(?<!but is )\bnot\s+(?:required|needed|necessary)\b(?!\s*,?\s*but)|\b(?:you\s+)?(?:do not|don['’]t|won['’]t|will not)\s+(?:need|require|have to (?:have|know|be))\b"
    r"|\bwe\s+(?:do not|don['’]t)\s+(?:need|require|ask for|expect|care (?:about|if|whether)|use|mind)\b|\b(?:does not|doesn['’]t|will not|won['’]t)\s+(?:involve|include|require|need)\b|\b(?:this is|this role is|it is|it's|we are|we're)\s+not\s+an?\b|\brather than\b.*\bneeded\b"
    r"|^no\s+(?!problem\b|issues?\b|fear\b|trouble\b|objection\b|more\b|less\b|fewer\b|unspent|(?:\w+ )*(?:criminal|convictions?|points|smok|visible|endorsements?|disqualif|bans?|allerg|fear))[\w+#./ -]{2,40}(?:,?\s+please)?[.!]?$|\bwithout (?:any )?(?:experience|a degree)\b|\bnot looking for\b|\bkeine?\s+\w+\s+(?:nötig|erforderlich)",
)

# The patterns are costly: they are looked for only where one of these stands.
_OPTIONAL_SIGNS = any_of((
    "nice", "good to", "good-to", "great", "plus", "bonus", "advant", "asset", "benefi", "desir", "prefer", "helpful", "useful", "welcome", "ideal", "apprecia", "valu",
    "gift", "present", "treat", "boon", "delight", "joy", "luxury", "blessing", "cherry", "option", "handy", "amazing", "fantastic", "brilliant", "wonderful", "perfect", "dream", "endear", "icing", "gold dust", "meritorious", "easier", "maybe", "hurt", "glad", "pleased", "delighted", "happy", "perhaps", "move you", "save", "spare", "gets you", "earn", "put", "stead", "long way", "happier", "lovely", "favo", "regarded", "rated", "looked on", "viewed", "received", "pref'", "pref’", "pref.", "prefd", "points", "credit", "priority", "preference", "better", "essential", "required", "must", "love", "help", "apart", "stand out", "vorteil", "wünschens", "atout",
    "souhait", "deseable", "necessary", "mandatory", "needed",
))  # fmt: skip
# What a bracket denies is an aside: "a school leaver (or older, we don't mind)".
_ASIDE = re.compile(r"(?<=\w)\s*\([^()]*\)")
_DENIED_SIGNS = any_of(("no ", "not ", "n't", "n’t", "without", "rather", "kein"))


_OPTIONAL = AnyCase(OPTIONAL.pattern)


def is_optional(text: str) -> bool:
    lowered = text.lower()
    return (_OPTIONAL_SIGNS.search(lowered) is not None and _OPTIONAL.search(lowered)) or (
        " would " in lowered and _WOULD.search(lowered)
    )


def may_be_optional(text: str) -> bool:
    """Whether a part of a text may be optional; of most texts no part is, and none needs a look."""
    return says_strength(text) or " would " in text.lower()


def says_strength(text: str) -> bool:
    """Whether a text may hold words of `OPTIONAL` or `REQUIRED`; most hold none and need no closer look."""
    return _OPTIONAL_SIGNS.search(text.lower()) is not None


def is_denied(text: str) -> bool:
    return _DENIED_SIGNS.search(text.lower()) is not None and DENIED.search(_ASIDE.sub(" ", text))


# -------------------------------------------------------------------------------- what asks for nothing

EMPLOYER = re.compile(
    r"^(?:we|our|ours is|ours are|we're|we are|we've|(?-i:At [A-Z]\w+)|founded|established|since \d{4}|(?-i:[A-Z][\w&.-]+(?: [A-Z][\w&.-]+){0,3}) (?:builds|finds|places|helps|hires|connects|recruits|makes|runs|provides|delivers|designs|supplies|serves|operates|employs|offers|owns|manufactures|develops|sells|cares|looks after|supports|has (?:been|grown|over|more|\d)|brings)|as an? (?:equal|employer|company|business|team|family|disability))\b(?!.*\b(?:you|candidates?|applicants?|looking for|need|seeking|require|expect|ask)\b)",
    re.IGNORECASE,
)
# "With 40 years of experience in framing, Nordhaven builds barns": the years are the firm's.
FIRM_YEARS = re.compile(
    r"^with (?:over |more than |nearly |almost |some )?[\w+]+ years\b[^,]{0,80},\s+(?-i:[A-Z]|we\b|our\b)(?!.*\b(?:you|candidates?|applicants?)\b)",
    re.IGNORECASE,
)
LEGAL = AnyCase(
    r"^headquartered\b|^(?:women|men|people|persons|candidates|applicants|applications|returners|veterans|students|parents)\b[^.;,]{0,40}\b(?:is|are)?\s*(?:very |most |especially |equally )?welcome|\ba (?:reserve )?(?:panel|list) (?:may|will|might|can) be (?:set up|formed|created|established|drawn)\b|\b(?:(?:appointee|applicant|candidate|post ?holder|appointment|offer|employment|job|post|position|role)s? (?:of employment )?(?:is|are|will be) (?:\w+ )?(?:subject to|contingent|conditional)|(?:appointment|employment|(?:job )?offer)s? depends? (?:up)?on|(?:criminal|arrest|conviction) (?:records?|histor(?:y|ies)) (?:is|are|will be) considered|\b(?:medical|examination|physical|screen(?:ing)?|test|checks?) (?:is|are) (?:required|done|run|carried out|made) before (?:an offer|the (?:first|start))|equal[- ]opportunit|severely disabled|equal(?:ly)? (?:qualifi\w+|suitab\w+)|preferential consideration|(?:before|prior to) (?:confirming|any|your) (?:appointment|offer)|^if you (?:need|require|have (?:any|questions|a disability)|want|would like|wish|are (?:interested|unable))\b|in the (?:attached |full )?(?:person specification|job description)|equal employment|affirmative action|without regard to|regardless of|discriminat|protected (?:characteristic|veteran|class|by)|all qualified applicants|veterans?['’]? preference|preference (?:will be|is) given (?:in line|to (?:\w+ ){0,3}?(?:candidates?|applicants?|persons?|people|residents?|citizens) (?:from|living|residing|of|who live|in)\b|to (?:qualified|internal|local|designated|previously disadvantaged|women|veterans|persons? with))|reserves? the right|reasonable (?:accommodation|adjustment)|encourage(?:s|d)? (?:\w+ )?applications? from|welcomes? (?:applications|applicants|people|everyone|candidates)|are (?:encouraged|welcome) to apply|(?:applicants|applications|candidates|people) (?:with|from|of) [^.]{0,60}\b(?:is|are) (?:very |most )?welcome|diverse (?:team|workforce|backgrounds)|inclusive (?:employer|workplace|environment)|committed to (?:safeguarding|diversity|equality|equal|creating|building|providing|inclusion)|hires? on merit|(?:candidates|applicants|applications|everyone|all) (?:is|are|will be) (?:\w+ )?(?:treated|judged|assessed|considered) (?:equally|the same|alike|fairly|on (?:their )?merit)|(?:whatever|irrespective of) (?:their|your|the|race|age|sex|gender|origin|colou?r)|people of all (?:genders|backgrounds)|everyone belongs|e-?verify|licen[cs]e no\b|(?:ea|rc) (?:personnel|no)\b|gdpr|privacy (?:policy|notice)|disability confident|drug[- ]free|this (?:job|position) description (?:is|may|does)|nothing in this|may be (?:subject to|asked to perform)|other duties as assigned|bewerbungen von|chancengleichheit)",
)
APPLY = AnyCase(
    r"^(?:(?:please )?send|ring|call|phone|whatsapp|msg|dm|text|message|#\w+|(?:please )?(?:tell|let) us (?:know )?(?:if|about|what|how|which)|drop in|pop in|swing by|come (?:in|along|by|see)|stop by|walk in|write to|come and)\b|\b(?:before you apply|(?<!writing )(?<!planning )(?<!grant )(?<!funding )(?<!web )(?<!mobile )(?<!software )(?<!cloud )applications? (?:forms?|packs?|to|should|must|are|is|by|close)|applications?, with|^applications? with\b|applications? only|(?:text|message|msg|dm|whatsapp) (?:us|me|\w+ to)\b|(?:send|submit|forward|bring|attach|include|upload) (?:in )?(?:\w+ ){0,3}?(?:resumes?|cvs?|r[ée]sum[ée]s?)|hit us|drop us|tell us (?:a bit |a little |something )?about|(?:cvs?|resumes?|portfolios?|letters?|reels?) to\b|apply (?:in (?:writing|person)|by|with|via|through|now|online|at|today|to)|to apply(?! (?:for (?:one|it|them|that)\b|it|them|this|these|that|those|your|what|such|safe|good|best)\b)(?!,? you (?:must|should|need|will need))|send (?:us )?(?:your|a|an)|e-?mail (?:your|us|a|to)|mail (?:your|us|to)|submit (?:your|an?)|your (?:cv|résumé|resume|cover letter)|(?:with|attach|upload) (?:a|your) (?:cv|resume|cover)|closing date|kindly (?:share|send|forward|mail|submit)|share (?:your|updated|the) (?:\w+ )?(?:profile|cv|resume)|(?:should|may|can|please) (?:forward|send|submit|e-?mail|click|write in)\b|deadline(?= (?:for|is|to)\b|:)|(?:will|can)(?:not| not)? be considered\W*$|(?:first |initial )?review of applications|applications accepted|interviews? (?:will|are|on|in|by|via|from|take|process|first|here)|short-?list(?:ed|ing)?|recruitment agenc|no agencies|click|visit our|contact (?:us|\w+ (?:at|on|for))|for (?:more|further) (?:information|details)|call us|text \w+ at|questions\?|reach out to|subject line|hear(?:d)? (?:back )?from us|unsuccessful|not answered|reply to this)\b",
)
BENEFIT = AnyCase(
    r"\b(?:we (?:offer|provide|give|pay|cover|will (?:train|teach|provide|give|pay)|['’]ll (?:train|teach|provide|give|pay|show))|(?:full )?training (?:is |will be |can be )?(?:given|provided|available|offered)|you(?:['’]ll| will)? (?:get(?! on\b)|receive|enjoy|be paid|be rewarded|earn)\b|pension|401\(?k\)?|health insurance|dental(?! (?:nurs|radiograph|hygien|assist|surg|practice|experience|reception|x-?ray|implant|lab|chart|software|record|technic|knowledge|terminology))|paid (?:time off|leave|holiday|vacation)|annual leave|days['’]? (?:of )?(?:holiday|leave|vacation|pto)|holiday(?:s)? (?:allowance|entitlement|per)|sick pay|free (?:parking|lunch|uniform|meals|coffee|snacks|gym)|gym membership|life (?:cover|assurance|insurance)|discount|bonus scheme|annual bonus|sign[- ]on bonus|salary(?! history)|per hour|per annum|\bp\.?a\.?\b|/hr\b|(?:day|night|piece) rate\b|visa (?:on|by|provided)|paid (?:weekly|monthly|fortnightly)|(?:provided|supplied|included)(?=\W*$|\s+(?:after|from|by|free|on)\b)|(?:house|bungalow|cottage|flat|accommodation) (?:goes|comes|(?:is )?(?:available|provided))|/hour|hourly rate|overtime (?:rate|paid)|stock options|equity|cycle to work|childcare vouchers|company car|^free\b|relocation (?:package|assistance|support)|(?:bike|travel|learning|training|boot|equipment|meal|housing) (?:budget|allowance|card)|employee assistance|flexible (?:working|hours)|career progression|opportunit(?:y|ies) (?:to|for)|super\b(?=\s*$|annuation))",
)
# A line of a list without a heading that says when, where or how long the work is.
TERMS = AnyCase(
    r"(?:hybrid|remote|on[- ]?site|full[- ]time|part[- ]time|permanent|temporary|temp|contract|start(?:ing|s)? (?:asap|date|straight|immediately|in|on)|immediate start|asap|\d[\d.]* ?(?:h|hrs?|hours|days)\b|mon(?:day)?s?\b|weekly|monthly|days|nights|location|based|no agencies|apply|salary|pay)\b",
)
# How a line of a list of duties begins.
DUTY = AnyCase(
    r"(?:build|own|answer|manage|lead|support|help|work|develop|design|create|maintain|deliver|provide|ensure|prepare|assist|coordinate|plan|run|write|report|handle|drive|monitor|review|train|mentor|liaise|carry out|perform|conduct|implement|organi[sz]e|oversee|process|respond|serve|clean|pick|pack|load|unload|operate|check|test|install|repair|sell|teach|assess|analy[sz]e|collaborate|contribute|act|keep|make|take|set up|draft|document|research|shape|supervise|record|collect|receive|greet|order|meet|attend|identify|improve|grow|define|execute|responsible for)\b"
    r"|(?:building|owning|answering|managing|leading|supporting|helping|working|developing|designing|creating|maintaining|delivering|providing|ensuring|preparing|assisting|coordinating|planning|running|writing|reporting|handling|driving|monitoring|reviewing|training|liaising|carrying out|performing|conducting|cleaning|picking|loading|unloading|operating|serving|taking|keeping|making)\b",
)
# A sentence of when the work is, of what is done in it, or of why something is asked: it asks for nothing by itself.
CLOCK = AnyCase(
    r"\b\d{1,2}(?::\d\d|\s?[ap]\.?m\.?)\s*(?:to|-|–|until|till)\s*\d{1,2}(?::\d\d|\s?[ap]\.?m\b)",
)
EXPLAINS = AnyCase(
    r"^(?:the|this|that|it|they|these|those|our|we|all|most|here|there)\b(?!.*\b(?:must|essential|mandatory|is required|are required|a must|desirable|preferred|plus|advantage|helps?)\b)",
)
PAY = AnyCase(
    r"[£$€₹]\s?\d|\bR\s?\d[\d ]*k?\b|\b(?:bectu|union|award|agency|day|hourly) rates?\b|\b\d[\d,.]*\s?(?:k|lpa|per (?:hour|annum|year|month|day|week))\b|\b(?:usd|gbp|eur|inr)\s?\d",
)
NOT_ASKED_TIME = re.compile(
    r"\b(?:not|no|less|nor) (?:older|more) than\s+$|\b(?:issued|dated|renewed|taken)\b.{0,20}$|\b(?:after|within|every|next|past|last|first|over the (?:next|last|past)|in its?|for (?:more than|over|the (?:past|last)|almost|nearly))\s+(?:the\s+)?(?:past |last |next |first )?$|\bfrom\s+$"
    r"|\b(?:founded|established|in business|trading|family[- ]run|heritage)\b|\b(?:fixed[- ]term|ftc|contract|probation(?:ary)? period|notice(?: period)?|warranty|guarantee|maternity cover|assignment|placement|initial term|duration)\W{0,3}(?:of|for|is|lasts|length|duration)?\W*(?:up to\s+)?$",
    re.IGNORECASE,
)
AFTER_TIME = re.compile(
    r"^\W*(?:check|review|old|of age|young|ago|(?:\w+ )?(?:shutdown|turnaround|training) (?:program|programme)|fixed|fixed-term|ftc|contract|probation\w*|notice|guarantee|warranty|in business|in the (?:business|making)|of (?:service|history|trading|growth|maternity|cover)|anniversary|maternity|post-qualified? training|plan|programme|program|apprenticeship|visa|sponsorship|residency|pay|cover|initial|minimum term|each|a week|in a row|per|(?:from|starting|beginning) (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|\d|now|asap)\w*)\b|^-?\s?(?:fixed[- ]term|contract|old|long|probation|plan|programme|program)\b",
    re.IGNORECASE,
)
AGE = re.compile(
    r"\b(?:aged?|over|at least|minimum(?: age)?(?: of)?|be)\s+(?:1[4-9]|2[0-5])\b|\b(?:1[4-9]|2[0-5])\s*(?:\+|or (?:over|older|above))?\s*(?:years?\s*(?:old|of age)|and over)|\b(?:1[4-9]|2[0-5])\s?\+\s*$",
    re.IGNORECASE,
)
