"""What headings of posts and resumes say, as people write them.

Only tables: kind -> phrases in small letters, "and" for "&". `headings` looks them up, whole or by their last words.
"""

# Kinds of blocks of a post.
POST = {
    "required": """
conditions of employment | what matters | what counts | what we care about | what we're after | requirements | desired candidate profile | desired profile | desired candidate | requirement | the requirements | must | musts | reqs | needs | behaviours | licence | license | ticket | vetting
requirements | job requirements | qualifications | qualification | required skills | past roles | previous roles | prior roles | past positions | previous positions | past experience | previous experience | prior experience
required skill | skills required | skills needed | skills
skill | key skills | core skills | technical skills | hard skills | soft skills | skill set | skillset
skills and experience | skills and qualifications
skills and abilities | skills and competencies | skills and knowledge | skills and attributes
skills experience and qualifications | skills and requirements
qualifications and skills | qualifications and experience | experience and qualifications | experience and skills
knowledge and experience | knowledge and skills
knowledge skills and abilities | experience | required experience | experience required | experience needed
relevant experience | education and experience
education | education and training | education and qualifications | required education | required qualifications
minimum qualifications | minimum requirements | basic qualifications
basic requirements | essential | essentials | essential criteria | essential skills | essential requirements
essential experience | essential qualifications | mandatory | mandatory skills
mandatory requirements | must have | must haves | must-have | must-haves | must have skills | the must haves
you must have | you must | got to have | gotta have | have to have | employer requires | company requires | client requires
position requires | job requires | role requires | post requires | this job requires | this position requires | this role requires | we require
you need | you'll need | you will need | you should have
what you bring | what you'll bring | what you will bring | what you bring to the table | what you bring to us
you bring | what do you bring | what you need | what you'll need
what you'll need to succeed | what you need to succeed | what you need to have | what you need to know
what you'll need to have | what we need | what we need from you | what we're looking for
what we are looking for | we're looking for | we are looking for | we need | we look for | what we look for
what we want | what we ask | what we ask for | what we require | we require
what we expect | what we expect from you | we expect | who you are | who are you | who we're looking for
who we are looking for | who we need | who we want | who should apply | who can apply | who can come | who can join | who may apply | who may come
about you | this is you | a bit about you | a little about you | more about you | you | you are | you're | you have | you'll have
you will have | you've got | you've | you possess | you offer | what you have | what you've got
your profile | your background | your skills | your experience | your qualifications | your toolkit | your strengths
your skills and experience | your story | your superpowers | profile | candidate profile
ideal candidate | the ideal candidate | our ideal candidate | ideal profile | ideal candidate profile
the successful candidate | successful candidate | the right candidate | the person | the right person
person specification | person spec | candidate specification | job specification | employee specification | applicant requirements
candidate requirements | candidates must | candidates should have | applicants must | applicants must have
the candidate | eligibility | eligibility criteria | prerequisites | prerequisite | criteria | selection criteria
key selection criteria | key criteria | entry requirements
key requirements | key competencies | competencies | competences | core competencies | key competences
capabilities | attributes | personal attributes | personal qualities | qualities | tech stack | your tech stack
our stack | technologies | technical requirements
tools | software | certifications | certificates | licences | licenses | licences and certificates
certifications and licenses | licensure | licenses and certifications | languages | language requirements
language skills
to be considered | to be considered you must | to be successful | to be successful you will need
to be successful in this role | to succeed in this role | to succeed you will need | to thrive in this role
you'll thrive if | you will thrive if | you'll fit in if
this is for you if | this role is for you if | this could be you if | you could be a great fit if
you may be a good fit if | you might be a fit if | you might be a good fit if | is this you | sound like you
does this sound like you | could this be you | do you have
we'd love to hear from you if | apply if you have | apply if | what it takes | what makes you a great fit
what makes you a fit | what will make you successful | how you'll qualify | how you qualify | are you
what you should have | what you should bring | what you must have
non-negotiables | the non-negotiables | deal breakers | dealbreakers | the basics | bring | need | needed | required
we ask | we ask for | we ask that you have | physical requirements | physical demands | other requirements
additional requirements | special requirements | working conditions and physical requirements
desired skills and experience | professional experience | work experience | minimum experience
tickets | tickets required | tickets and licences
anforderungen | anforderungsprofil | dein profil | ihr profil | das bringst du mit | das bringen sie mit
was du mitbringst | was sie mitbringen | qualifikation | qualifikationen | ihre qualifikation | voraussetzungen
kenntnisse | wir erwarten | wir suchen
profil recherché | profil | votre profil | ton profil | exigences | compétences | compétences requises
qualités requises | qualifications requises | vos compétences | prérequis
requisitos | perfil | perfil requerido | tu perfil | requisitos mínimos | imprescindible | competencias
formación y experiencia | requisiti | profilo | il tuo profilo | jouw profiel | functie-eisen | wie ben jij
wat vragen wij""",
    "optional": """
assets | asset | assets include | pre | pré | would love | we'd love | we would love | would also love | nice | icing | merits | merit | meriting | nice to have | nice to haves | nice-to-have | nice-to-haves | nice to have skills | it would be nice if | preferred
preferred skills | preferred skill | preferred qualifications | preferred experience | preferred requirements
preferences | preferable | preferably | preferred but not required | preferred education
preferred skills and experience | preferred qualifications and skills | desirable | desirables | desirable criteria
desirable skills | desirable experience | desirable qualifications | desirable but not essential | desired
desired skills | desired qualifications | desired experience
bonus | bonuses | bonus points | bonus points if | bonus points for | bonus points if you have | bonus skills
a bonus | bonus if you have | big bonus | plus | pluses | a plus | it's a plus if | it is a plus if | what is a plus
plus points | big plus | plus if you have | it's a plus
good to have | good to haves | great to have | would be nice | would be great | would be a plus | would be a bonus
it would be great if | it'd be great if | even better | even better if | even better if you have
you might also have | you may also have | you might have | you could also have | also good | also nice
also helpful | also welcome
gravy | extra points | extra points for | extra credit | brownie points | brownie points for | gold star for | stand out
stand out if | what will make you stand out | what sets you apart | what would set you apart | you'll stand out if
ways to stand out | to stand out | how to stand out | optional | optional skills | ideally | ideally you have
ideally you will have | ideally you'll have | ideally also
assets | asset | an asset | considered an asset | advantageous | advantage | advantages if you have | an advantage
it would be an advantage | it would be advantageous | beneficial | helpful | would help | what would help | helps if
it helps if | it helps | useful | also useful | useful but not essential | not essential but | not essential
not required but nice | not a must but nice | not required but helpful | additional skills | additional assets
additional qualifications | other skills | highly desirable | highly preferred | strongly preferred | a nice extra
extras | nice extras | recommendations | recommendation | added advantage | added advantages | icing on the cake | cherry on top | we'd love it if | we would love it if you had | welcome
we'd be thrilled if | wish list | wishlist | would like | like to have | it's great if you | we'd be impressed if
recommended | highly regarded | well regarded | looked on favourably | add on | add ons | add-on | add-ons | glad of | we would be glad of | we'd be glad of | we'd be glad to see | we would be glad to see | we'd be pleased to see | we would be pleased to see
von vorteil | wünschenswert | idealerweise | das wäre toll | pluspunkte | nice-to-haves | atouts | un plus
serait un plus | souhaité | souhaitable | deseable | valorable | se valora | se valorará | preferibile | pluspunt
atout""",
    "denied": """
not bothered about | we're not bothered about | not fussed about | not important | what we don't mind | this role does not involve | this role doesn't involve | this job does not involve | this role is not
what this role is not | what this is not | what this isn't | this is not | what the role is not
what the role does not involve | what you don't need | you don't need | you do not need | what you won't need
you won't need | no need for | not required | not needed | what we don't need | what we don't require
we don't require | we do not require | we don't expect | we don't ask for | we do not ask for
what we don't ask for | not part of this role | not part of the job | what you won't be doing | what you won't do
you won't be doing | you will not | you won't | what we don't use | we don't use | out of scope | not in scope
what we don't care about | what doesn't matter | don't worry about | don't worry if you don't have
it's fine if you don't have | you don't have to know""",
    "duties": """
jd | job role | job role in short | job profile | work | nature of work | work profile |responsibilities | responsibility | key responsibilities | main responsibilities | your responsibilities
job responsibilities | core responsibilities | primary responsibilities | duties | key duties | main duties
job duties | your duties | duties and responsibilities | responsibilities and duties | duties include
key performance areas | key performance area | kpas | key result areas | kras | performance areas
responsibilities include | roles and responsibilities | role and responsibilities | main duties and responsibilities
essential duties | essential duties and responsibilities | essential functions | essential job functions
accountabilities | key accountabilities | key tasks | tasks | main tasks | your tasks | deliverables | objectives
what you'll do | what you will do | what you'll be doing | what you will be doing | what you'd be doing
what you'll do here | what you do | what will you do | what you'll own | what you'll work on | what you will work on
what we'll ask you to do | you will | you'll | you will be | in this role you will | in this role you'll | as a
your role | the role | role | about the role | the job | the work | about the job | about this role
about the position | about the opportunity | the position | position | role overview | role summary | job overview
job summary | job description | description | position summary | position overview | overview | summary | purpose
job purpose | purpose of the role | role purpose | the opportunity | the challenge | the mission | your mission
mission | your impact | your challenge | scope | scope of work
day to day | day-to-day | your day | your day to day | your week | your weeks | your shift | your shift will include
a typical day | a day in the life | typical duties | how you'll spend your time | how you will spend your time
how you'll make an impact | where you'll make an impact | the day job | what the job involves | what's involved
what the role involves | the role involves | what the job is | the job involves | this role involves
job purpose and duties | projects | the project | your first year | in your first 90 days | what success looks like
what the work looks like
aufgaben | deine aufgaben | ihre aufgaben | das erwartet dich | das erwartet sie | missions | vos missions
tes missions | les missions | votre mission | le poste | funciones | tus funciones | responsabilidades | tareas
mansioni | jouw taken | wat ga je doen""",
    "benefits": """
benefits | our benefits | employee benefits | the benefits | benefits include | benefits package | perks | our perks
perks and benefits | benefits and perks | what we offer | what we offer you | what we can offer
what we can offer you | we offer | we offer you | our offer | what we give | what we give you | what you get
what you'll get | what you will get | what you'll get from us | you get | you'll get | you will receive
what you'll receive | what you can expect | what you can expect from us | what's in it for you
what is in it for you | what's on offer | what is on offer | on offer | in return | in return we offer | in exchange
why join us | why join | why work with us | why work for us | why work here | why us | why you'll love it here
why you'll love working here | why you'll love this job | why choose us | the package | package | total rewards
rewards | rewards and benefits | reward and benefits | compensation and benefits | pay and benefits
salary and benefits | benefits and compensation | remuneration and benefits | the good stuff | the good bits
goodies | extras we offer | life at | working here | working with us | life here | our culture and benefits
employee perks | we provide | what we provide | how we look after you | how we'll look after you
how we take care of you | looking after you | the deal | the offer | why apply | training and development
career development | growth | learning and development | your benefits | your rewards | some of our benefits
wir bieten | das bieten wir | das bieten wir dir | das bieten wir ihnen | unser angebot | deine vorteile
ihre vorteile | unsere benefits | benefits bei uns | nous offrons | ce que nous offrons | avantages | nos avantages
les avantages | ofrecemos | qué ofrecemos | se ofrece | beneficios | ventajas | offriamo | wij bieden
wat bieden wij""",
    "terms": """
particulars | other particulars | principal conditions of service | comp | small print | the small print | salary | salary range | the salary | pay | pay rate | pay range | rate of pay | rate | wage | wages | compensation
compensation range | remuneration | hourly rate | base salary | base pay | stipend | ctc | shift | shifts
shift pattern | shift patterns | shift details | hours | working hours | hours of work | work hours
working pattern | work pattern | schedule | work schedule | rota | timetable | location | locations | job location
work location | place of work | where | where you'll work | based | workplace | work arrangement | work setting
contract | contract type | type of contract | contract length | duration | term | start | start date | starting
closing date | deadline | application deadline | interviews | interview date | interview dates | job type
employment type | type | job category | department | team size | reports to | reporting to | reporting line
line manager | grade | band | level | job id | job ref | job reference | reference | ref | vacancy | vacancy number
requisition | requisition id | posted | date posted | travel | travel required | probation | overtime | holiday
holidays | vacancies | number of positions | openings | fte | status | flsa status | industry | sector | gender | age limit | dress | dress code | uniform | arbeitszeit
arbeitsort | gehalt | lieu | salaire | horaires | lugar | salario | horario | type de contrat | conditions""",
    "about": """
similar jobs | related jobs | more jobs | other jobs | other vacancies | recommended jobs | people also viewed | more like this | tags | share this job | you are here |
about us | this is us | who we are | about the company | the company | our company | company | company overview
company description | company profile | about the team | the team | our team | your team | our story | our mission
our values | values | our culture | culture | our clients | our customers | our people | our vision | our school
about our school | our hospital | the home | the school | the ward | the site | the department | the client
about our client | about the business | the business | about the organisation | about the organization
organisation | who are we | what we do | why we exist | background to the role | introduction | intro | employer
über uns | wir sind | das sind wir | das unternehmen | qui sommes-nous | qui sommes nous | à propos
à propos de nous | l'entreprise | sobre nosotros | quiénes somos | chi siamo | over ons | wie zijn wij""",
    "apply": """
how you will be evaluated | how you will be assessed | how we will assess you | required documents | documents required | how to apply | to apply | apply | apply now | application | applications | applying | application process
the application process | interview process | our interview process | the interview process | hiring process
our hiring process | our process | the process | recruitment process | selection process | next steps
what happens next | what to expect | contact | contact us | contact details | questions | for more information
more information | further information | interested | ready to apply | join us | how we hire | bewerbung
jetzt bewerben | kontakt | pour postuler | postuler | contacto | cómo aplicar""",
    "legal": """
equal opportunity | equal opportunities | equal opportunity employer | equal employment opportunity
equal opportunity statement | equal opportunities statement | eeo | eeo statement | eoe | diversity
diversity and inclusion | diversity equity and inclusion | dei | inclusion | our commitment
our commitment to diversity | our commitment to inclusion | commitment to diversity | accommodations | accommodation
reasonable adjustments | adjustments | disclaimer | legal | legal notice | privacy | privacy notice
data protection | safeguarding | safeguarding statement | safer recruitment | notice | please note | note
note to agencies | recruitment agencies | agencies | no agencies | background check | background checks
pre-employment checks | e-verify | disclosure | pay transparency | fair chance | accessibility | chancengleichheit
égalité des chances | diversidad""",
    "title": "job title | title | position title | role title | vacancy title | post | post title | stelle | stellenbezeichnung | poste | puesto",
}  # fmt: skip

