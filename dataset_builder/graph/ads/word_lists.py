"""Word lists of `titles` and `skills`: words for people, junk cells, words of sentences, vague words, places."""

import re


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def phrases(text: str) -> frozenset[str]:
    return frozenset(phrase.strip() for phrase in text.replace("\n", " ").split("|"))


# The last word of an occupation.
HEADS = words("""
accountant adjuster administrator adviser advisor agent aide ambassador analyst appraiser architect artist assembler
assistant associate attendant attorney auditor author biller biologist bookkeeper broker buyer captain cashier ceo cfo
chef chemist chief cio ciso cleaner clerk coach coder consultant controller coo coordinator copywriter counselor cpa
cto dba designer developer dietitian director dispatcher drafter driver economist editor educator electrician engineer
estimator evangelist examiner executive expert fabricator facilitator fellow geographer geologist hygienist
illustrator inspector installer instructor integrator intern interpreter investigator journalist journeyman laborer
lawyer lead leader lecturer liaison librarian machinist manager marketer mason master mathematician mechanic mentor
modeler modeller nurse officer operator optician owner paralegal partner pharmacist phlebotomist photographer
physician physicist physiologist planner plumber practitioner president principal procurer producer professional
professor programmer psychologist receptionist recruiter registrar reporter representative researcher salesperson
scheduler scientist scribe sdet secretary seller shipper sourcer specialist statistician steward strategist
superintendent supervisor surgeon surveyor teacher technician technologist teller tester therapist trader trainee
trainer translator tutor underwriter vp webmaster welder worker writer
""")
# Alone, or with only a rank before them, these name no occupation.
BARE_HEADS = words("""
administrator adviser advisor agent aide analyst architect assistant associate attendant captain chief cleaner coach
consultant contractor controller coordinator dba designer developer director driver engineer executive expert fellow
inspector installer intern laborer lead leader liaison manager master mentor officer operator owner partner planner
practitioner president principal professional programmer representative specialist steward superintendent supervisor
technician tester trader trainee trainer vp worker
""")
# Names of tools that end like an occupation.
TOOLS = (
    "chef", "illustrator", "call manager", "enterprise manager", "configuration manager", "sql developer",
    "report designer",
)  # fmt: skip

JUNK = re.compile(
    r"""\b(?:see|refer|view|read|check|as\s+per|per)\b.{0,20}\b(?:job|jd|description|below|above|attached|details?)\b
      | \b(?:see|refer|view|read|check)\b.{0,20}\b(?:overview|posting|requirements?)\b
      | \bjob\s+(?:description|overview|summary|title)\b
      | ^(?:n/?a|tbd|null|none|\#name\?|(?:required\s+)?skills?|requirements?|various|multiple|others?|misc|unknown|test)$
      | telecommut | \btravel\b | ^(?:full|part)[\s-]*time | ^perm(?:anent)?\b | ^temp(?:orary)?\b
      | \bw-?2\b | \bc2[ch]\b
      | \b(?:dental|vision|medical|health|life)\s+(?:insurance|benefits?|plan|coverage)\b(?!\s+\w) | \b401\s?\(?k\)?\b | \bpto\b
      | \bpaid\s+(?:time|holidays?|vacation|leave)\b | \b(?:sign[\s-]*on|signing|retention)\s+bonus\b | ^bonus(?:es)?$
      | ^contract\b | \bcontract\s+(?:independent|corp|to)\b | \bcorp[\s-]to[\s-]corp\b | \brequisition\b
      | \bspecializes\s+in\b | workforce\s+solutions | prime\s+contractors
      | ^(?:(?:day|night|evening|early|late|twilight|weekend|rotating|split|first|second|third|1st|2nd|3rd)\s+)?shifts?$ | \bhiring\b
      | ^local\s+to\b | ^locals?\b | \bhourly\b | \bsalary\b | \bus\s+citizen | \bgreen\s+card\b | \bvisa\b | \bh1-?b\b
      | ^(?:engineering|computers)\s+general$ | \be-?mail\s+(?:me|resume|your)\b | \bresumes?\b | \bapply\b
      | \bhigh\s+school\b | \b(?:bachelor|degree|diploma|bs/ms|b\.s\.|m\.s\.)\b""",
    re.I | re.X,
)

