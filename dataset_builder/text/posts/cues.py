"""What says in a sentence that something is asked, and what leads to the thing that is asked.

Only compiled patterns; `prose` reads with them. A sentence asks by its subject and verb ("you must", "applicants hold", "we
would expect"), by what it says of a thing ("is essential", "a plus"), or as a fragment among sentences that ask.
"""

import re

from dataset_builder.text.posts.any_case import AnyCase

_WHO = r"(?:you|u|candidates?|applicants?|post ?holder|appointee|incumbent|jobholder|(?:right|ideal|successful|perfect|best|new) (?:\w+ )?(?:person|individual|hire|colleague|recruit)|whoever \w+(?: \w+)?|someone|somebody|anyone|people who \w+(?: \w+)?)"
_ALSO = r"(?:(?:also|ideally|already|probably|really|certainly|clearly|of course|only|just|therefore|always|either|likely)\s+)*"
# Verbs and adjectives of a state, not of a task: what a person has, knows or is.
_STATE = r"(?:have|has|hold|holds|possess(?:es)?|bring|brings|know|knows|understand|understands|speak|speaks|care|enjoy|enjoys|demonstrate|come with|can)"
_BEING = (
    r"(?:an? |the (?:sort|kind|type) of |very |highly |fully |genuinely |at least |)?(?:able|comfortable|confident|happy|qualified|registered|fluent|good|great|used to|familiar|experienced|someone|proficient|competent"
    r"|skilled|organi[sz]ed|signed off|free\b(?! to (?:ask|apply|contact|call))|available|willing|capable|adept|passionate|educated|working towards|numerate|literate|computer|physically|reliable|trained|licensed|certified|eligible|authori[sz]ed"
    r"|patient|calm|self|hard[- ]?working|flexible|tidy|strong|native|bilingual|prepared|a? ?team player|an? \w+ (?:communicator|driver|swimmer|listener|speaker|writer|learner)|aged?\b|over \d|\d|resident|at ease|at home (?:with|in)|keen|punctual|presentable|enthusiastic|motivated|curious|honest|fit\b|ready)"
)
# "You are the first contact", "you are responsible for": a task or a welcome, no quality.
_NO_QUALITY = r"(?:the\b|responsible|part\b|based|paid|entitled|welcome|given|supported|invited|encouraged|joining|reporting|looking|interested|in charge|applying|shortlisted|successful|selected|unable|offered|surrounded|our\b|not (?:alone|expected|required)|more than|on (?:a|the)\b|at the\b|on your own\b|in (?:a|the)\b|\w+ed(?: in| off| out| up)? (?:at|by|from) (?:\d|noon|the|half)|done\b|finished\b|home by|off (?:at|by)|treated|one of|about to|going to|probably|guaranteed|covered|assigned|here\b)"

