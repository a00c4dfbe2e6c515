"""Reading free text, for builder, training and Spaces: documents, sections, dates, jobs held and required, mentions, evidence."""
