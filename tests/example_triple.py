"""A small triple as a teacher writes it, for tests that read documents."""

JOB = """## Job title
Baker

## Job Summary
A bakery in the old town looks for a baker who likes early hours.

## Required Skills
- Dough Making
- Oven Operation

## Required Experience
- Minimum of 3 years as a Baker

## Responsibilities
- Bake bread"""
MATCHED = """## Personal Information
Name: Alva Lind
Email: alva.lind@example.com

## Education
Diploma in Baking

## Skills
- Dough Making
- Oven Operation

## Experience
- Baker (2013 - 2016)"""
UNMATCHED = MATCHED.replace("- Oven Operation\n", "").replace("2016", "2014")


def answer(heads=("##### Job-description", "##### Resume 1", "##### Resume 2"), texts=(JOB, MATCHED, UNMATCHED)):
    return "\n\n".join(f"{head}\n{text}" for head, text in zip(heads, texts))
