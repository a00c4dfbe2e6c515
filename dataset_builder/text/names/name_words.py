"""Words for names of skills: short forms, makers, names that are common words, and what a name must not stand before.

Only tables; `names` reads with them. What a graph declares as aliases comes on top.
"""

from dataset_builder.text import words

# fmt: off

# Names of the same thing; a form in capitals counts only as written.
_SAME = """
Amazon Web Services | AWS
Google Cloud Platform | GCP | Google Cloud
Microsoft Azure | Azure
JavaScript | JS | Java Script | ECMAScript
TypeScript | TS
Machine Learning | ML
Artificial Intelligence | AI
Natural Language Processing | NLP
Kubernetes | k8s
PostgreSQL | Postgres
Node.js | NodeJS | Node JS | Node
React | ReactJS | React.js
Vue.js | Vue | VueJS
Angular | AngularJS | Angular.js
Next.js | NextJS
.NET | dotnet | DotNet | .NET Core | .NET Framework
ASP.NET | ASP.NET Core
C# | C Sharp | CSharp
C++ | CPP | Cplusplus
Golang | Go
R | R programming | R language | RStudio
Microsoft Excel | Excel | MS Excel
Microsoft Word | Word | MS Word
Microsoft PowerPoint | PowerPoint | MS PowerPoint
Microsoft Outlook | Outlook | MS Outlook
Microsoft Access | MS Access
Microsoft Teams | MS Teams
Microsoft Office | MS Office | Office Suite | Microsoft Office Suite | Office 365 | Microsoft 365
Microsoft Project | MS Project
SQL Server | Microsoft SQL Server | MS SQL | MSSQL | MS SQL Server | T-SQL
SQL | Structured Query Language
NoSQL | No-SQL
MongoDB | Mongo
Elasticsearch | Elastic Search | ElasticSearch
CI/CD | CICD | continuous integration | Continuous Integration and Delivery | continuous delivery
Infrastructure as Code | IaC
Test-Driven Development | TDD
Object-Oriented Programming | OOP
Azure Data Factory | ADF | Data Factory
Google Analytics 4 | GA4
Google Analytics | GA
Search Engine Optimization | SEO | Search Engine Optimisation
Search Engine Marketing | SEM
Pay Per Click | PPC
Customer Relationship Management | CRM
Enterprise Resource Planning | ERP
User Experience | UX | UX Design
User Interface | UI | UI Design
Quality Assurance | QA
Quality Control | QC
Business Intelligence | BI
Power BI | PowerBI | Microsoft Power BI
Extract, Transform, Load | ETL
REST APIs | REST API | RESTful APIs | RESTful API | REST
Application Programming Interface | API
Virtual Private Network | VPN
Active Directory | AD
Version Control | Git
Adobe Photoshop | Photoshop
Adobe Illustrator | Illustrator
Adobe InDesign | InDesign
Adobe Premiere Pro | Premiere Pro
Adobe Creative Suite | Adobe Creative Cloud | Creative Cloud | Creative Suite
AutoCAD | Auto CAD | Autodesk AutoCAD
SolidWorks | Solid Works
Computer-Aided Design | CAD | Computer Aided Design
Apache Spark | Spark
Apache Kafka | Kafka
Apache Airflow | Airflow
Apache Hadoop | Hadoop
PySpark | Spark Python API | Python on Spark
scikit-learn | sklearn | scikit learn
TensorFlow | Tensor Flow
Deep Learning | DL
Internet of Things | IoT
Amazon S3 | S3
Amazon EC2 | EC2
Electronic Health Records | EHR | EMR | Electronic Medical Records | electronic patient records
Cardiopulmonary Resuscitation | CPR
Basic Life Support | BLS
Advanced Cardiovascular Life Support | ACLS | Advanced Cardiac Life Support
Pediatric Advanced Life Support | PALS
Activities of Daily Living | ADLs | ADL
Intravenous Therapy | IV Therapy
Infection Control | Infection Prevention | IPC
Medication Administration | administering medication | giving medication | administration of medicines | Meds administration
Venepuncture | Venipuncture | Phlebotomy
Individualized Education Programs | IEPs | IEP | Individual Education Plans
Special Educational Needs | SEN | SEND
Early Years Foundation Stage | EYFS
Google Workspace | G Suite | GSuite
Classroom Management | behaviour management | behavior management
Warehouse Management System | WMS | Warehouse Management Systems
Manual Handling | Moving and Handling
Personal Protective Equipment | PPE
Control of Substances Hazardous to Health | COSHH
Hazard Analysis Critical Control Point | HACCP
Point of Sale | POS | EPOS | Point of Sale Systems
RF Scanners | RF scanning | RF scanner | handheld scanners | RF handhelds | RF guns | hand-held scanners
Order Picking | picking orders | order selection
Stock Control | Inventory Control | stock management | Inventory Management
Stock Taking | stocktaking | cycle counting | stock counts | Stock Counting
Forklift Operation | forklift driving | Forklift
Health and Safety | H&S
Food Hygiene | Food Safety
Accounts Payable | AP | purchase ledger
Accounts Receivable | AR | sales ledger
Profit and Loss | P&L
Key Performance Indicators | KPIs | KPI
Generally Accepted Accounting Principles | GAAP
QuickBooks | Quick Books
Human Resources Information System | HRIS
Applicant Tracking System | ATS | Applicant Tracking Systems
Service Level Agreement | SLA | SLAs
Scrum | Scrum methodology
Programmable Logic Controllers | PLC | PLCs
Computer Numerical Control | CNC
Computerized Maintenance Management System | CMMS
Heating, Ventilation and Air Conditioning | HVAC
MIG Welding | MIG
TIG Welding | TIG
Human Resources | HR
Public Relations | PR
Cascading Style Sheets | CSS | CSS3
HTML | HTML5 | HyperText Markup Language
Large Language Models | LLMs | LLM
Virtual Reality | VR
Google BigQuery | BigQuery
Amazon Redshift | Redshift
SQL Server Integration Services | SSIS
SQL Server Reporting Services | SSRS
Standard Operating Procedures | SOPs | SOP
Good Manufacturing Practice | GMP | cGMP | Good Manufacturing Practices
Good Laboratory Practice | GLP
Failure Mode and Effects Analysis | FMEA
Geometric Dimensioning and Tolerancing | GD&T
Building Information Modeling | BIM | Building Information Modelling
Geographic Information Systems | GIS
Content Management System | CMS | Content Management Systems
Learning Management System | LMS | Learning Management Systems
Customer Experience | CX
Conversion Rate Optimization | CRO | Conversion Rate Optimisation
Bill of Materials | BOM | BOMs
Material Requirements Planning | MRP
Applied Behavior Analysis | ABA | Applied Behaviour Analysis
Cognitive Behavioral Therapy | CBT | Cognitive Behavioural Therapy
Electrocardiography | ECG | EKG | ECGs
Polymerase Chain Reaction | PCR
High-Performance Liquid Chromatography | HPLC
Liquid Chromatography-Mass Spectrometry | LC-MS | LC/MS
Optical Character Recognition | OCR
Robotic Process Automation | RPA
Statistical Process Control | SPC
Root Cause Analysis | RCA
Value Added Tax | VAT
Computer-Aided Manufacturing | CAM
Product Lifecycle Management | PLM
Software as a Service | SaaS
User Acceptance Testing | UAT
Behavior-Driven Development | BDD | Behaviour-Driven Development
Domain-Driven Design | DDD
Voice over IP | VoIP
"""
SAME = tuple(tuple(form.strip() for form in line.split("|")) for line in _SAME.strip().splitlines())

