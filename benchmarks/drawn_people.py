"""Invented people whose resumes `drawn_resumes` sets in layouts of many kinds; what is true of each stands here once."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Job:
    title: str
    employer: str
    place: str
    dates: str
    tasks: tuple[str, ...] = ()


@dataclass(frozen=True)
class School:
    degree: str
    school: str
    place: str
    dates: str


@dataclass(frozen=True)
class Person:
    name: str
    label: str
    email: str
    phone: str
    place: str
    summary: str
    jobs: tuple[Job, ...]
    schools: tuple[School, ...]
    # names by group
    skills: dict[str, tuple[str, ...]]
    languages: tuple[tuple[str, str], ...] = ()
    # anything that is none of these, by heading: distractors
    other: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def all_skills(self) -> list[str]:
        return [name for names in self.skills.values() for name in names]

    def truth(self) -> dict:
        """In the form that `training.reader evaluate` reads."""
        return {
            "contact": {"full_name": self.name, "email": self.email, "phone": self.phone, "location": self.place},
            "experience": [{"title": job.title, "company": job.employer, "dates": job.dates} for job in self.jobs],
            "education": [{"degree": one.degree, "institution": one.school} for one in self.schools],
            "skills": self.all_skills,
            "languages": [name for name, _ in self.languages],
        }


NURSE = Person(
    "Marisol Tennant-Okafor", "Registered Nurse", "marisol.tennant@example.org", "+44 7700 900 412", "Swansea, Wales",
    "Ward nurse with nine years in surgical and acute care, used to busy nights and to teaching newcomers.",
    (
        Job("Senior Staff Nurse", "Morrow Bay University Hospital", "Swansea", "September 2019 – Present",
            ("Leads a shift of eight on a surgical ward of 28 beds", "Wrote the handover sheet that the whole directorate now uses",
             "Mentors two students each term, and signs off their competencies in wound care and cannulation")),
        Job("Staff Nurse", "St Brannock Infirmary", "Cardiff", "March 2016 – August 2019",
            ("Cared for patients after orthopaedic surgery", "Kept the ward's audit of pressure sores for two years")),
        Job("Healthcare Assistant", "Glasfryn Care Home", "Neath", "June 2013 – February 2016", ("Looked after fourteen residents with dementia",)),
    ),
    (
        School("BSc (Hons) Adult Nursing", "Cardigan University", "Cardigan", "2013 – 2016"),
        School("BTEC Diploma in Health and Social Care", "Neath Valley College", "Neath", "2011 – 2013"),
    ),
    {"Clinical": ("Wound care", "Cannulation", "Medication rounds", "Triage"), "Other": ("Mentoring", "Rota planning", "SystmOne")},
    (("English", "native"), ("Spanish", "fluent"), ("Welsh", "basic")),
    {"Certificates": ("Immediate Life Support, 2023", "Nurse prescriber V150, 2021"), "Interests": ("Sea swimming, choir",)},
)  # fmt: skip
CHEF = Person(
    "Dario Ravnsborg", "Head Chef", "dario.ravnsborg@example.com", "(555) 014-7782", "Portland, OR",
    "Chef with fifteen years in hotel and bistro kitchens who buys from forty farms and wastes little.",
    (
        Job("Head Chef", "The Copper Heron", "Portland, OR", "04/2018 - Present",
            ("Runs a brigade of 14 and a menu that changes every six weeks", "Brought food cost from 36 to 29 percent of sales",
             "Opened the pastry section and hired its lead")),
        Job("Sous Chef", "Hotel Larkspur", "Seattle, WA", "08/2013 - 03/2018",
            ("Ordered for banquets of up to 400 guests", "Trained nine apprentices, four of whom now run sections of their own")),
        Job("Line Cook", "Bistro Quaglia", "Seattle, WA", "05/2010 - 07/2013", ("Worked grill, fish and sauce",)),
    ),
    (School("Associate of Applied Science in Culinary Arts", "Puget Culinary Institute", "Seattle, WA", "2008 - 2010"),),
    {"Kitchen": ("Menu design", "Butchery", "Charcuterie", "Pastry"), "Office": ("Food costing", "Inventory control", "HACCP", "Toast POS")},
    (("English", "Native"), ("Italian", "Conversational")),
    {"Awards": ("Best New Menu, Willamette Food Guild, 2021",)},
)  # fmt: skip
ELECTRICIAN = Person(
    "Tobias Achterberg", "Elektroniker für Betriebstechnik", "t.achterberg@example.de", "+49 341 5550178", "Leipzig",
    "Elektroniker mit elf Jahren Erfahrung in der Instandhaltung von Förderanlagen und Schaltschränken.",
    (
        Job("Teamleiter Instandhaltung", "Nordhafen Logistik GmbH", "Leipzig", "05/2019 – heute",
            ("Leitung eines Teams von sieben Technikern", "Einführung der vorbeugenden Wartung an 42 Förderstrecken")),
        Job("Elektroniker für Betriebstechnik", "Saalewerk Maschinenbau AG", "Halle (Saale)", "08/2013 – 04/2019",
            ("Verdrahtung und Prüfung von Schaltschränken", "Störungssuche an SPS-gesteuerten Anlagen")),
        Job("Auszubildender Elektroniker", "Stadtwerke Merseburg", "Merseburg", "09/2010 – 07/2013", ("Ausbildung mit Abschlussnote 1,7",)),
    ),
    (
        School("Staatlich geprüfter Techniker, Elektrotechnik", "Fachschule Leipzig-Süd", "Leipzig", "2014 – 2018"),
        School("Mittlere Reife", "Realschule am Domplatz", "Merseburg", "2004 – 2010"),
    ),
    {"Technik": ("SPS-Programmierung", "Siemens TIA Portal", "EPLAN", "Antriebstechnik"), "EDV": ("SAP PM", "MS Office")},
    (("Deutsch", "Muttersprache"), ("Englisch", "gute Kenntnisse")),
    {"Hobbys": ("Rudern, Modellbau",)},
)  # fmt: skip
ACCOUNTANT = Person(
    "Solène Marchetti-Vidal", "Responsable comptable", "solene.mv@example.fr", "+33 4 78 55 01 62", "Lyon, France",
    "Comptable depuis douze ans dans l'industrie et le conseil, je clôture les comptes en trois jours.",
    (
        Job("Responsable comptable", "Fonderies du Rhône SA", "Lyon", "janvier 2019 – aujourd'hui",
            ("Encadre une équipe de quatre comptables", "A réduit la clôture mensuelle de huit à trois jours")),
        Job("Comptable générale", "Cabinet Ferrand & Associés", "Villeurbanne", "septembre 2014 – décembre 2018",
            ("Tenue de trente dossiers de petites entreprises", "Déclarations de TVA et liasses fiscales")),
        Job("Assistante comptable", "Meubles Chabrol", "Grenoble", "juin 2012 – août 2014", ("Saisie des factures et rapprochements bancaires",)),
    ),
    (
        School("Master Comptabilité, Contrôle, Audit", "Université de Belledonne", "Grenoble", "2010 – 2012"),
        School("Licence Économie et Gestion", "Université de la Saône", "Lyon", "2007 – 2010"),
    ),
    {"Métier": ("Consolidation", "Fiscalité", "Contrôle de gestion"), "Logiciels": ("Sage 100", "Excel", "SAP FI", "Cegid")},
    (("Français", "langue maternelle"), ("Anglais", "courant"), ("Italien", "notions")),
    {"Centres d'intérêt": ("Escalade, reliure",)},
)  # fmt: skip
BIOLOGIST = Person(
    "Ingrid Paszkowska", "Marine Microbiologist", "ipaszkowska@example.edu", "+47 20 15 20 17", "Tromsø, Norway",
    "Studies how bacteria of sea ice feed the spring bloom.",
    (
        Job("Associate Professor", "Polarlys University", "Tromsø, Norway", "2020 – Present",
            ("Leads a group of six on the ecology of sea ice", "Teaches microbial ecology and a field course on Svalbard")),
        Job("Postdoctoral Researcher", "Institute for Baltic Microbiology", "Gdynia, Poland", "2016 – 2020",
            ("Sequenced the communities of 140 ice cores",)),
        Job("Research Assistant", "Szczepan Marine Station", "Hel, Poland", "2011 – 2012", ("Kept the culture collection",)),
    ),
    (
        School("PhD in Microbial Ecology", "Kashubian University", "Gdańsk, Poland", "2012 – 2016"),
        School("MSc in Biology", "Kashubian University", "Gdańsk, Poland", "2009 – 2011"),
    ),
    {"Laboratory": ("Metagenomics", "Flow cytometry", "Fluorescence microscopy"), "Computing": ("R", "Snakemake", "Python")},
    (("Polish", "native"), ("English", "C2"), ("Norwegian", "B2")),
    {
        "Publications": (
            "Paszkowska I., Aune T. Bacterial succession under melting ice. Journal of Cold Oceans 14 (2022), 211–230.",
            "Paszkowska I. Diatoms and their bacteria. Polar Letters 9 (2019), 45–58.",
            "Lipka M., Paszkowska I. Cores from the Fram Strait. Baltic Microbiology Notes 3 (2017), 1–19.",
        ),
        "Grants": ("Young Investigator Grant, Nordic Science Fund, NOK 8 million, 2021 – 2025", "Mobility Grant, 2016"),
        "Talks": ("Keynote, Ice and Life, Umeå, 2023",),
    },
)  # fmt: skip
MARKETER = Person(
    "Priya Halloran", "Marketing Manager", "priya.halloran@example.net", "+1 415 555 0119", "Oakland, California",
    "Marketer who likes plain words and clean numbers; grew two subscription products from zero.",
    (
        Job("Senior Marketing Manager", "Tidepool Software, Inc.", "Oakland, California", "Jan 2021 - Present",
            ("Owns a budget of $2.4M across search, social and events", "Doubled trial sign-ups in five quarters",
             "Built a team of five in three time zones")),
        Job("Marketing Specialist", "Juniper & Rye", "Sacramento, California", "Jul 2017 - Dec 2020",
            ("Wrote the weekly newsletter for 80,000 readers", "Ran forty A/B tests of landing pages")),
        Job("Copywriter", "Bellwether Agency", "Fresno, California", "Jun 2015 - Jun 2017", ("Wrote for eleven retail clients",)),
    ),
    (School("Bachelor of Arts in Communication", "Merced Pacific University", "Merced, California", "2011 - 2015"),),
    {"Marketing": ("SEO", "Paid search", "Email marketing", "Copywriting"), "Tools": ("HubSpot", "Google Analytics", "Figma", "SQL")},
    (("English", "Native or Bilingual"), ("Hindi", "Limited Working")),
    {"Certifications": ("Google Ads Search Certification", "HubSpot Inbound")},
)  # fmt: skip
TEACHER = Person(
    "Callum Brathwaite", "Secondary School Teacher", "c.brathwaite@example.co.uk", "0131 496 0712", "Edinburgh",
    "Teacher of mathematics who runs the school's chess club and its bridge course for newcomers.",
    (
        Job("Head of Mathematics", "Corstorphine Academy", "Edinburgh", "Aug 2018 - present",
            ("Leads a department of nine teachers", "Raised the share of pupils who take Advanced Higher from 11 to 19 percent")),
        Job("Teacher of Mathematics", "Lochend High School", "Dunbar", "Aug 2012 - Jul 2018",
            ("Taught S1 to S6", "Started a lunchtime bridge course that 60 pupils attend")),
        Job("Private Tutor", "Self-employed", "Glasgow", "Sep 2009 - Jun 2012", ("Tutored for Higher exams",)),
    ),
    (
        School("PGDE Secondary Mathematics", "Strathmuir University", "Glasgow", "2012"),
        School("MA Mathematics", "University of Ardross", "Ardross", "2011"),
    ),
    {"Teaching": ("Curriculum design", "Differentiation", "Behaviour management"), "Digital": ("GeoGebra", "Desmos", "Google Classroom", "SEEMiS")},
    (("English", "native"), ("French", "intermediate")),
    {"Volunteering": ("Scout leader since 2014",), "References": ("Available on request",)},
)  # fmt: skip
DEVELOPER = Person(
    "Yusuf Lindqvist-Adeyemi", "Backend Developer", "yusuf.la@example.dev", "+46 70 555 01 23", "Malmö, Sweden",
    "Builds payment systems in Go and Kotlin, and writes the documents that others need to run them.",
    (
        Job("Staff Engineer", "Öresund Payments AB", "Malmö, Sweden", "2022-03 – now",
            ("Designed the ledger that settles 3 million transfers a day", "Brought the median latency of authorisation from 190 to 40 ms")),
        Job("Backend Developer", "Kvist & Co", "Copenhagen, Denmark", "2018-06 – 2022-02",
            ("Moved a monolith to eleven services", "Introduced contract tests between teams")),
        Job("Junior Developer", "Lunda Data", "Lund, Sweden", "2016-08 – 2018-05", ("Maintained the booking system of a ferry line",)),
    ),
    (School("MSc in Computer Science", "Skåne Institute of Technology", "Lund, Sweden", "2011 – 2016"),),
    {"Languages": ("Go", "Kotlin", "TypeScript"), "Infrastructure": ("Kubernetes", "Terraform", "PostgreSQL", "Kafka"), "Practice": ("Code review", "Incident response")},
    (("Swedish", "Native"), ("English", "Fluent"), ("Yoruba", "Basic")),
    {"Projects": ("ledgerlint: a linter for double-entry ledgers, 400 stars",)},
)  # fmt: skip
MECHANIC = Person(
    "Rosalind Okwuosa", "Aircraft Maintenance Technician", "r.okwuosa@example.org", "+1 (316) 555-0164", "Wichita, KS",
    "Licensed technician with a clean record on turboprops and regional jets.",
    (
        Job("Lead Maintenance Technician", "Prairie Air Cargo LLC", "Wichita, KS", "February 2017 to Present",
            ("Plans heavy checks of eleven aircraft", "Cut repeat defects by a third", "Signs releases to service")),
        Job("Airframe and Powerplant Mechanic", "Cimarron Regional", "Tulsa, OK", "May 2011 to January 2017",
            ("Changed engines and propellers on the line", "Found and reported a batch of cracked brackets")),
    ),
    (School("Certificate in Aviation Maintenance Technology", "Flint Hills Technical College", "Emporia, KS", "2009 to 2011"),),
    {"Trade": ("Sheet metal repair", "Borescope inspection", "Avionics troubleshooting", "Composite repair"), "Systems": ("CAMP", "Microsoft Excel")},
    (),
    {"Licenses": ("FAA Airframe and Powerplant, 2011", "FCC GROL, 2014")},
)  # fmt: skip
CLERK = Person(
    "Benedikta Sørvåg", "Office Administrator", "benedikta.s@example.com", "+353 1 555 0136", "Dublin, Ireland",
    "Administrator who keeps calendars, invoices and people in order, with a steady hand and a friendly voice.",
    (
        Job("Office Manager", "Harrow & Quill Solicitors", "Dublin", "2018 - Present", ("Manages a reception of four", "Moved twelve years of paper files into one archive")),
        Job("Administrative Assistant", "Liffeyside Housing Trust", "Dublin", "2014 - 2018", ("Took minutes of the board", "Handled 200 letters a week")),
        Job("Receptionist", "Hotel Wren", "Galway", "2011 - 2014", ("Checked in guests in three languages",)),
    ),
    (School("Higher Certificate in Business", "Corrib Institute", "Galway", "2009 - 2011"),),
    {"Office": ("Diary management", "Minute taking", "Invoicing", "Switchboard"), "Software": ("Outlook", "Xero", "Clio")},
    (("English", "Fluent"), ("Norwegian", "Native")),
    {"Interests": ("Gardening, sailing",)},
)  # fmt: skip
LOGISTICS = Person(
    "Lucía Arrabal Quintero", "Jefa de almacén", "lucia.arrabal@example.es", "+34 955 55 01 47", "Sevilla, España",
    "Responsable de almacén con diez años de experiencia en distribución alimentaria y comercio electrónico.",
    (
        Job("Jefa de almacén", "Distribuciones Guadalmar S.L.", "Sevilla", "marzo de 2020 – actualidad",
            ("Dirige un equipo de veintidós personas", "Redujo los errores de preparación de pedidos un 40 %")),
        Job("Coordinadora de logística", "Frutas del Alcor", "Carmona", "junio de 2016 – febrero de 2020",
            ("Planificó las rutas de nueve camiones", "Implantó el sistema de gestión del almacén")),
        Job("Auxiliar administrativa", "Transportes Pinzón", "Huelva", "septiembre de 2013 – mayo de 2016", ("Gestionó albaranes y facturas",)),
    ),
    (
        School("Grado en Administración de Empresas", "Universidad de Itálica", "Sevilla", "2009 – 2013"),
        School("Técnico Superior en Transporte y Logística", "IES Torre del Oro", "Sevilla", "2007 – 2009"),
    ),
    {"Gestión": ("Control de inventario", "Planificación de rutas", "Prevención de riesgos"), "Informática": ("SAP EWM", "Excel", "Power BI")},
    (("Español", "nativo"), ("Inglés", "B2"), ("Portugués", "A2")),
    {"Aficiones": ("Senderismo, cerámica",)},
)  # fmt: skip
