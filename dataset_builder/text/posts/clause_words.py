"""Patterns that say how strongly a clause of a post asks, what kind of thing it asks for, and what asks for nothing.

Only tables of compiled patterns; `clauses` and `posts` read with them.
"""

import re

# -------------------------------------------------------------------------------- strength of a clause

OPTIONAL = re.compile(
    r"\b(?:nice[- ]to[- ]haves?|good[- ]to[- ]have|great to have|(?:would be|is|are|will be|be|as|considered|also) (?:an? )?(?:(?:big|huge|definite|strong|real|distinct|added|great|nice|major) )?(?:plus|bonus|advantage|asset|benefit|advantageous|beneficial|desirable|preferred|preferable|helpful|useful|welcome|welcomed|nice|ideal|appreciated|valued|valuable|optional|handy|desired|great|favou?rable)"
    r"|an? (?:(?:big|huge|definite|strong|real|added|great|nice|major) )?(?:plus|bonus|advantage|asset|added benefit|must-not)\b|preferred|preferably|preference (?:is |will be )?(?:given|for)|preferable|desirable|desired|advantageous|beneficial"
    r"|ideally|bonus(?: points)?(?: if| for)?|brownie points|extra (?:points|credit)|even better(?: if)?|optional|optionally|not essential|not required but|but not (?:required|essential|necessary|mandatory|needed)|not a must|would love|we'd love|would be (?:great|nice|good|ideal|helpful|useful|welcome)"
    r"|can be (?:an advantage|helpful)|(?:will|would) (?:help|set you apart|make you stand out)|helps(?= if|\s*,|\s*as\b|\s*because\b|$|\.)|we['’]d be happier(?: still)?|lovely(?= but| if|$)|handy(?= but| if|$)|plus(?=\s*$|\s*[.!)]|:)|von vorteil|wünschenswert|idealerweise|un (?:plus|atout)|souhaité|deseable|se valora(?:rá)?|valorable)(?!\w)",
    re.IGNORECASE,
)
# Says that something is asked after all, in a clause of its own beside an optional one.
REQUIRED = re.compile(
    r"\b(?:required|requirement|essential|mandatory|a must|must[- ]have|must|needed|necessary|obligatory|compulsory|non-negotiable|zwingend|obligatoire|imprescindible)\b",
    re.IGNORECASE,
)
_THING = r"(?:[\w+#./'’&-]+\s+){0,7}?"
DENIED = re.compile(
    rf"\bno\s+(?:need|requirement)\s+(?:for|to)\b|\bno\s+{_THING}(?:is\s+|are\s+)?(?:required|needed|necessary|expected|essential|wanted|asked)\b|\b(?:is|are)\s+not\s+(?:required|needed|necessary|expected|a requirement|part of (?:this|the))\b"
    r"|\b(?:isn|aren)['’]t\s+(?:required|needed|necessary|expected|part of (?:this|the))\b|(?<!but )(?<!but is )\bnot\s+(?:required|needed|necessary)\b(?!\s*,?\s*but)|\b(?:you\s+)?(?:do not|don['’]t|won['’]t|will not)\s+(?:need|require|have to (?:have|know|be))\b"
    r"|\bwe\s+(?:do not|don['’]t)\s+(?:need|require|ask for|expect|care (?:about|if|whether)|use|mind)\b|\b(?:does not|doesn['’]t|will not|won['’]t)\s+(?:involve|include|require|need)\b|\b(?:this is|this role is|it is|it's|we are|we're)\s+not\s+an?\b|\brather than\b.*\bneeded\b"
    r"|^no\s+(?!more\b|less\b|fewer\b|unspent|criminal|convictions?|points|smok|visible)[\w+#./ -]{2,40}(?:,?\s+please)?[.!]?$|\bwithout (?:any )?(?:experience|a degree)\b|\bnot looking for\b|\bkeine?\s+\w+\s+(?:nötig|erforderlich)",
    re.IGNORECASE,
)

# The patterns are costly: they are looked for only where one of these stands.
_OPTIONAL_SIGNS = (
    "nice", "good to", "good-to", "great", "plus", "bonus", "advant", "asset", "benefi", "desir", "prefer", "helpful", "useful", "welcome", "ideal", "apprecia", "valu",
    "option", "handy", "happier", "lovely", "favo", "points", "credit", "better", "essential", "required", "must", "love", "help", "apart", "stand out", "vorteil", "wünschens", "atout",
    "souhait", "deseable", "necessary", "mandatory", "needed",
)  # fmt: skip
_DENIED_SIGNS = ("no ", "not ", "n't", "n’t", "without", "rather", "kein")


