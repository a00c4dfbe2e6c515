"""Words for people at work: heads of job titles, ranks, short forms, and titles that name the same job.

Only tables; `roles` judges with them.
"""

from dataset_builder.text import words

# fmt: off

# The word a title ends in, or stands before "of", "for", "in". Not complete: `roles` knows the usual endings too.
HEADS = words("""
accountant adjuster administrator adviser advisor advocate agent aide ambassador analyst apprentice architect artist
assembler assessor assistant associate attendant attorney auditor author baker barber barista bartender beautician
bookkeeper bricklayer broker builder butcher buyer captain caregiver carer caretaker carpenter cashier caterer ceo cfo
chairman chef chemist chief clerk cio ciso cleaner clinician cno coach coder collector colorist columnist commander
commissioner companion concierge conductor conservator constable consultant contractor controller cook coo coordinator
co-ordinator copywriter correspondent counsel counsellor counselor courier cpa craftsman crew cto curator custodian
dba dean decorator dentist deputy designer detective developer dietitian diplomat director dispatcher docent doctor
drafter draughtsman driver economist editor educator electrician employee engineer estimator evangelist examiner exec
executive expert fabricator facilitator farmer farmhand fellow firefighter fisherman fitter florist foreman forewoman
forester founder freelancer gardener gasfitter geologist glazier governess groom groomer groundskeeper groundsman
guard guide hairdresser hand handler handyman head headteacher headmaster helper host hostess housekeeper hygienist
illustrator inspector installer instructor intern internist interpreter invigilator investigator ironer janitor
jeweller joiner journalist journeyman journeyperson judge keeper keyholder labourer laborer landscaper lawyer lead
leader lecturer liaison librarian lifeguard linguist loader lpn lineman machinist maid manager marketer marshal mason
master mate mathematician matron mechanic mediator mentor merchandiser messenger metalworker midwife milliner miner
model moderator musician nanny navigator nurse nutritionist officer operative operator optician optometrist orderly
organiser organizer owner packer painter pa paralegal paramedic partner patrolman pathologist pediatrician performer
pharmacist phlebotomist photographer physician physicist physiotherapist picker pilot pipefitter planner plasterer
plumber podiatrist poet police policeman porter postman postdoc practitioner presenter president principal printer
processor procurer producer professional professor programmer prosecutor psychiatrist psychologist publicist ranger
realtor receptionist recruiter registrar rep reporter representative researcher resident restorer rigger rn roofer
sailor salesperson salesman saleswoman scheduler scientist scribe sculptor sdet seamstress secretary seller server
shearer shepherd shopkeeper singer sme solicitor sommelier sonographer specialist sre stagehand statistician
steelworker steward stewardess stocker storekeeper storeman strategist student superintendent superviser supervisor
surgeon surveyor sweeper tailor teacher teammate technician technologist teller temp tester therapist tiler toolmaker
trader trainee trainer translator treasurer tutor typist underwriter usher valet vet veterinarian videographer
volunteer vp waiter waitress waitstaff warden watchman weaver webmaster welder woodworker worker writer hca cna rgn
rmn lvn emt cto swe sde pm po ba qa scrum-master joinery-lead chairperson clerks ta tl porter-cleaner labor millwright
machinist scaffolder groundworker shopfitter upholsterer slinger banksman signaller dockworker stevedore longshoreman
forklifter picker-packer reach-driver trucker chauffeur ambulance-driver dental-nurse dogsbody gp sho st1
consultant-physician paraprofessional interventionist ta's examiner's actuary biologist zoologist botanist
microbiologist biochemist ecologist geographer historian archaeologist anthropologist sociologist politician minister
priest pastor imam rabbi chaplain vicar monk comedian dancer choreographer actor actress composer dj filmmaker
animator cinematographer stylist barback sous-chef runner dishwasher expeditor busser crewmember cadet soldier
sergeant lieutenant corporal major colonel general private airman seaman blacksmith locksmith goldsmith silversmith
playwright wheelwright commis maker
postmaster coroner cryptanalyst astronomer missionary arbitrator athlete referee chiropractor bailiff embalmer bellhop
proofreader trapper taper pipelayer derrickhand deckhand roughneck roustabout blaster diver groundman brakeman infantryman
sawyer jeweler engraver potter oiler
leiter leiterin projektleiter projektleiterin teamleiter teamleiterin abteilungsleiter abteilungsleiterin filialleiter
filialleiterin bauleiter bauleiterin ingenieur ingenieurin entwickler entwicklerin softwareentwickler
softwareentwicklerin berater beraterin verkäufer verkäuferin pfleger pflegerin altenpfleger altenpflegerin
pflegefachkraft pflegefachfrau pflegefachmann krankenschwester krankenpfleger fahrer fahrerin berufskraftfahrer
techniker technikerin mechaniker mechanikerin mechatroniker mechatronikerin elektriker elektrikerin elektroniker
kauffrau kaufmann bürokauffrau bürokaufmann sachbearbeiter sachbearbeiterin lehrer lehrerin erzieher erzieherin koch
köchin kellner kellnerin buchhalter buchhalterin referent referentin lagerist lageristin monteur schweißer
ingénieur ingénieure développeur développeuse infirmier infirmière vendeur vendeuse serveur serveuse comptable
responsable chargé chargée conseiller conseillère professeur cuisinier cuisinière chauffeur
ingeniero ingeniera desarrollador desarrolladora camarero camarera cocinero cocinera enfermero enfermera vendedor
vendedora contable dependiente dependienta comercial profesor profesora conductor conductora
""") - {"crew", "general", "private", "major", "hand", "host", "model", "police", "ba", "server", "principal-", "labor", "head-", "groom"}
HEADS |= {"head", "crew", "host"}

