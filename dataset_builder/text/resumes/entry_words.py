"""Words of the entries of a resume: labels, employers, places, forms of employment, and what is dated but no job.

Only tables; `entry_header` and `entries` read with them.
"""

import re

from dataset_builder.text.posts.any_case import AnyCase

LABELS = {
    "title": "designation|job title|title|role|position|post|job role|position held|job|occupation|your role|role title|position title|tätigkeit|poste|puesto",
    "company": "company|company name|organi[sz]ation|organi[sz]ation name|employer|employer name|name of (?:the )?(?:company|employer|organi[sz]ation)|firm|institution|school|hospital|arbeitgeber|entreprise|empresa|worked (?:at|for)",
    "dates": "period|from\\s?(?:/|[-–—]|and|&)?\\s?to|experience|years of service|duration|dates?|dates employed|dates of employment|tenure|from|time ?frame|employment dates|years|employed|time period|working period|since|zeitraum|période|periodo|fecha",
    "end": "to|until|till|end date",
    "start": "start date|joined",
    "place": "location|place|city|address|ort|lieu|lugar",
    "none": "employment duration|total duration|employment type|type|department|reporting to|team size|client|project|projects|responsibilit(?:y|ies)|key responsibilities|duties|roles? (?:and|&) responsibilit(?:y|ies)|achievements?|description|job description|environment|technologies|tools|skills|reason for leaving|salary|summary|industry|website|domain|roles|supervisor|manager|phone|tasks|technology|key achievements",
}  # fmt: skip
LABEL = re.compile(
    r"^\W{0,3}(?:"
    + "|".join(f"(?P<{name}>{words})" for name, words in LABELS.items())
    + r")\s*(?P<mark>[:：]|\s[-–—]\s|$)\s*",
    re.IGNORECASE,
)

