"""Reading free text, for everybody: sections, dates, jobs held and asked, mentions of skills."""