# Endings of words for people; with them come the words that end so and are none.
PERSON = ("ist", "ician", "keeper", "woman", "ographer", "ologist", "eer", "maker", "worker", "person",
          "fitter", "mason", "broker", "marketer")
NO_PERSON = words("""
list twist exist assist artist-s mist gist wrist fist checklist wishlist whitelist playlist consist resist persist
insist career beer deer volunteer-s steer cheer peer goldsmith-s playwright-s
""") - {"volunteer-s"}

# Words in -ed that open a title; any other opens a sentence ("Supported managers in ...").
DONE = words("""
certified registered licensed licenced experienced qualified chartered skilled advanced applied embedded accredited
specialized specialised retired unlicensed self-employed integrated computerized armed unarmed paid assisted fixed
extended related limited approved articled authorised authorized commissioned enrolled ordained seconded seed speed feed united manufactured reinforced animated continued
""")

# Words in -er and -or at the end of a name that are no person.
NO_DOER = words("""
computer server docker water paper power customer order number member letter center master consumer newsletter folder
printer scanner trailer container border career weather summer winter october september november december twitter
manner jupyter router register quarter semester chapter cluster filter buffer parameter charter transfer matter leather
rubber cancer dinner corner ladder timber lumber silver poster flyer answer flower shower finger shoulder disorder
gender calendar labour labor colour color motor sensor vendor sector vector factor monitor error indoor outdoor
behaviour behavior flavour flavor honour honor harbour harbor tractor elevator conveyor generator processor reactor
compressor refrigerator under other together whether either neither another rather further never however former latter
proper super upper lower inner outer later better greater lesser over after user users laser wonder thunder river
tower cover offer chester manchester lancaster leicester gloucester worcester doncaster vancouver denver hannover
dover andover windsor tudor manor interior exterior superior junior senior minor corridor anchor mirror illustrator
photoshop premier docker flutter blender tinder uber spider hunter helper-app maker router-os ranger procreater
jenkins-server power-er tensor splitter
""")