EMPLOYER = AnyCase(
    r"\b(?:inc|corp|incorporat\w+|corporation|llc|llp|ltd|limited|plc|gmbh|ag|kg|sa|s\.a\.|s\.l\.|srl|bv|b\.v\.|nv|ab|oy|as|pty|pvt|co|company|companies|group|holdings?|partners|associates|consulting|consultants|solutions|systems|technologies|technology|labs?|laborator(?:y|ies)|studios?|agency|services|industries|enterprises?|foundation|trust|charity|association|institute|university|college|school|academy|nursery|kindergarten|preschool|hospital|clinic|infirmary|surgery|practice|pharmacy|hospice|care|home|homes|house|hotel|inn|resort|restaurant|bistro|bakery|caf[eé]|coffee|kitchen|bar|pub|catering|foods?|stores?|supermarket|market|retail|mart|outfitters|boutique|bank|insurance|capital|ventures|finance|financial|logistics|distribution|transport|haulage|freight|express|couriers|airways|airlines|railways|motors|automotive|garage|plumbing|electrical|heating|construction|builders|contractors|engineering|manufacturing|mills?|works|factory|foundry|plant|farm|farms|nurseries|council|county|city of|department of|ministry|government|nhs|authority|army|navy|police|court|church|museum|library|theatre|theater|gym|salon|spa|media|press|news|times|publishing|games|software|networks?|telecom|energy|power|oil|gas|mining|steel|pharma|biotech|health|healthcare|medical|dental|centre|center|staffing|recruitment|cleaning|security|properties|realty|estates|club|society|union|infotech|labs|analytics|digital|cloud|data|& sons|& co|homewares|advisory)\b\.?",
)
SURE_EMPLOYER = AnyCase(
    r"\b(?:inc|corp|incorporat\w+|corporation|llc|llp|ltd|limited|plc|gmbh|pty|pvt|group|holdings|university|college|school|academy|hospital|infirmary|hotel|restaurant|council|nhs|bank|solutions|technologies|industries|services|foundation|trust|clinic|company|cafe|café)\b\.?",
)
_STATES = "AL|AK|AZ|AR|CA|CO|CT|DE|FL|GA|HI|ID|IL|IN|IA|KS|KY|LA|ME|MD|MA|MI|MN|MS|MO|MT|NE|NV|NH|NJ|NM|NY|NC|ND|OH|OK|OR|PA|RI|SC|SD|TN|TX|UT|VT|VA|WA|WV|WI|WY|DC|ON|QC|BC|AB|MB|SK|NS|NB|NL|PE|NSW|VIC|QLD|SA|WA|TAS|ACT|NT"
_COUNTRIES = (
    "uk|usa|u\\.s\\.a?\\.?|us|united kingdom|united states|england|scotland|wales|northern ireland|ireland|canada|australia|new zealand|germany|deutschland|france|spain|españa"
    "|italy|italia|portugal|netherlands|belgium|switzerland|austria|poland|czech republic|sweden|norway|denmark|finland|india|pakistan|bangladesh|sri lanka|nepal|china|japan|korea"
    "|singapore|malaysia|philippines|indonesia|thailand|vietnam|uae|dubai|qatar|saudi arabia|kuwait|oman|egypt|nigeria|kenya|ghana|south africa|mexico|brazil|argentina|chile"
    "|colombia|peru|turkey|greece|romania|hungary|bulgaria|ukraine|israel|hong kong|taiwan"
)
PLACE = re.compile(
    rf"^(?:remote|hybrid|on-?site|home[- ]based|worldwide|various|(?:[A-Z][\w.'’-]+(?:\s[A-Z][\w.'’-]+){{0,2}},?\s+)?(?-i:(?:{_STATES}))(?:\s+\d{{4,5}})?|(?:[\w.'’ -]+,\s*)?(?:{_COUNTRIES})|london|new york|paris|berlin|leeds|york|manchester|birmingham|glasgow|edinburgh|dublin|bristol|liverpool|sheffield|cardiff|belfast|toronto|vancouver|montreal|calgary|sydney|melbourne|brisbane|perth|adelaide|auckland|mumbai|delhi|new delhi|bangalore|bengaluru|hyderabad|chennai|pune|kolkata|noida|gurgaon|gurugram|chicago|boston|seattle|austin|dallas|houston|denver|atlanta|san francisco|los angeles|munich|münchen|hamburg|frankfurt|köln|wien|vienna|zürich|zurich|madrid|barcelona|lisbon|rome|milan|amsterdam|brussels|stockholm|oslo|copenhagen|warsaw|prague|leith|lagos|nairobi|cape town|johannesburg)\.?$",
    re.IGNORECASE,
)
EMPLOYMENT = re.compile(
    r"\b(?:full[- ]?time|part[- ]?time|permanent|temporary|temp|contract(?:or)?|fixed[- ]term|freelance|self[- ]employed|seasonal|casual|internship|apprenticeship|zero[- ]hours|zero hour|bank|remote|hybrid|on-?site|vollzeit|teilzeit|cdi|cdd|(?:band|grade) \d\w?(?:,? (?:then|and|to) \d\w?)?)\b",
    re.IGNORECASE,
)
DURATION = re.compile(
    r"[(\[]?\s*(?:about |approx\.? |~|over |total:? )?\b\d{1,2}(?:[.,]\d)?\+?\s*(?:years?|yrs?|y)\.?(?:,?\s*(?:and |& )?\d{1,2}\s*(?:months?|mos?|m)\b\.?)?\s*[)\]]?|[(\[]?\s*\b\d{1,2}\s*(?:months?|mos?)\b\.?\s*[)\]]?",
    re.IGNORECASE,
)
# Always no job, whatever else the line says.
BREAK = AnyCase(
    r"\b(?:(?:maternity|paternity|parental|sick|family|study|medical|unpaid|adoption|carer['’]?s?|compassionate|extended) leave|leave of absence|on leave|career break|career pause|sabbatical|gap year|time out|time off|year off|summer off|break from work|unemployed|between jobs|job (?:seeking|search|hunting)|looking for work|laid off|redundan\w+|furlough\w*|stay[- ]at[- ]home (?:parent|mum|mom|dad|mother|father)|full[- ]time (?:parent|mother|mum|father)|raising (?:my|our|a|two|three|children|kids)|caring for|cared for (?:my|a|an)|looking after (?:my|our|the|a)|at home with|(?:home|leave) with (?:the |my |our )?(?:children|kids|baby|newborn|twins)|bringing up (?:my|our|the|a|two|three)|care of (?:my|a|an elderly) |carer for (?:my|a)|family (?:care|reasons|break)|backpack\w+|travell?ing|travell?ed|world trip|round[- ]the[- ]world|elternzeit|congé|prisoner|relocat(?:ed|ion) to|moved to|retired\b|recovery from|illness|not paid|unpaid|looked after (?:my|our)|visit visa|searching (?:a |for )?(?:job|work)|broken (?:wrist|arm|leg|ankle|foot|hip|shoulder)|(?:eye|knee|hip|heart|back|cataract) operation)\b",
)
# Dated, but no job unless a title stands with it.
NO_JOB = AnyCase(
    r"\b(?:m\.?pharm|b\.?pharm|pharm\.?d|mbbs|mbchb|b\.?\s?sc|b\.?a|m\.?\s?sc|m\.?a|b\.?eng|m\.?eng|b\.?tech|m\.?tech|b\.?e|b\.?com|m\.?com|b\.?ed|m\.?ed|llb|llm|mba|bba|bca|mca|phd|ph\.d|dphil|doctorate|bachelors?|bachelor['’]s|masters?|master['’]s|degree|diploma|a[- ]levels?|gcses?|hnd|hnc|btec|nvq|abitur|baccalaur\w+|hsc|ssc|high school|secondary school|laurea|licenciatura|lyc[ée]e|liceo|bts|dut|bep|cap (?=[A-Z])|hochschule|fachhochschule|universit[àé]|uniwersytet|politechnika|coursework|thesis|dissertation|exchange (?:semester|student|year)|erasmus|study abroad"
    r"|awards?|prize|winner|place,|medal|honou?rs?|scholarship|scholar|certificat\w*(?! management)|certified|certification|licen[cs]es?|ticket|first aid|card\b|registration|clearance|courses?|workshops?|bootcamp|training|webinar|conferences?|symposium|talks?|keynote|poster|paper|journal|proceedings|published|publications?|grants?|funding|funded|fellowship|members?|membership|affiliate|society|chapter|projects?|hackathon|patents?|references?|supervision|supervised|students\b"
    r"|page \d|resume\b|résumé\b|curriculum vitae|\bcv\b|updated|last (?:modified|updated)|printed|volunteer\w*|charity run|marathon|visa|permit|hobb(?:y|ies)|hackathons?|icml|neurips|driving licence|vaccin\w+|dob|date of birth|born)\b",
)
# Degrees are no job even where a word of their subject is one: "BSc Software Development".
DEGREE = AnyCase(
    r"^\W*(?:b\.?\s?sc|b\.?a\.?|m\.?\s?sc|m\.?a\.?|b\.?eng|m\.?eng|b\.?tech|m\.?tech|b\.?e\.?|b\.?com|m\.?com|b\.?ed|m\.?ed|llb|llm|mba|bba|bca|mca|ph\.?d|dphil|md|jd|bachelors?|bachelor['’]s|masters?|master['’]s|doctorate|doctor of|master of|bachelor of|associate of|associate['’]s degree|diploma|degree|hnd|hnc|btec|nvq|a[- ]levels?|gcses?|abitur|high school|studied|student (?:at|of)|exchange)\b",
)
# The season of work that comes back each year.
SEASON = re.compile(r"^\W*(?:summers?|winters?|seasons?|christmas)\s*(?:of\s*)?$", re.IGNORECASE)
# The later title in the header of a job: ", then Physics Lead (from Aug 2024)".
PROMOTED = re.compile(
    r",\s+(?:then|later|and then|promoted to|now)\s+[A-Z][^,;|()\d]{2,40}\d?[^,;|()\d]{0,20}\((?:from|since|as of) [^()]*\)"
)
# What it leaves where it is taken out.
WIDE = re.compile(r"\s{12,}(?=,)")