MAKERS = words("""
microsoft ms adobe apache oracle ibm autodesk atlassian esri intuit hashicorp cisco vmware jetbrains
meta
""")

# What is left of these without their maker names nothing: "Google Cloud" is no "cloud".
PLAIN = words("""
advertising cloud docs drive search services analytics ads sheets slides maps store play one office project access dynamics edge
windows surface stock connect workspace team teams-x sign forms database databases cloud-platform commerce campaign experience web
""")  # fmt: skip

# Names that are also common words or names of people: they count only where they stand as names.
COMMON = words("""
go r c d rust swift slack spark excel word access outlook teams chef puppet ruby dart julia scratch unity express
react flask spring bash shell sketch notion salt oracle square toast epic sage concur asana monday basecamp mint
processing perl pascal ada basic scheme crystal elm haskell eclipse atom sublime brackets composer gradle maven ant
make rake jest mocha chai cypress selenium storybook gatsby hugo jekyll ghost drupal magento shopify stripe segment
mixpanel heap hotjar hubspot marketo drift intercom zoom loom miro figma canva procreate blender maya revit rhino
fusion ansys looker tableau qlik domo snowflake dbt airflow luigi prefect beam flink storm hive pig impala presto
trino kafka redis couch neo4j consul vault nomad packer helm rancher harbor istio linkerd envoy nginx apache tomcat
jetty puma unicorn passenger rails django phoenix play lift akka vertx quarkus micronaut ktor sinatra padrino hanami
jasmine karma protractor appium postman insomnia paw soap rest lean kaizen agile scrum kanban project publisher visio
office pages numbers keynote photos motion final logic reaper ableton live cubase reason premiere after effects
lightroom illustrator bridge animate dreamweaver fireworks acrobat dimension substance painter quicken quickbooks xero
wave fresh zoho gusto paycom workday lever greenhouse bamboo namely justworks rippling deel opera micros aloha
lightspeed clover cerner meditech allscripts athena azure gem lotus delphi access impact signal compass canvas
blackboard brightspace seesaw kahoot clever infinite alma cricut silhouette scala kotlin groovy clojure erlang elixir
""") - {"after", "effects", "final", "logic", "live", "infinite", "agile", "scrum", "kanban", "lean", "kaizen", "neo4j", "dbt", "kafka", "nginx", "redis"}