# Kinds of sections of a resume.
RESUME = {
    "experience": """
experience | experiences | earlier | earlier work | before that | previously | work experience | work experiences | professional experience | relevant experience
relevant professional experience | relevant work experience | employment | employment history | employment record
employment experience | employment summary | career history | career | career summary and experience
career experience | career to date | career path | career details | career so far | work history | work
job history | jobs | my jobs | posts held | positions held | families | professional background | professional history | professional career
work background | job experience | industry experience | practical experience | experience summary | past experience
previous experience | prior experience | other experience | additional experience | additional work experience
other work experience | other employment | earlier experience | earlier career | earlier roles | early career
previous employment | previous roles | previous positions | previous jobs | past roles | past positions
current post | present post | present position | first post | first job | previous posts | previous post | last post | last position | earlier posts | most recent post | current role | current position | current employment | current and previous roles | positions held | positions
appointments | academic appointments | professional appointments | academic positions | teaching experience
research experience | clinical experience | nursing experience | driving experience | military experience
military service | leadership experience | management experience | technical experience | consulting experience
freelance work | freelance experience | selected experience | key experience | core experience | internships
internship experience | internship | placements | clinical placements | teaching practice | work placements
where i've worked | where i have worked | where i worked | where | where i've been | what i've done
what i have done | places i've worked | what i did | work i have done | my work | my experience | my career
work life | working life | jobs i've had | jobs i have had | places i have worked | paid work | paid employment
roles | key roles | roles held | track record | professional journey | engagements | assignments | contracts
work record | work details | employment details | experience details | details of experience
organizational experience | organisational experience | seasonal work | berufserfahrung | berufspraxis
beruflicher werdegang | werdegang | beruf | praktische erfahrung | praktika | expérience | expériences
expérience professionnelle | expériences professionnelles | parcours professionnel | parcours | experiencia
experiencia laboral | experiencia profesional | trayectoria profesional | esperienza | esperienze
trayectoria | esperienza lavorativa | esperienze professionali | esperienza professionale | experiência | experiência profissional
werkervaring""",
    "skills": """
skills | skill | key skills | core skills | technical skills | technical skill | hard skills | soft skills
professional skills | relevant skills | other skills | additional skills | special skills | personal skills
computer skills | it skills | software skills | digital skills | programming skills | clinical skills
practical skills | transferable skills | job skills | main skills | top skills | my skills | skill set | skillset
skill sets | skills summary | skills set | summary of skills | skills and abilities | skills and expertise
skills and competencies | skills and knowledge | skills and tools | skills and technologies
skills and qualifications | skills and strengths | skills and interests | skills profile | skills matrix | technical matrix | skill matrix | technology matrix | technical skills matrix
skills overview | technical summary | technical expertise | technical proficiency | technical proficiencies
technical profile | technical environment | technical competencies | technical knowledge | technical toolkit
tech stack | stack | tech | technologies | technology | tools | tools and technologies | tools and software
tools and equipment | tools i use | technologies and tools | languages and tools | languages and technologies
languages and frameworks | programming languages | programming | frameworks | software | software and tools
software knowledge | systems | platforms | equipment | machinery | competencies | competences | core competencies
core competences | key competencies | competency | areas of expertise | expertise | area of expertise
core expertise | specialties | specialities | specialisms | specialisations | specializations | strengths
key strengths | core strengths | abilities | proficiencies | knowledge | knowledge and skills
qualifications and skills | capabilities | core capabilities | what i can do | what i know | what i work with | what i use | what i bring | what i offer | what i have to offer | what i'm good at
what i am good at | good at | i can | toolbox | toolkit | my toolbox | in my toolbox | know-how | kenntnisse
fähigkeiten | kompetenzen | it-kenntnisse | fachkenntnisse | edv-kenntnisse | compétences | compétences techniques
compétences clés | compétences informatiques | savoir-faire | habilidades | competencias | aptitudes | conocimientos
competenze | competências | vaardigheden""",
    "education": """
education | educational background | education background | education history | educational history
education and training | education and qualifications | education and certifications | education and certification
education and professional development | education and skills | academic background | academic qualifications
academic qualification | academic history | academic record | academic profile | academic credentials | academics
academia | educational qualifications | educational qualification | educational details | education details
education summary | education and honours | formal education | higher education | studies | study | degrees | degree
schooling | school | schools | university | college | qualifications | qualification
academic and professional qualifications | professional qualifications | qualifications and education
where i studied | what i studied | training and education | training and qualifications | scholastics | ausbildung
bildung | studium | schulbildung | bildungsweg | akademische ausbildung | formation | formations | diplômes | études
formation académique | educación | formación | formación académica | estudios | istruzione | formazione | educação
opleiding | opleidingen | coursework | relevant coursework | thesis | dissertation""",
    "certificates": """
certifications | certification | certificates | certificate | professional certifications
certifications and licenses | certifications and licences | licenses and certifications | licences and certificates
licences and certifications | licenses | licences | license | licence | licensure | licensures
licences and tickets | tickets | tickets and licences | cards | cards and tickets | tickets and cards | credentials
accreditations | accreditation | registrations | registration | professional registration
registration and licences | professional licenses | certifications and training | training and certifications
training and certificates | training | trainings | courses | courses and certificates | courses and training
courses and certifications | training and courses | short courses | continuing education
continuing professional development | cpd | professional development | professional training | mandatory training
clearance | clearances | security clearance | checks | checks and clearances | compliance | driving licence
driving license | driver's license | driver's licence | zertifikate | weiterbildung | weiterbildungen
fortbildungen | führerschein | certificats | permis | certificados | cursos | patente | certificazioni
certificering | awards and certifications | certifications and awards | certificates and awards""",
    "languages": "languages | language | mother tongue | mother tongues | native language | other languages | additional languages | language skills | language proficiency | languages known | languages spoken | spoken languages | foreign languages | human languages | linguistic skills | sprachen | sprachkenntnisse | langues | idiomas | lingue | línguas | talen",
    "summary": """
summary | profile | professional summary | professional profile | personal profile | personal statement
career summary | executive summary | career profile | career objective | career objectives | career goal | objective
objectives | professional objective | job objective | summary of qualifications | qualifications summary
summary of experience | qualification summary | profile summary | summary statement | about | about me | who i am
bio | biography | overview | introduction | intro | career overview | highlights | career highlights
key highlights | professional highlights | headline | statement | mission statement | career statement | at a glance
in short | in brief | a bit about me | hello | profil | über mich | kurzprofil | à propos | à propos de moi | résumé
perfil | perfil profesional | resumen | resumen profesional | objetivo | sobre mí | acerca de mí | profilo | sommario""",
    "personal": """
personal information | personal info | personal details | personal data | personal | contact | contact information
contact details | contact info | contacts | details | candidate information | candidate details | address
get in touch | profiles | social profiles | online profiles | social | social media | online presence | online | web | persönliche daten | kontakt | coordonnées | datos personales | contacto | dati personali | info
reach me | find me | links""",
    "projects": """
projects | project | personal projects | side projects | key projects | selected projects | academic projects
academic project | project experience | projects undertaken | project work | relevant projects | university projects
technical projects | open source | open source projects | open source contributions | open-source | portfolio
selected work | github projects | other projects | project highlights | recent projects | research projects
hackathons | contributions | things i built | things i've built | projekte | projets | proyectos | progetti
details of projects | project details""",
    "achievements": """
awards | award | honors | honours | honors and awards | honours and awards | awards and honors | awards and honours
awards and recognition | awards and achievements | achievements | achievement | key achievements | accomplishments
accomplishment | key accomplishments | recognition | recognitions | distinctions | scholarships
scholarships and awards | fellowships and awards | prizes | competitions | achievements and awards | grants
grants and funding | grants and awards | funding | research funding | research grants | fellowships
fellowships and grants | patents | test scores | auszeichnungen | distinctions et prix | premios | premi | medals
sporting achievements | extracurricular achievements | notable achievements""",
    "publications": """
publications | publication | selected publications | papers | research | research interests | research output
articles | books | book chapters | journal articles | conference papers | conference presentations | conferences
presentations | presentations and talks | talks | invited talks | talks and presentations | lectures
invited lectures | speaking | speaking engagements | public speaking | workshops | posters | seminars | media
press | exhibitions | performances | recordings | discography | publikationen | publications et conférences
publicaciones | blog | writing""",
    "teaching": "teaching | courses taught | modules taught | supervision | supervised students | student supervision | doctoral supervision | teaching and supervision | academic service | service | professional service | peer review | reviewing | editorial work | committees | committee work | editorial boards | mentoring",
    "volunteering": "volunteering | volunteer | volunteer experience | volunteer work | voluntary work | voluntary experience | volunteer activities | community | community service | community involvement | community work | charity work | giving back | civic engagement | ehrenamt | bénévolat | voluntariado | volontariato",
    "memberships": "memberships | membership | memberships and affiliations | affiliations | professional affiliations | professional memberships | professional associations | associations | associations and memberships | organizations | organisations | professional bodies | societies | clubs | clubs and societies | activities | extracurricular activities | extra-curricular activities | extracurriculars | leadership and activities | campus involvement | mitgliedschaften | affiliazioni",
    "interests": "interests | hobbies | hobbies and interests | interests and hobbies | personal interests | outside work | outside of work | free time | in my free time | when i'm not working | leisure | leisure activities | sports | sport | passions | fun | fun facts | interessen | hobbys | centres d'intérêt | loisirs | intereses | aficiones | interessi",
    "references": "references | referees | refs | reference | references available | referenzen | références | referencias | referenze | testimonials | recommendations",
    "breaks": "career break | career breaks | breaks | career gap | gaps | career gaps | travel | travels | travelling",
    "wishes": "learning | currently learning | want to learn | would like to learn | still to learn | what i'm learning | i'm learning | not yet | what i don't know | goals | learning goals | future plans | plans | next",
    "other": "other | other information | additional information | additional info | additional details | additional | miscellaneous | misc | further information | availability | notice period | salary expectations | right to work | work authorization | work authorisation | visa status | nationality | declaration | disclaimer | strengths and weaknesses | other details | sonstiges | divers | otros | otros datos | información adicional | altro | zusätzliche informationen | informations complémentaires | note | notes | preferences | job preferences | expected salary | mobility | transport",
}  # fmt: skip