# Ranks from the lowest; a title without one stands at PLAIN. What is held below what is asked does not meet it.
PLAIN = 5
RANKS = {
    "student": 0, "intern": 0, "internship": 0, "work-experience": 0, "placement": 0, "cadet": 1, "apprentice": 1, "trainee": 1, "probationary": 1,
    "graduate": 3, "junior": 2, "jr": 2, "entry-level": 2, "assistant": 2, "asst": 2, "associate": 3, "assoc": 3, "deputy": 4, "vice": 4,
    "acting": 5, "interim": 5, "senior": 6, "sr": 6, "snr": 6, "lead": 7, "principal": 8, "staff": 5, "chief": 9, "head": 9, "executive": 5,
    "demi": 4, "improver": 2, "improvers": 2, "aspiring": 0, "werkstudent": 0, "praktikant": 0, "auszubildender": 1, "stagiaire": 0, "alternant": 1,
}  # fmt: skip
# Ranks that also follow a title: "Audit Intern", "Electrical Apprentice".
TRAILING_RANKS = frozenset(("intern", "apprentice", "trainee", "internship", "student", "cadet"))

# Words around a title that say nothing about which job it is.
BESIDE = words("""
freelance self-employed selfemployed contract contractor temporary temp permanent full-time part-time fulltime
parttime seasonal casual bank relief night nights day days evening weekend remote hybrid onsite agency locum interim
acting experienced qualified certified registered- licensed licenced professional the a an of and in for at to level
grade band i ii iii iv v 1 2 3 4 5 nqt ect mid mid-level
""")

# Of those, when the work is done: a title with one of them and no field ("night cleaner") is of no trade but its head's.
SHIFTS = words("night nights day days evening weekend casual relief seasonal bank agency locum")
# Words of BESIDE that name the trade itself where they stand before these heads: a bank's clerk, a contract's manager.
TRADE_BEFORE = {
    "bank": words("manager clerk teller cashier officer analyst accountant auditor trainee guard security examiner executive administrator"),
    "contract": words("manager administrator specialist officer negotiator lawyer surveyor coordinator"),
    "day": words("trader"),
    "grade": words("operator"),
}
# Titles of a shift that name the place of work as well: in hotels alone there is a night porter.
PLACED = {("night", "porter"): "hotel", ("hall", "porter"): "hotel", ("night", "auditor"): "hotel", ("night", "receptionist"): "hotel"}
# Words that make a trade of its own of a head which has a qualification by itself: no nurse is a dental nurse.
OWN_TRADES = {"nurse": words("dental nursery veterinary vet wet")}
# Words before a head that tell where or for whom the work is done, never which trade it is.
NO_TRADE = words("""
staff general shift duty team section unit floor site area zone region regional district local national international global
group company corporate field main small large big busy home customer client public private independent commercial
machine domestic industrial multi multi-site single double lone mobile floating rotating certified registered licensed
chartered graduate student first second third day-to-day technical operations operational chief head principal executive
""")