# Of those the ones that are names of people too: "Julia Smith" is no language.
PEOPLE = words("julia ruby ada elm crystal jasmine hugo maya jenkins travis dart chai perl pascal haskell erlang")

# What may follow a name that is also a common word: "Rust developer", "Swift for iOS".
FOLLOWS = words("""
and or for in with on at as to from plus using via including such is by certified certification programming
development developer developers engineer engineering language code coding services service scripts scripting script
app apps application applications framework frameworks library libraries dashboards dashboard reports reporting
spreadsheets spreadsheet macros formulas pivot pivots tables functions skills skill knowledge experience expert
expertise proficiency advanced intermediate basic basics user users administration administrator admin api apis server
backend back-end front-end frontend projects project pipelines pipeline jobs cluster clusters streaming sql ml core
boot native router hooks components microservices containers images templates modules modelling modeling models data
databases database documents presentations files queries query suite online 365 cloud pro studio level levels software
platform system systems tool tools environment integration integrations automation tests testing years
""") - {"to", "is"}

# A name is another one before these words: "SQL Server" is not SQL.
NOT_BEFORE = {
    "sql": ("server", "*plus", "loader"), "react": ("native",), "java": ("script", "beans-"), "c": ("level", "suite", "section", "sharp", "class"),
    "go": ("to", "live", "getter", "kart", "ahead", "for", "through"), "excel": ("at", "in"), "word": ("of", "processing", "for"), "access": ("to", "control", "points"),
    "first aid": ("kit", "kits", "box", "boxes", "room"), "node": ("red",), "visual": (), "spark": ("plug", "plugs", "joy"), "swift": ("code", "payments", "transfers"),
    "power": (), "project": (), "angular": ("cheilitis",), "r": ("&",), "spring": ("break", "term", "semester", "cleaning", "season"), "monday": ("to", "morning", "through"),
    "office": ("manager", "administration", "work", "hours"), "teams": ("of",), "express": ("delivery", "train"), "rest": ("of", "home", "assured"), "soap": ("making",), "epic": ("games",),
}  # fmt: skip

# Generic words beside a name; they may be missing where it is shown.
FILLERS = words("""
skill skills software technology technologies programming language languages proficiency
""")

# Words in small letters that abbreviations must not be taken from.
SHORT_WORDS = words("""
a ad ads ai air all am an and ant any app ar are arc art as ask at ate ats bad bar bat be bed bee bi bid big bin bit
bot bow box boy bun bus but buy by cab can cap car cat cd cop cot cow cry cup cut dab dad dam day dc den dew did die
dig dim dip dm do doe dog dot dry due ear eat egg elm end era etc eve eye fan far fat fee few fig fin fit fix fly foe
for fox fun fur gap gas gel gem get gin go got gum gun gut guy had ham has hat hay he hen her hid him hip his hit hoe
hop hot how hr hub ice id if ill in ink inn is it its jam jar jaw jet job jog joy key kid kit lab lap law lay led leg
let lid lie lip lit log lot low mad man map mat may me men met mid mix mob mom mop mr ms mud mug my nap net new nil no
nod nor not now nut oak oar odd of off oil ok old on one or our out owe own pa pad pal pan par pat paw pay pea pen per
pet pie pig pin pit pm pot pro put rag ram ran rap rat raw ray red rib rid rig rim rip rob rod row rub rug run rye sad
sap sat saw say sea see sem set sew she shy sin sip sir sit six ski sky so soy spa sum sun tab tag tan tap tar tax tea
ten the tie tin tip to toe ton too top toy try tub two up us use van via vs war was way we web wet who why win wit won
yes yet you zip zoo able also back base bend bold call care case cast core data date desk dive dose door drop each
edge even ever ever face fact fair fall fast fear feed file find fine fire firm five flow form four free from full
gain game give goal gold good grow half hand hard have head hear help here high hold home hope host hour idea into
item join jump just keep kind know land last late lead lean left less life lift like line link list live long look
lose love made mail main make many mark mass meet menu milk mind mine miss mode moon more most move much must name
near need news next nice nine node none note once only open oral over pack page pain pair park part pass past path
peak pick pipe plan play plot plus pool poor port post pull push race rain rare rate read real rely rest rice rich
ride ring rise risk road rock role roll roof room root rope rose rule safe sage sale salt same sand save seal seat
seed seek self sell send ship shop show side sign site size skin slip slow snow soap sock soft soil some song soon
sort soul spin spot star stay stem step stop such suit sure swap take talk tall task team tear tech tell tend term
test text that them then they thin this tide till time tone tour town tree trip true tune turn type unit upon user
vast very view vote wage wait wake walk wall want warm wash wave weak wear week well west what when wide wife wild
will wind wine wing wire wise wish with wood word work yard year
""")