# Words of sentences: an entry that holds one is a remark.
SENTENCE = re.compile(
    r"""\b(?:must|will|shall|should|would|can|could|you|your|we|our|us|they|their|this|that|these|who|which|be|been|is|are
      |was|has|have|having|ability|able|looking|years?|yrs?|months?|degree|bachelor'?s?|master'?s|diploma|ged|bs|ms/bs|phd
      |least|minimum|candidates?|applicants?|experience[ds]?|knowledge|understanding|required|preferred|willing(?:ness)?
      |clients?|company|companies|inc|llc|citizens?|visa|h1b|c2c|w2|gc|salary|relocat\w+|travel|telecommut\w+|interviews?
      |etc|needs?|needed|wants?|seeking|contract|perm|permanent|full[ -]time|part[ -]time|locals?|responsible|strong
      |excellent|proven|various|other|any|all|such|including|plus|nice|desired|from|when|where|not|no|if|but|how|what|more
      |very|ensure\w*|assist\w*|provid\w+|participat\w+|perform(?:s|ed)?|responsib\w+|within|across|through|both|either
      |well|please|see|refer|below|above|only|with|for|passion|helpful|include[sd]?|especially|duties|diverse|know|who|at
      |ii|iii|iv)\b""",
    re.I | re.X,
)

