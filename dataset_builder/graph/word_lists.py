"""Word lists of `clean_names`: words for people, junk cells, broad words, and one spelling of common names."""

import re


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def phrases(text: str) -> frozenset[str]:
    return frozenset(phrase.strip() for phrase in text.replace("\n", " ").split("|"))


def spellings(text: str) -> dict[str, str]:
    """From "Name: other | another" a line, continued by indented lines, to the name by other spelling."""
    lines = text.strip().replace("\n  ", " ").splitlines()
    named = (line.partition(": ") for line in lines)
    return {other.strip(): name for name, _, others in named for other in others.split("|")}


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
      | ^contract\b | \bcontract\s+(?:independent|corp|to)\b | \bcorp[\s-]to[\s-]corp\b | \brequisition\b
      | \bspecializes\s+in\b | workforce\s+solutions | prime\s+contractors
      | ^local\s+to\b | ^locals?\b | \bhourly\b | \bsalary\b | \bus\s+citizen | \bgreen\s+card\b | \bvisa\b | \bh1-?b\b
      | ^(?:engineering|computers)\s+general$ | \be-?mail\s+(?:me|resume|your)\b | \bresumes?\b | \bapply\b
      | \bhigh\s+school\b | \b(?:bachelor|degree|diploma|bs/ms|b\.s\.|m\.s\.)\b""",
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
materials | mba | mechanical | media | messaging | methodologies | methodology | metrics | microsoft | middleware |
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
writing | written
""")
VERBS = words("""
able assist build coordinate create creating currently define demonstrate design develop developing drive ensure help
identify join lead leading learn looking maintain make manage managing minimum need participate perform performing
prepare provide providing resolve responsible review support supporting troubleshoot troubleshooting understand use
work working write
""")
# Casing that ads get wrong more often than not.
CASED = words("""
.NET ASP.NET VB.NET ADO.NET MATLAB AutoCAD SolidWorks macOS iOS PowerShell GitHub MicroStrategy JavaScript TypeScript
WordPress HubSpot VMware PostgreSQL MySQL NoSQL QuickBooks LabVIEW MEDITECH SaaS Git Unix Java SharePoint Visio JIRA
Node.js AngularJS jQuery WebSphere WebLogic PeopleSoft UI UX IT QA iPhone iPad
""")
# Aliases of the seed that mean something else in ads: access control lists, the framework before ASP.NET Core.
OTHERWISE_IN_ADS = words("acls aspnet shellscripting")
SHORT = words("c r")

# One spelling where several are common, or where an ordinary word is a product's name.
SPELLINGS = spellings("""
.NET: dot net | dotnet | .net framework
AngularJS: angular js
Antivirus Software: transaction security and virus protection software
AutoCAD: autodesk autocad
AWS: amazon web services | amazon web services aws software
Azure: microsoft azure | microsoft azure software
Cassandra: apache cassandra
Cloud Storage Software: cloud-based data access and sharing software
CompTIA A+: a+
CompTIA Network+: network+
CompTIA Security+: security+
Confluence: atlassian confluence
Continuous Integration: ci
CSS: cascading style sheets css
CSS3: css 3
Database Reporting: data base reporting software
Database Software: data base user interface and query software | data base management system software
Document Scanning Software: optical character reader ocr or scanning software
Dreamweaver: adobe dreamweaver
E-Commerce: e commerce | ecommerce
Hadoop: apache hadoop
Help Desk: helpdesk
Hive: apache hive
HTML: hypertext markup language html
HTML5: html 5
Illustrator: adobe illustrator
InDesign: adobe indesign
Java: oracle java
JavaScript: java script | js
JIRA: atlassian jira
Kafka: apache kafka
MATLAB: the mathworks matlab
Maven: apache maven
Microsoft Access: access
Microsoft Excel: excel
Microsoft Exchange: ms exchange | exchange server
Microsoft Office: ms office suite | microsoft office suite | office suite | microsoft office software
Microsoft Outlook: outlook
Microsoft PowerPoint: powerpoint
Microsoft Visio: visio
Microsoft Word: word | ms word
MicroStation: bentley microstation
Object Oriented Design: ood | object-oriented design
Object Oriented Programming: oop | oops | object-oriented programming | object or component oriented development
  software
Oracle Primavera: oracle primavera enterprise project portfolio management
Photoshop: adobe photoshop
PL/SQL: plsql | pl sql | oracle pl/sql
QuickBooks: quickbooks | intuit quickbooks
Red Hat Linux: red hat | redhat | rhel | redhat linux | red hat enterprise linux
REST: restful
REST API: restful api | restful apis | rest apis
REST Web Services: restful web services
Salesforce: sfdc | salesforce.com | sales force | salesforce software
SAP: sap software
SharePoint: sharepoint | microsoft sharepoint
Shell Scripting: unix shell scripting | shell script | shell scripts
SketchUp: trimble sketchup pro
Spark: apache spark
SPSS: ibm spss statistics
SQL: structured query language sql
SQL Server: ms sql server | ms sql | microsoft sql server | mssql | microsoft sql | sqlserver
Supply Chain Software: materials requirements planning logistics and supply chain software
T-SQL: t sql | transact sql
TCP/IP: tcp ip | tcpip
Tomcat: apache tomcat
UI: user interface
Use Cases: use case | use cases
UX: user experience
VBA: microsoft visual basic for applications vba
VBScript: vb script
Web Services: webservices | web service
Windows: microsoft windows
XML: extensible markup language xml
""")
