"""Words that dates are written with: months and seasons of several languages, the present, what joins two dates.

Only tables; `dates` reads with them.
"""

# Months by their spellings, full and short: English, German, French, Spanish, Italian, Portuguese, Dutch.
_MONTHS = """
january jan januar jänner janvier janv enero ene gennaio gen janeiro januari
february feb februar février fevrier févr fevr fév febrero febbraio fevereiro fev februari
march mar märz maerz mär mars marzo março marco maart mrt
april apr avril avr abril abr aprile
may mai mayo maggio mag maio mei
june jun juni juin junio giugno giu junho
july jul juli juillet juil julio luglio lug julho
august aug août aout agosto ago augustus
september sept sep septembre septiembre setiembre settembre set setembro
october oct oktober okt octobre octubre ottobre ott outubro out
november nov novembre noviembre novembro
december dec dezember dez décembre decembre déc diciembre dic dicembre dezembro
"""
MONTHS = {word: at for at, line in enumerate(_MONTHS.strip().splitlines(), start=1) for word in line.split()}

SEASONS = "spring|summer|autumn|fall|winter|michaelmas|hilary|trinity|frühjahr|sommer|herbst|été|verano"

# What stands for the day of reading, in place of an end.
PRESENT = (
    r"presently|present|pres|currently|current|now|today|on-?\s?going|continuing|to-?\s?date|till date|time of writing|this day|(?:am |i['’]m )?still (?:there|here|employed|working)|the present(?: day)?|date"
    r"|heute|jetzt|aktuell|gegenwärtig|laufend|dato|auf weiteres|présent|aujourd['’]?hui|actuellement|actuel|en cours|(?:à )?ce jour"
    r"|(?:la )?actualidad|presente|actualmente|actual|(?:la )?fecha|hoy|oggi|in corso|atualmente|atual|heden|nu|obecnie|teraz|do dziś|současnost|súčasnosť|nåværende|nuvarande|nutid|tällä hetkellä|attuale|attualmente|günümüz|halen"
)

# What opens a span that goes on until the day of reading.
SINCE = r"since|as of|seit(?:\s+dem)?|depuis(?:\s+le)?|desde(?:\s+el)?|dal|sinds"

# What joins the two ends of a span.
TO = r"up\s+to|to|until|till|til|through|thru|bis(?:\s+zum)?|au|à|jusqu['’](?:à|au|en)|hasta(?:\s+el|\s+la)?|a|al|ao|até|and|y|tot(?:\s+en\s+met)?|t/m"
DASHES = "-‐‑‒–—―−­~～→⟶➔➜➝⇒>»"