# Too broad to be had, or nothing at all: most are tags that Dice sets by itself ("Analysis, Development, Project").
GENERIC = phrases("""
access | ad | admin | administration | administrative | adobe | advanced | agency | algorithm | analysis | analytic
| analytical | analytics | analyze | and | application | applications | architecture | assembly | assessing | at |
atlanta | audit | automated | automation | automotive | b.a | b.a./b.s | b.s | ba | ba/bsa | bachelors | backbone |
banking | basic | best practices | bi-lingual | boston | browser | browsers | bs | bsa | build | business | ca |
california | carrier | case | celebrity | cell | certification | certifications | certified | chicago | civil |
client | clients | cloud | code | coding | communication | communications | company | computer | computer science |
computer software | computers | computing | concept | concepts | configuration | console | consultancy | consulting
| consumer | consumers | content | controls | core | corporate | creative | cross functional | cross-functional |
customer | customers | dallas | data | database | databases | day to day | delivery | deployment | design | desktop
| desktops | detail | detail oriented | detail-oriented | details | dev | development | device | devices |
diagnostic | digital | documentation | domain | education | electronic | end to end | energy | engineering |
engineers | enterprise | entry level | environment | equipment | etc | eu | excellent | exchange | experienced |
external | faculty | fast paced | federal | file | finance | financial | firmware | fl | focus | foundation |
framework | frameworks | front | full life cycle | full stack | functional | ga | gb | genetic | global | good |
government | graphics | great | hands on | hands-on | hardware | health care | healthcare | high level | hosting |
houston | hr | ibm | il | implement | implementation | implementations | independent | industry | information |
information technology | infrastructure | innovation | inquire | install | installation | insurance | integrate |
integration | integrations | integrity | inter | internal | internet | iso | it | it support | iterative | japan |
job | jr | junior | knowledge | lab | lamp stack developer | lan/wan administration | laptop | laptops | large |
large scale | lead | leadership skills | legal | level 1 | level 2 | level 3 | libraries | library | life cycle |
lifecycle | logistics | low level | ma | maintenance | manage | managed | management | manufacturing | market |
materials | mba | mechanical | media | messaging | methodologies | methodology | metrics | microsoft |
migration | mobile | mobility | model | modeling | monitor | monitoring | ms | multi task | multi tasking |
multi-tasking | multimedia | multitasking | nc | net | network | networks | new jersey | new york | nj | ny | office
| office tools | online | onsite | open source | operating system | operating systems | operations | or |
oracle corp | oral | organization | organizational | organized | pa | packaging | particularly outlook | pc | pcs |
people | performance | performing | ph.d | phd | physical | plan | planning | platform | platforms | pm | pos |
presentation | presentations | principles | printer | printers | private | problem | problem solving skills |
process | processes | product | production | products | programming | programming language | programming languages |
programs | project | projects | protocol | protocols | public | qa | qc | quality | quality control | real time |
real-time | recruit | recruiting | related | related field | release | releases | reliability | remote | repairs |
report | reports | requirements | research | retail | review | rf | risk | sales | scalability | scalable |
scientific | script | scripting languages | scripts | search | seattle | security | self motivated | self-starter |
senior | server | servers | service | services | setup | shell | shift | similar | site | small | sme | software |
software applications | solution | solutions | source | source code | specification | specifications | sr | staff |
standards | state | status | storage | strategic | strategy | strong | subject matter expert | sun | supervision |
support | survey | system | systems | team | team player | teams | technical | technical governance | technologies |
technology | telecom | test | tested | testing | tests | texas | tier | tier 1 | tier 2 | tier 3 | tool | tools |
tracking | training | transition | troubleshoot | ts | tune | tuning | tx | u.s | upgrade | ups | us | usa | user |
users | va | validation | vendor | vendors | verbal | verification | version | video | voice | web |
web applications | web based | web-based | website | wi | windows applications | wireless | work | workstation |
writing | written | patience | reliability | punctuality | honesty | integrity | flexibility | creativity | enthusiasm |
motivation | initiative | dedication | empathy | friendliness | adaptability | positive attitude | work ethic | teamwork |
team work | interpersonal | interpersonal skills | self motivation | self-motivated | hard working | hardworking |
amazon | apple | dell | hp | bmc | hitachi | atlassian | lotus | rational | algorithmic | mathematical | banners | entity |
international | distribution | configure | note | notes | pluses | transformation | collaboration | instructional | adapters |
casting | sdk | ide | vulnerability | peripherals | proxy | index | black box | white box | pharma | pharmaceutical |
pharmaceuticals | life sciences | telecommunications | telecom | oil and gas | utilities | aerospace | entertainment |
public sector | law enforcement | financial services | it services | it consulting | it management | business process |
information systems | root cause | standard objects | surveillance | high pressure | large accounts | c-level | smes |
attention to detail | problem solving | critical thinking | time management | multi-tasker | communicator | organized
""")
VERBS = words("""
able assist build coordinate create creating currently define demonstrate design develop developing drive ensure help
identify join lead leading learn looking maintain make manage managing minimum need participate perform performing
prepare provide providing resolve responsible review support supporting troubleshoot troubleshooting understand use
work working write
""")
SHORT = words("c r")