# "You'll get on here if you write clear notes", "This is for you if you've run a shop"
_FITS = r"\b(?:you(?:['’]ll|\s+will|['’]d|\s+would)?\s+(?:get\s+on|fit|do\s+well|thrive|love|enjoy|suit|be\s+(?:good|great|happy|right|perfect|brilliant))|this\s+(?:is|could\s+be|role|job|post)|we\s+(?:want|would\s+like|['’]d\s+(?:love|like))\s+to\s+(?:hear|meet|talk)|it\s+(?:suits|would\s+suit|is\s+for)|apply)\b[^.;]{0,45}?\bif\s+you(?:['’](?:ve|re|d))?\s+(?!have\s+(?:any\s+)?questions|need)"
CUE = AnyCase(
    r"\b(?:you (?:must|need|should|hold|have|possess|already have|bring|can\b(?! expect)|know|speak|are (?:a|an|fluent|comfortable|confident|qualified|registered|able|experienced|skilled))|you['’](?:ll|ve) (?:need|have|bring|hold|also need|ideally|got|be (?:a |an )?(?:qualified|registered|comfortable|confident|fluent|able))|you['’]d (?:need|bring|ideally)|you(?:['’]ll| will) want (?!to (?:know|hear|join|apply|see|read))|you want (?=an? (?!change|job|career|new|chance|challenge|move)|at least|\d|one|two|three|four|five|good|the patience)|you(?:['’]ve| have) (?:already |once )?(?:worked|done|run|led|sold|taught|cooked|driven|built|written)\b|you will (?:need|have|hold|bring|possess|also need|be (?:a |an )?(?:qualified|registered|comfortable|confident|fluent|able|required))|(?:candidates?|applicants?|the (?:right|ideal|successful) (?:person|candidate|applicant)|someone|somebody|person|anyone) (?:who |must|should|will (?:also )?(?:have|hold|need|possess|bring|speak|be (?!expected))|with|needs|has|have|can|is (?:an?|able|someone|fluent|qualified|registered|experienced|comfortable|confident)\b)|person we \w+ (?:will|must|should)|(?:they|he or she|(?<=and )who) (?:will|should|must) (?:also )?(?:have|hold|need|speak|be (?:able|an?|fluent|qualified|comfortable))|(?:should|must) have \w+ed|must (?:have|be|hold|possess|own|speak|know)|(?=is |are )(?<!it )(?<!where )(?<!as )(?<!when )(?:is|are) (?:required|essential|mandatory|a must|needed|necessary|necessities|a requirement)|required|essential\b|mandatory|(?:we|we're|we are) (?:need|require|want|expect|ask for|seek|(?:currently |now )?(?:looking for|seeking|after|searching for|hiring))|looking for|in search of|seeking|needs? to (?:have|hold|be|speak)|minimum (?:of )?\w+ (?:years|months)|at least \w+ (?:years|months)|\d\+? (?:years|yrs)|as well as a valid|valid \w+ licen[cs]e|(?:previous |prior |proven |some |good |solid )?experience (?:of|in|with|as) .{2,60}(?:is|are|would|will|preferred|required|essential|desirable|necessary|needed|helps?)|we['’]d (?:like|love|expect) (?:you|someone|somebody|people|an?|to see|some|experience|candidates)|we['’]d be happier)\b"
    rf"|\b{_WHO}\s+{_ALSO}(?:must|should|shall\s+(?:have|be\s+an?|possess|hold)|needs?\s+(?:to|an?|your|some)\b|ha(?:ve|s)\s+to\b|(?:will|would)\s+{_ALSO}(?:need|be\s+(?:expected|required)\s+to\s+(?:have|hold|be|work|travel|drive|obtain|pass))\b)"
    rf"|\b(?!you(?:['’]d|\s+would)\s+have\b){_WHO}(?:['’](?:ll|d)|\s+(?:will|would))\s+{_ALSO}(?:{_STATE}\b|be\s+{_ALSO}{_BEING})"
    rf"|\byou(?:['’](?:ll|d)|\s+(?:will|would))\s+be\s+(?!\w+ing\b|an?\s+(?:\w+\s+)?(?:member|part)\b|a\s+key\b|up\b|in\b|with\b|joined\b|trained\b|helped\b|asked\b|expected\b|required\b|{_NO_QUALITY})|\byou(?:\s+are|['’]re|\s+r)\s+(?!{_NO_QUALITY})|\byou['’]ve\s+(?!been (?:invited|selected|successful)|got (?:any )?questions|read\b|seen\b|never heard)\w"
    rf"|\b(?:candidates?|applicants?|person|individual)\s+{_ALSO}(?:hold|have|has|are|possess(?:es)?|bring|know)\b"
    rf"|\b(?:we|i)(?:['’]d|\s+would|['’]ll|\s+will|\s+do|['’]re|\s+are)?\s+{_ALSO}(?:need|require|want|expect|ask\s+(?:for|that)|seek|looking\s+for|look\s+for|after|hoping\s+for|hope\s+for)\b(?!\s+(?:our|everyone|every|all|to\s+(?:be|make|grow|build|keep|give|offer)))"
    rf"|^(?:must|should|needs?\s+to|has\s+to)\s+(?!see\b|read\b|visit\b)\w|(?:is|are|will\s+be|would\s+be|being)\s+(?:\w+ly\s+|also\s+|an?\s+)?(?:non-negotiable|expected(?!\s+to\b)|important|key\b|vital|crucial|critical|must\b|necessity|prerequisite|part\s+of\s+the\s+job|(?:the\s+)?(?:legal\s+|bare\s+|absolute\s+)?minimum\b|your\s+thing\b|second\s+nature\b|a\s+given\b|taken\s+for\s+granted\b)|\b(?:position|role|job|post|work)\s+(?:requires|needs|calls\s+for|demands)\b|^your\s+(?:\w+\s+){{1,3}}(?:is|are)\s+(?:\w+\s+)?(?:good|fluent|strong|excellent|native|up\s+to)|\bsomething\s+you\s+(?:do|know|understand|are|have|like|love)\b|\bmatters?\s+(?:more|most|to\s+us|here)\b|\b(?:we|i)\s+(?:value|appreciate)\b|\ban?\s+(?:absolute\s+)?must\b(?!-)|{_FITS}|\breq['’.]?d\b",
)
STRONG_CUE = AnyCase(
    r"\b(?:you (?:must|need|['’]ll need|will need|should (?:have|hold))|you['’]ll (?:also )?need|must (?:have|be able|hold|possess|own|speak|be (?:a|an|fluent|registered|qualified|certified|licen|over|at least|eligible|legally))|(?:is|are) (?:required|essential|mandatory|a must)|we need (?:a|an|someone|people)|looking for (?:a|an|someone|people) .*\bwith\b|someone (?:who|with)|applicants? must|candidates? must|(?:years|yrs|months)['’]? (?:of )?(?:\w+ ){0,2}experience|(?:would be|is|are) (?:an? )?(?:(?:big|real|definite|strong|added) )?(?:plus|advantage|bonus|asset|advantageous|beneficial|welcome|handy|useful|helpful)|an? (?:(?:big|real|definite|strong|added) )?(?:plus|bonus|asset)|desirable|preferred|nice to have|ideally|helps(?=\s*(?:[,.]|$|as\b|because\b|if\b))|(?:it would|would) help\b|we['’]d be happier|even better|is essential|(?:needs?|have|has) to (?:have|hold|be (?:able|fluent|registered|qualified)))(?!\w)"
    r"|\b(?:they|he or she)\s+(?:will|must|should)\s+have\b|\b(?:candidates?|applicants?|post ?holder|appointee)\s+(?:must|should|needs?|will need)\b|(?=is |are |will )(?<!it )(?<!where )(?<!as )(?<!when )(?:is|are|will be)\s+(?:also\s+)?(?:non-negotiable|necessary|needed)\b|\ban? (?:absolute )?must\b(?![- ](?:have|see|read))|^must\s+(?:have|hold|be|own|possess|speak|know|pass|obtain)\b|\byou(?:\s+are|['’]re)\s+(?:an?\s+(?:qualified|experienced|registered|certified)|fluent|qualified|registered|comfortable|confident|experienced)\b|\byou\s+have\s+(?:\w+\s+){0,3}experience|\b(?:position|role|job|post)\s+requires\b|we(?:['’]d|\s+would)\s+(?:also\s+)?(?:expect|want|like|need)\s+(?:you|someone)\b",
)
# What comes before the thing that is asked: "You must have", "We need a cook with", "The right person will have".
LEAD = re.compile(
    rf"^{_FITS}(?:have\s+|are\s+)?|"
    r"^(?:(?:[^,;]{0,60},\s+(?=(?:you|we|they|the|candidates?|applicants?|it|someone)\b))?(?:(?!,|;|\band\b).){0,90}?\b(?:(?:you|we|candidates?|applicants?|(?:the|our) (?:right|ideal|successful) (?:person|candidate|applicant)|someone|somebody|anyone|people|who|they|it)(?:['’](?:ll|d|ve|re))?\s+)?(?:(?:will|would|should|must|also|already|ideally|currently|now|please|really|do|to)\s+)*"
    r"(?:(?:need|needs|expected|required|want(?:s|ed)?|like|expect(?:s|ed)?|ask) (?:you |someone |applicants |candidates |people |everyone )?to(?: (?:have|hold|be))?(?! see)|needs?|have|has|hold|holds|possess(?:es)?|carry(?! out)|show|display|demonstrate|exhibit|bring|brings|require|requires|want|expect|ask for|seek|be able to (?:show|demonstrate)|looking for|(?:['’]re|\bare) after|seeking|got|(?:you|candidates?|applicants?|they|who|person)\s+(?:must|should) be|(?:must|should|to|will|who|you) own|(?:someone|somebody|anyone|people|person|candidates?|applicants?|individual|colleague|member|those)\s+with|like|love(?: to see)?)\b)\s+(?:(?:a(?![ -]levels?\b)|an|the|your|some|someone|somebody|people|of|that you have|you to have|candidates|applicants)\s+(?=\S))*",
    re.IGNORECASE,
)
# "Tanks slosh so I want somebody with bulk behind them": the first part gives the reason.
LEADS_ON = re.compile(r"\W*\s(?:so|therefore|which is why|hence)\b", re.IGNORECASE)
GIVES = re.compile(r"you(?:['’]ll| will| would)? (?:also )?(?:get|receive|be given|be paid|earn)\b", re.IGNORECASE)
# Whatever stands around it: "Must know MYOB".
MUST = re.compile(
    r"(?:you )?must (?:also )?(?:have|hold|know|be (?!prepared to wait)|own|speak|possess)\b", re.IGNORECASE
)
# Behind a sentence that asks, what is said of the reader asks too: "You know the code of practice".
YOU_TOO = re.compile(
    r"you (?:also |really |already )?(?:know|understand|speak|hold|write|have (?:a|an|used|worked|run|built|done|led|experience)|['’]?ve|are (?:a|an|able|happy|comfortable|confident|good|used to)|can (?!expect|apply|call|find|also apply|choose|work from|be)|enjoy|care about)\b",
    re.IGNORECASE,
)
# A post of one sentence: "We need a cook who can lift boxes", "Hiring a barista with two years of experience"
SEEKS_WITH = re.compile(
    r"(?:(?:we|i)(?:['’](?:re|m)| are| am)? )?(?:(?:currently|now|urgently|always|also|still) )*"
    r"(?:need(?:ed)?|want(?:ed)?|look(?:ing)? for|seeking|hiring|after|searching for|require(?:d)?|recruiting|in search of)\b\W+"
    r"[^.;]{2,60}?\b(?:who|with|able|must|having|holding|that)\s+\w",
    re.IGNORECASE,
)