def is_optional(text: str) -> bool:
    lowered = text.lower()
    return any(sign in lowered for sign in _OPTIONAL_SIGNS) and OPTIONAL.search(text) is not None


def is_denied(text: str) -> bool:
    lowered = text.lower()
    return any(sign in lowered for sign in _DENIED_SIGNS) and DENIED.search(text) is not None


# -------------------------------------------------------------------------------- what asks for nothing

EMPLOYER = re.compile(
    r"^(?:we|our|we're|we are|we've|(?-i:At [A-Z]\w+)|founded|established|since \d{4}|(?-i:[A-Z][\w&.-]+(?: [A-Z][\w&.-]+){0,3}) (?:builds|makes|runs|provides|delivers|designs|supplies|serves|operates|employs|offers|owns|manufactures|develops|sells|cares|looks after|supports|has (?:been|grown|over|more|\d)|brings)|as an? (?:equal|employer|company|business|team|family|disability))\b(?!.*\b(?:you|candidates?|applicants?|looking for|need|seeking|require|expect|ask)\b)",
    re.IGNORECASE,
)
# "With 40 years of experience in framing, Nordhaven builds barns": the years are the firm's.
FIRM_YEARS = re.compile(
    r"^with (?:over |more than |nearly |almost |some )?[\w+]+ years\b[^,]{0,80},\s+(?-i:[A-Z]|we\b|our\b)(?!.*\b(?:you|candidates?|applicants?)\b)",
    re.IGNORECASE,
)
LEGAL = re.compile(
    r"\b(?:(?:appointment|offer|employment|job|post|position|role)s? (?:of employment )?(?:is|are|will be) (?:\w+ )?(?:subject to|contingent|conditional)|equal[- ]opportunit|equal employment|affirmative action|without regard to|regardless of|discriminat|protected (?:characteristic|veteran|class|by)|all qualified applicants|reasonable (?:accommodation|adjustment)|encourage(?:s|d)? (?:\w+ )?applications? from|welcomes? (?:applications|applicants|people|everyone|candidates)|are (?:encouraged|welcome) to apply|(?:applicants|applications|candidates|people) (?:with|from|of) [^.]{0,60}\b(?:is|are) (?:very |most )?welcome|diverse (?:team|workforce|backgrounds)|inclusive (?:employer|workplace|environment)|committed to (?:safeguarding|diversity|equality|equal|creating|building|providing|inclusion)|hires? on merit|people of all (?:genders|backgrounds)|everyone belongs|e-?verify|gdpr|privacy (?:policy|notice)|disability confident|drug[- ]free|this (?:job|position) description (?:is|may|does)|nothing in this|may be (?:subject to|asked to perform)|other duties as assigned|bewerbungen von|chancengleichheit)",
    re.IGNORECASE,
)
APPLY = re.compile(
    r"^(?:ring|call|phone|whatsapp|drop in|pop in|stop by|walk in|write to|come and)\b|\b(?:before you apply|apply (?:by|with|via|through|now|online|at|today|to)|to apply|send (?:us )?(?:your|a|an)|e-?mail (?:your|us|a|to)|mail (?:your|us|to)|submit (?:your|an?)|your (?:cv|résumé|resume|cover letter)|(?:with|attach|upload) (?:a|your) (?:cv|resume|cover)|closing date|deadline|interviews? (?:will|are|on|in|take|process)|shortlist|shortlisted|recruitment agenc|no agencies|click|visit our|contact (?:us|\w+ (?:at|on|for))|for (?:more|further) (?:information|details)|call us|text \w+ at|questions\?|reach out to|subject line|hear(?:d)? (?:back )?from us|unsuccessful|not answered|reply to this)\b",
    re.IGNORECASE,
)
BENEFIT = re.compile(
    r"\b(?:we (?:offer|provide|give|pay|cover|will (?:train|teach|provide|give|pay)|['’]ll (?:train|teach|provide|give|pay|show))|(?:full )?training (?:is |will be )?(?:given|provided|available|offered)|you(?:['’]ll| will)? (?:get|receive|enjoy|be paid|be rewarded|earn)\b|pension|401\(?k\)?|health insurance|dental|paid (?:time off|leave|holiday|vacation)|annual leave|days['’]? (?:of )?(?:holiday|leave|vacation|pto)|holiday(?:s)? (?:allowance|entitlement|per)|sick pay|free (?:parking|lunch|uniform|meals|coffee|snacks|gym)|gym membership|life (?:cover|assurance|insurance)|discount|bonus scheme|annual bonus|sign[- ]on bonus|salary(?! history)|per hour|per annum|\bp\.?a\.?\b|/hr\b|/hour|hourly rate|overtime (?:rate|paid)|stock options|equity|cycle to work|childcare vouchers|company car|relocation (?:package|assistance|support)|(?:bike|travel|learning|training|boot|equipment|meal|housing) (?:budget|allowance|card)|employee assistance|flexible (?:working|hours)|career progression|opportunit(?:y|ies) (?:to|for)|super\b(?=\s*$|annuation))",
    re.IGNORECASE,
)
# A sentence of when the work is, of what is done in it, or of why something is asked: it asks for nothing by itself.
CLOCK = re.compile(
    r"\b\d{1,2}(?::\d\d|\s?[ap]\.?m\.?)\s*(?:to|-|–|until|till)\s*\d{1,2}(?::\d\d|\s?[ap]\.?m\b)", re.IGNORECASE
)
EXPLAINS = re.compile(
    r"^(?:the|this|that|it|they|these|those|our|we|all|most|here|there)\b(?!.*\b(?:must|essential|mandatory|is required|are required|a must|desirable|preferred|plus|advantage|helps?)\b)",
    re.IGNORECASE,
)
PAY = re.compile(
    r"[£$€₹]\s?\d|\b\d[\d,.]*\s?(?:k|lpa|per (?:hour|annum|year|month|day|week))\b|\b(?:usd|gbp|eur|inr)\s?\d",
    re.IGNORECASE,
)
NOT_ASKED_TIME = re.compile(
    r"\b(?:not|no|less|nor) (?:older|more) than\s+$|\b(?:issued|dated|renewed|taken)\b.{0,20}$|\b(?:after|within|every|next|past|last|first|over the (?:next|last|past)|in its?|for (?:more than|over|the (?:past|last)|almost|nearly))\s+(?:the\s+)?(?:past |last |next |first )?$|\bfrom\s+$"
    r"|\b(?:founded|established|in business|trading|family[- ]run|heritage)\b|\b(?:fixed[- ]term|ftc|contract|probation(?:ary)? period|notice(?: period)?|warranty|guarantee|maternity cover|assignment|placement|initial term)\W{0,3}(?:of|for|is|lasts|length|duration)?\W*(?:up to\s+)?$",
    re.IGNORECASE,
)
AFTER_TIME = re.compile(
    r"^\W*(?:check|review|old|of age|young|ago|fixed|fixed-term|ftc|contract|probation\w*|notice|guarantee|warranty|in business|in the (?:business|making)|of (?:service|history|trading|growth|maternity|cover)|anniversary|maternity|post-qualified? training|plan|programme|program|apprenticeship|visa|sponsorship|residency|pay|cover|initial|minimum term|each|a week|in a row|per)\b|^-?\s?(?:fixed[- ]term|contract|old|long|probation|plan|programme|program)\b",
    re.IGNORECASE,
)
AGE = re.compile(
    r"\b(?:aged?|over|at least|minimum(?: age)?(?: of)?|be)\s+(?:1[4-9]|2[0-5])\b|\b(?:1[4-9]|2[0-5])\s*(?:\+|or (?:over|older|above))?\s*(?:years?\s*(?:old|of age)|and over)|\b(?:1[4-9]|2[0-5])\s?\+\s*$",
    re.IGNORECASE,
)