PLACES = phrases("""
alabama | alaska | arizona | arkansas | california | colorado | connecticut | delaware | florida | georgia | hawaii | idaho |
illinois | indiana | iowa | kansas | kentucky | louisiana | maine | maryland | massachusetts | michigan | minnesota |
mississippi | missouri | montana | nebraska | nevada | new hampshire | new jersey | new mexico | new york | north carolina |
north dakota | ohio | oklahoma | oregon | pennsylvania | rhode island | south carolina | south dakota | tennessee | texas |
utah | vermont | virginia | washington | west virginia | wisconsin | wyoming | washington dc | district of columbia |
albany | alexandria | alpharetta | ann arbor | annapolis | arlington | atlanta | aurora | austin | baltimore | bay area |
beaverton | bellevue | bethesda | boca raton | boise | boston | boulder | bridgewater | brooklyn | buffalo | burlington |
cambridge | carlsbad | cary | chandler | chantilly | charlotte | chicago | cincinnati | cleveland | columbia | columbus |
cupertino | dallas | dayton | denver | des moines | detroit | dublin | durham | edison | el paso | fairfax | fort lauderdale |
fort worth | fremont | fresno | ft lauderdale | germantown | glendale | grand rapids | greensboro | greenville | hartford |
herndon | hoboken | honolulu | houston | huntsville | indianapolis | irvine | irving | jacksonville | jersey city |
kansas city | king of prussia | knoxville | las vegas | lexington | little rock | long beach | los angeles | louisville |
madison | manhattan | mclean | memphis | menlo park | mesa | miami | milwaukee | minneapolis | mountain view | naperville |
nashville | new orleans | newark | norfolk | oakland | oklahoma city | omaha | orange county | orlando | palo alto ca |
pasadena | philadelphia | phoenix | pittsburgh | plano | pleasanton | portland | princeton | providence | raleigh | redmond |
redwood city | reston | richmond | rochester | rockville | sacramento | salt lake city | san antonio | san diego |
san francisco | san jose | san mateo | santa ana | santa clara | santa monica | scottsdale | seattle | silicon valley |
southern california | spokane | springfield | st louis | st paul | st petersburg | stamford | sunnyvale | syracuse | tacoma |
tampa | tempe | toledo | trenton | troy | tucson | tulsa | virginia beach | walnut creek | wilmington | winston salem |
canada | toronto | mexico | india | bangalore | hyderabad | pune | mumbai | chennai | china | japan | europe | london |
united kingdom | uk | germany | ireland | singapore | australia | sydney | north america | united states | usa | emea | apac |
latin america | midwest | east coast | west coast | onsite | on site
""")
# Last words of what people do or know: "Wire Transfer Processing", "Logic Design", "Claims Adjudication".
SKILL_ENDS = words("""
accounting administration adjudication analysis analytics animation architecture auditing automation billing budgeting
calibration coding commissioning compliance configuration counseling debugging deployment design development diagnostics
drafting editing encryption engineering estimating estimation fabrication forecasting forensics hardening imaging
installation integration inspection instrumentation inventory maintenance management mapping marketing mechanics migration
mining mitigation modeling modelling monitoring networking optimization orchestration patching planning pricing processing
procurement profiling programming protocols provisioning purchasing rendering reconciliation recruiting refactoring
regulations reporting repair replication routing sampling scheduling scripting segmentation simulation sourcing staging
statistics surveying taxation testing theory therapy tracing transcription translation troubleshooting tuning
underwriting valuation virtualization visualization welding writing
""")
# Last words that leave a name open: "IP Interfaces", "IT Project", "Scientific Software".
VAGUE_ENDS = words("""
activities activity app application applications apps areas aspects concepts customization customizations domain
enhancements environment environments equipment equivalent events facing field fundamentals handling industries industry
information initiatives interface interfaces issue issues items knowledge level materials methodologies methods needs
operation operations packages paradigms platforms practices principle principles procedures processes product products
programs project projects questions related requirements resources role roles sector segment services side software
solution solutions space stack standards statements strategies task tasks teams techniques technologies technology terms
things tools topics types usage use users work works world
""")
# Short forms of written skills that mean something else, or several things, in ads.
AMBIGUOUS = words("acls adr afm cmm drie dsc eda eis fms hdd hld mdm pmo sar ts vbs")
# Skills of almost any job: an ad that names one says little of the occupation.
EVERYWHERE = phrases("""
microsoft office | microsoft excel | microsoft word | microsoft powerpoint | microsoft outlook | windows | project management
| customer service | customer support | troubleshooting | data entry | report development | technical support | leadership |
budget management | stakeholder management | risk management | change management | technical writing | scripting | english
""")
# Words of titles that say nothing of the field.
RANKS = words(
    "senior junior lead principal staff chief associate assistant head of and the in for mid entry level ii iii"
)