# Short forms of titles and of words in them, as they are written out.
SHORT = {
    "brickie": "bricklayer", "brickies": "bricklayer", "sparky": "electrician", "sparkies": "electrician", "chippy": "carpenter", "chippie": "carpenter", "chippies": "carpenter",
    "rn": "registered nurse", "rgn": "registered nurse", "lpn": "licensed practical nurse", "lvn": "licensed vocational nurse",
    "cna": "certified nursing assistant", "hca": "healthcare assistant", "np": "nurse practitioner", "emt": "emergency medical technician",
    "swe": "software engineer", "sde": "software engineer", "sdet": "software test engineer", "sre": "site reliability engineer",
    "dba": "database administrator", "ceo": "chief executive officer", "cfo": "chief financial officer", "cto": "chief technology officer",
    "coo": "chief operating officer", "cio": "chief information officer", "ciso": "chief information security officer",
    "cmo": "chief marketing officer", "vp": "vice president", "svp": "senior vice president", "avp": "assistant vice president",
    "evp": "executive vice president", "md": "managing director", "gm": "general manager", "hr": "human resources", "pa": "personal assistant", "ea": "executive assistant",
    "ta": "teaching assistant", "tl": "team leader", "gp": "general practitioner", "flt": "forklift", "fork-lift": "forklift", "hgv": "lorry",
    "lgv": "lorry", "sr": "senior", "snr": "senior", "jr": "junior", "mgr": "manager", "eng": "engineer", "engr": "engineer", "dev": "developer",
    "admin": "administrator", "asst": "assistant", "assoc": "associate", "exec": "executive", "rep": "representative", "reps": "representative",
    "tech": "technician", "acct": "account", "ops": "operations", "dir": "director", "coord": "coordinator", "co-ordinator": "coordinator",
    "qa": "quality assurance", "qc": "quality control", "bi": "business intelligence", "ml": "machine learning", "ux": "user experience",
    "sen": "special needs", "sped": "special education", "pe": "physical education", "maths": "mathematics", "math": "mathematics",
    "csr": "customer service representative", "bdm": "business development manager", "sdr": "sales development representative",
    "ae": "account executive", "slp": "speech language pathologist", "pt": "physical therapist", "ot": "occupational therapist",
    "cpa": "certified public accountant", "l&d": "learning development", "r&d": "research development", "front-end": "frontend",
    "back-end": "backend", "full-stack": "fullstack", "cdl": "truck", "pm": "project manager", "nqt": "teacher", "kp": "kitchen porter", "cdp": "chef de partie",
    "headteacher": "head teacher", "sous-chef": "sous chef", "care-giver": "caregiver",
}  # fmt: skip

# Words that name the same in a title; the first stands for all.
_SAME = """
developer engineer programmer coder
forklift fork counterbalance reach
driver operator operative
lorry truck hgv trucker
carer caregiver careworker
cleaner janitor custodian
waiter waitress server
salesperson salesman saleswoman
chairman chairperson chairwoman
foreman forewoman foreperson
counsellor counselor
adviser advisor
attorney lawyer solicitor
physician doctor
labourer laborer
joiner carpenter
software application applications
teacher schoolteacher educator
physiotherapist physio
bookkeeper book-keeper
caretaker caretakers
organiser organizer
"""
SAME = {word: line.split()[0] for line in _SAME.strip().splitlines() for word in line.split()}

# Whole titles that name the same job.
SAME_TITLES = (
    ("care assistant", "healthcare assistant", "health care assistant", "care worker", "carer", "support worker", "caregiver", "care support worker"),
    ("certified nursing assistant", "nursing assistant", "nurse aide", "certified nurse aide", "nurses aide"),
    ("warehouse operative", "warehouse worker", "warehouse associate", "warehouse assistant", "warehouse operator", "picker packer"),
    ("shop assistant", "sales assistant", "retail assistant", "store assistant", "retail sales assistant", "sales associate", "retail associate", "store associate"),
    ("registered nurse", "staff nurse", "ward nurse"),
    ("teaching assistant", "classroom assistant", "learning support assistant", "teacher aide", "teachers aide", "paraprofessional", "instructional aide"),
    ("physical therapist", "physiotherapist"),
    ("secretary", "administrative assistant", "office assistant", "admin assistant"),
    ("nursery nurse", "early years practitioner", "early years educator", "nursery practitioner"),
    ("delivery driver", "van driver", "multi drop driver"),
    ("electrician", "electrical technician"),
    ("truck driver", "lorry driver", "cdl driver", "class 1 driver", "hgv driver", "lgv driver"),
    ("elementary teacher", "elementary school teacher", "primary teacher", "primary school teacher"),
    ("secondary teacher", "secondary school teacher", "high school teacher"),
    ("frontend developer", "front end developer", "front end web developer"),
    ("backend developer", "back end developer"),
    ("recruiter", "talent acquisition specialist", "recruitment consultant"),
    ("scrum master", "agile coach"),
    ("kitchen porter", "dishwasher", "kitchen assistant", "kitchen hand"),
    ("hotel porter", "bellhop", "bell attendant"),
    ("lorry driver", "heavy goods vehicle driver"),
)
