"""What comes in: text and files made safe to read, sections taken out and put back, JSON Resume."""