# -------------------------------------------------------------------------------- what asks in prose

CUE = re.compile(
    r"\b(?:you (?:must|need|should|hold|have|possess|already have|bring|can\b(?! expect)|know|speak|are (?:a|an|fluent|comfortable|confident|qualified|registered|able|experienced|skilled))|you['’](?:ll|ve) (?:need|have|bring|hold|also need|ideally|got|be (?:a |an )?(?:qualified|registered|comfortable|confident|fluent|able))|you['’]d (?:need|bring|ideally)|you will (?:need|have|hold|bring|possess|also need|be (?:a |an )?(?:qualified|registered|comfortable|confident|fluent|able|required))|(?:candidates?|applicants?|the (?:right|ideal|successful) (?:person|candidate|applicant)|someone|somebody|person|anyone) (?:who |must|should|will (?:also )?(?:have|hold|need|possess|bring|speak|be (?!expected))|with|needs|has|have|can|is (?:an?|able|someone|fluent|qualified|registered|experienced|comfortable|confident)\b)|person we \w+ (?:will|must|should)|(?:they|he or she|(?<=and )who) (?:will|should|must) (?:also )?(?:have|hold|need|speak|be (?:able|an?|fluent|qualified|comfortable))|(?:should|must) have \w+ed|must (?:have|be|hold|possess|own|speak|know)|(?:is|are) (?:required|essential|mandatory|a must|needed|necessary|necessities|a requirement)|required|essential\b|mandatory|(?:we|we're|we are) (?:need|require|want|expect|ask for|seek|(?:currently |now )?(?:looking for|seeking|after|searching for|hiring))|looking for|in search of|seeking|needs? to (?:have|hold|be|speak)|minimum (?:of )?\w+ (?:years|months)|at least \w+ (?:years|months)|\d\+? (?:years|yrs)|as well as a valid|valid \w+ licen[cs]e|(?:previous |prior |proven |some |good |solid )?experience (?:of|in|with|as) .{2,60}(?:is|are|would|will|preferred|required|essential|desirable|necessary|needed|helps?)|we['’]d (?:like|love|expect) (?:you|someone|somebody|people|an?|to see|some|experience|candidates)|we['’]d be happier)\b",
    re.IGNORECASE,
)
STRONG_CUE = re.compile(
    r"\b(?:you (?:must|need|['’]ll need|will need|should (?:have|hold))|you['’]ll (?:also )?need|must (?:have|be able|hold|possess|own|speak|be (?:a|an|fluent|registered|qualified|certified|licen|over|at least|eligible|legally))|(?:is|are) (?:required|essential|mandatory|a must)|we need (?:a|an|someone|people)|looking for (?:a|an|someone|people) .*\bwith\b|someone (?:who|with)|applicants? must|candidates? must|(?:years|yrs|months)['’]? (?:of )?(?:\w+ ){0,2}experience|(?:would be|is|are) (?:an? )?(?:(?:big|real|definite|strong|added) )?(?:plus|advantage|bonus|asset|advantageous|beneficial|welcome|handy|useful|helpful)|an? (?:(?:big|real|definite|strong|added) )?(?:plus|bonus|asset)|desirable|preferred|nice to have|ideally|helps(?=\s*(?:[,.]|$|as\b|because\b|if\b))|(?:it would|would) help\b|we['’]d be happier|even better|is essential|(?:needs?|have|has) to (?:have|hold|be (?:able|fluent|registered|qualified)))(?!\w)",
    re.IGNORECASE,
)
# What comes before the thing that is asked: "You must have", "We need a cook with", "The right person will have".
LEAD = re.compile(
    r"^(?:(?:[^,;]{0,60},\s+(?=(?:you|we|they|the|candidates?|applicants?|it|someone)\b))?(?:(?!,|;|\band\b).){0,90}?\b(?:(?:you|we|candidates?|applicants?|(?:the|our) (?:right|ideal|successful) (?:person|candidate|applicant)|someone|somebody|anyone|people|who|they|it)(?:['’](?:ll|d|ve|re))?\s+)?(?:(?:will|would|should|must|also|already|ideally|currently|now|please|really|do|to)\s+)*"
    r"(?:need to (?:have|hold|be)|needs? to (?:have|hold|be)|needs?|have|has|hold|holds|possess(?:es)?|bring|brings|require|requires|want|expect|ask for|seek|be able to (?:show|demonstrate)|looking for|seeking|got|own|with|like|love(?: to see)?)\b)\s+(?:(?:a|an|the|your|some|someone|somebody|people|of|that you have|you to have|candidates|applicants)\s+(?=\S))*",
    re.IGNORECASE,
)
