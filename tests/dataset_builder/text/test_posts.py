"""What a post asks, as people write posts: below headings of any wording, in sentences, on a label's own line."""

import pytest

from dataset_builder.text.posts.post import read_post


def asked(post: str) -> list[str]:
    return [point.text.strip(" .;") for point in read_post(post).points if not point.optional]


def optional(post: str) -> list[str]:
    return [point.text.strip(" .;") for point in read_post(post).points if point.optional]


@pytest.mark.parametrize(
    "heading",
    [
        "What we ask of you",
        "What counts for us:",
        "Who fits in here",
        "You should come to us with -",
        "To do this job well you need",
        "TO APPLY YOU NEED",
    ],
)
def test_a_list_asks_below_a_heading_that_no_table_has(heading):
    post = f"Baker\n\nWe bake.\n\n{heading}\n- Two years of experience in a bakery\n- Able to start at four\n- Good with sourdough\n"
    assert asked(post) == ["Two years of experience in a bakery", "Able to start at four", "Good with sourdough"]


@pytest.mark.parametrize(
    "heading",
    [
        "Would be handy but no must",
        "Not needed, but welcome:",
        "Added advantage",
        "Plus if you have it:",
        "Even better",
    ],
)
def test_a_heading_makes_what_is_below_it_optional(heading):
    post = f"Baker\n\nRequirements\n- Food hygiene certificate\n\n{heading}\n- Cake decorating\n- Barista training\n"
    assert asked(post) == ["Food hygiene certificate"]
    assert optional(post) == ["Cake decorating", "Barista training"]


def test_the_sentences_and_commas_of_a_label_are_points():
    post = "Cook\n\nMust haves: two years or more as a cook. Food hygiene certificate, in date. Non-smoker.\n\nNice to have: first aid certificate, experience in weddings\n"
    assert asked(post) == ["two years or more as a cook", "Food hygiene certificate, in date", "Non-smoker"]
    assert optional(post) == ["first aid certificate", "experience in weddings"]


def test_labelled_paragraphs_below_a_heading_of_their_own_ask():
    post = "Engineer\n\nPerson specification\n\nEducation: a degree in physics.\n\nExperience: Two years in a foundry. Has worked with robots.\n\nCharacter: good with apprentices.\n"
    assert asked(post) == [
        "a degree in physics",
        "Two years in a foundry",
        "Has worked with robots",
        "good with apprentices",
    ]


def test_a_post_of_one_paragraph_asks_in_its_sentences():
    post = "We are looking for a gardener with at least two years' experience and an eye for roses. You must hold a spraying licence. Own tools. Pruning fruit trees would be an advantage, as would hedge laying."
    assert asked(post) == ["at least two years' experience", "eye for roses", "spraying licence", "Own tools"]
    assert optional(post) == ["Pruning fruit trees would be an advantage", "hedge laying"]


def test_clauses_joined_by_and_who_are_points_of_their_own():
    post = "Cook\n\nYou'll need to be calm under pressure, and you should have worked in a kitchen. We want someone who can bake and who holds a hygiene certificate."
    assert asked(post) == [
        "calm under pressure",
        "worked in a kitchen",
        "who can bake",
        "hygiene certificate",
    ]


@pytest.mark.parametrize(
    "line",
    [
        "With 60 years of experience in clocks, Harrow Horology restores towers.",
        "Harrow Horology restores towers and has been here for 60 years.",
        "You'd have the workshop to yourself and make tea on Fridays.",
        "We need someone Monday to Friday, 7:30 to 4:00.",
        "We are looking for a clock maker to restore dials from start to finish.",
        "The successful candidate will be expected to join in with the open days.",
        "If you have not heard from us by May, please try again.",
        "Ring Marta for a chat before you apply.",
        "Any appointment is subject to occupational health clearance.",
        "Employment depends on a background check, as the law allows.",
        "A physical examination is required before the first day.",
        "Applicants with a criminal record are considered as the law allows.",
        "We repair in two days, which we'd like to keep.",
        "SIGN-ON BONUS 1,000 AFTER A YEAR",
    ],
)
def test_sentences_about_the_work_the_firm_and_how_to_apply_ask_nothing(line):
    assert asked(f"Clock maker\n\n{line}\n\nRequirements\n- Fine soldering\n") == ["Fine soldering"]
    assert optional(f"Clock maker\n\n{line}\n\nRequirements\n- Fine soldering\n") == []


def test_one_thing_that_is_asked_stays_one():
    lines = [
        "Oven section run alone, loaves as well as buns",
        "Sage, in and out every day",
        "Prepared payroll and VAT",
        "Kiln experience, especially raku and glazes",
    ]
    assert asked("Potter\n\nRequirements\n" + "".join(f"- {line}\n" for line in lines)) == lines


def test_a_mark_without_a_verb_is_of_the_last_item():
    post = "Machinist\n\nRequirements\n- check your own parts, shafts, gears, lathe work a plus\n- Danish is a plus but not needed at first\n"
    assert asked(post) == ["check your own parts, shafts, gears"]
    assert optional(post) == ["lathe work a plus", "Danish is a plus but not needed at first"]


def test_a_sentence_that_explains_a_point_is_none():
    post = (
        "Developer\n\nRequirements\n- Elm in daily use. The shop is Elm from end to end, so you will need to like it\n"
    )
    assert asked(post) == ["Elm in daily use"]


def test_a_heading_says_in_brackets_how_strongly_it_asks():
    post = "Analyst\n\nSkills & experience (essential)\nSQL to a good standard\n\nSkills & experience (desirable)\nCharity sector\n"
    assert asked(post) == ["SQL to a good standard"] and optional(post) == ["Charity sector"]


@pytest.mark.parametrize(
    "line",
    [
        "You'll carry a list of forty tenants, run drop-ins in two halls, and report each month.",
        "The trailer sleeps in your yard if you've a gate for it.",
        "Our ovens are fullest from 3 until 7, which is when we need you.",
        "You're weighed in at 6 and most crews are back by two.",
        "All applicants are treated the same, whatever their age or origin.",
        "First review of applications is in May; a portfolio alone will not be considered.",
    ],
)
def test_tasks_conditions_and_asides_ask_for_nothing(line):
    post = f"Clock maker\n\n{line}\n\nRequirements\n- Fine soldering\n"
    assert asked(post) == ["Fine soldering"] and optional(post) == []


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("Not needed but welcome: some Danish, Blender for mock-ups.", ["some Danish", "Blender for mock-ups"]),
        ("Plus points: live bees, experience with a till such as Lumo or Prisma.", ["live bees", "experience with a till such as Lumo or Prisma"]),
        ("Big plus: kiln repair. Danish or Finnish, we have regulars who would be glad.", ["kiln repair", "Danish or Finnish"]),
        ("And less firm: Blender (two old files) and anything in felt.", ["Blender (two old files)", "anything in felt"]),
        ("Of interest, but no condition: Danish; raku firing", ["Danish", "raku firing"]),
    ],
)  # fmt: skip
def test_an_optional_label_keeps_all_that_it_names(line, wanted):
    found = optional(f"Potter\n\nRequirements\n- Fine glazing\n\n{line}\n")
    assert [text.rstrip(".") for text in found] == wanted


def test_a_bold_paragraph_above_a_list_is_a_heading():
    post = (
        "<p>Potter</p><p><b>In your first weeks you'll</b></p><ul><li>Keep the shelves tidy</li></ul>"
        "<p><strong>You'd fit if</strong></p><ul><li>you can throw large bowls</li></ul>"
        "<p><b>Wouldn't hurt</b></p><ul><li>raku firing</li></ul><p><b>What we put on the table</b></p><ul><li>a wheel you choose</li></ul>"
    )
    assert asked(post) == ["you can throw large bowls"] and optional(post) == ["raku firing"]


def test_a_trade_that_is_also_a_benefit_may_be_asked():
    post = "Clerk\n\nRequirements\n- Life insurance or pension administration background\n- Dental radiography\n"
    assert asked(post) == ["Life insurance or pension administration background", "Dental radiography"]


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("A kiln ticket is a legal minimum and we will ask to see it.", ["kiln ticket is a legal minimum"]),
        ("The person we appoint will run four kilns, order clay and keep the log. They will have A level art.", ["A level art"]),
        ("You will need a wheel, sorry.", ["wheel"]),
        ("Must haves - raku experience (a year would do), first aid.", ["raku experience (a year would do)", "first aid"]),
    ],
)  # fmt: skip
def test_prose_asks_as_people_say_it(line, wanted):
    assert asked(f"Potter in Hove\n\n{line}\n") == wanted


def test_helpful_rather_than_essential_is_optional():
    post = "Potter\n\nRequirements\n- Raku firing\n- Experience in a school is helpful rather than essential\n- No problem with 23 kg\n\nPre: own wheel, Danish\n"
    assert asked(post) == ["Raku firing", "No problem with 23 kg"]
    assert optional(post) == ["Experience in a school is helpful rather than essential", "own wheel", "Danish"]


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("The kiln is old. Driving licence class B. We pay on Fridays.", ["Driving licence class B"]),
        ("Danish: enough for safety briefings. The hall is cold.", ["Danish: enough for safety briefings"]),
        ("Nordic citizens or residents only, please.", ["Nordic citizens or residents only, please"]),
        ("EU citizens or residents only, please.", ["EU citizens or residents only, please"]),
        ("To do it you want three years of raku behind you.", ["three years of raku behind you"]),
        ("Danish lessons are paid. Diploma average last summer: 34 points.", []),
    ],
)
def test_a_credential_by_itself_is_asked_wherever_it_stands(line, wanted):
    assert (
        asked(
            f"Potter in Hove\n\nTwo kilns and a yard, and the sea behind it, which you can hear on most days of the year.\n\n{line}\n"
        )
        == wanted
    )


@pytest.mark.parametrize(
    "told",
    [
        "You will help us keep our promises to clients, on time and on budget.",
        "A cook who will help with orders joins us.",
    ],
)
def test_who_helps_is_a_task_and_no_advantage(told):
    post = read_post(
        f"## Job Title\nBaker\n\n## Job Summary\n{told}\n\n## Required Skills\n- SQL\n- Welsh would help\n"
    )
    assert [(point.text, point.optional) for point in post.points] == [("SQL", False), ("Welsh would help", True)]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Scrum: Will be tested during the interview", "Scrum"),
        ("Selenium: used across all of our projects", "Selenium"),
        ("Defect Tracking: solid working knowledge expected", "Defect Tracking"),
        ("CI/CD: Should be able to apply it from the first day", "CI/CD"),
    ],
)
def test_a_name_with_what_is_said_of_it_behind_a_colon_is_the_name(line, name):
    assert read_post(f"## Job Title\nTester\n\n## Required Skills\n- {line}\n").points[0].names == (name,)


def test_a_label_is_no_name():
    post = read_post("## Job Title\nTester\n\n## Required Skills\n- Databases: PostgreSQL, MySQL\n")
    assert post.points[0].names == ("PostgreSQL", "MySQL")


@pytest.mark.parametrize(
    ("clause", "title"),
    [
        ("at least 5 years in the position of a Postmaster", "Postmaster"),
        ("Minimum of 3 years as a Shipfitter with good references", "Shipfitter"),
        ("At least 2 years of hands-on experience as a Bailiff in a professional setting", "Bailiff"),
        ("5 years as an Engraver with good references.", "Engraver"),
        ("2 years as a Candle Maker", "Candle Maker"),
    ],
)
def test_years_are_of_the_title_though_it_ends_in_no_usual_word(clause, title):
    (point,) = read_post(f"Job title: {title}\n\nRequirements:\n- {clause}\n").points
    assert point.title == title and point.months


@pytest.mark.parametrize(
    ("asked", "texts"),
    [
        ("You will be expert in Excel and Word, and happy to type.", ["expert in Excel and Word", "happy to type"]),
        ("You must have good spoken and written English.", ["good spoken and written English"]),
        ("You must be able to draw and name birds in Latin.", ["able to draw and name birds in Latin"]),
        (
            "The person we are looking for will hold a forestry diploma and will have worked for three years in woodland.",
            ["forestry diploma", "worked for three years in woodland"],
        ),
        ("You must hold PX1 and PX6 spraying certificates.", ["PX1 and PX6 spraying certificates"]),
        ("A van licence is required because the depot has no bus.", ["A van licence is required"]),
        ("You will own the diary, write papers and be the voice of the office.", []),
    ],
)
def test_what_a_sentence_asks(asked, texts):
    post = read_post(f"Clerk\n\nABOUT YOU\n\n{asked}\n" if texts else f"Clerk\n\nABOUT THE ROLE\n\n{asked}\n")
    assert [point.text for point in post.points if not texts or point.text in texts] == texts


@pytest.mark.parametrize(
    ("line", "months"),
    [
        ("4 to 7 years in retail, out of which minimum 2 years as Store Manager", [48, 24]),
        ("Total 3 yrs+ in voice support with min 1 year as Team Leader", [36, 12]),
        ("3 years as a Baker", [36]),
    ],
)
def test_years_inside_of_years_are_asked_by_themselves(line, months):
    post = read_post(f"Clerk\n\nExperience: 4-7 years\n\nRequirements:\n- {line}\n")
    assert [point.months for point in post.points if point.text != "4-7 years"] == months
    assert ("4-7 years" in [point.text for point in post.points]) is (48 not in months)


@pytest.mark.parametrize(
    ("line", "optional"),
    [("Candidates with Rust will get priority", True), ("Experience in auditing (Big Four welcome)", False)],
)
def test_priority_is_a_wish_and_an_invitation_asks_nothing(line, optional):
    (point,) = read_post(f"Clerk\n\nRequirements:\n- {line}\n").points
    assert point.optional is optional and "Big Four" not in point.text


@pytest.mark.parametrize(
    ("post", "wanted"),
    [
        ("We need a cook who can lift boxes, bake bread and keep calm.", ["who can lift boxes", "bake bread", "keep calm"]),
        ("Looking for a driver with a clean licence and own van, start Monday", ["clean licence", "own van"]),
        ("Hiring a barista with two years of experience and latte art skills.", ["two years of experience", "latte art skills"]),
        ("Wanted: gardener who knows roses, owns tools and can start in May", ["gardener who knows roses", "owns tools", "can start in May"]),
        ("Required: gardener with a spraying licence and own tools", ["spraying licence", "own tools"]),
        ("Looking for somebody who has 5+ yrs milling, sets up and runs five axes, knows Fanuc, and can work titanium", ["who has 5+ yrs milling", "sets up and runs five axes", "knows Fanuc", "can work titanium"]),
    ],
)  # fmt: skip
def test_a_post_of_one_sentence_asks(post, wanted):
    assert asked(post) == wanted


@pytest.mark.parametrize(
    "post",
    [
        "Finish carpenters\n\nFit-out of 96 flats on the quays. We also want:\n\n• Safe Pass\n• Own hand tools\n",
        "Driver\n\nCurtainsiders out of the port. You need\n\nSafe Pass\nOwn hand tools\n\nRing Steve.\n",
        "Driver\n\nWHO CAN COME ->> Safe Pass\n\nMUST HAVE => Own hand tools\n",
        "Driver\n\n                   Essential   Desirable\nSafe Pass              X\nOwn hand tools         X\nRoses                              X\n",
        "Driver\n\nEssential (E) and desirable (D) criteria:\n\nE1  Safe Pass\nE2  Own hand tools\nD1  Roses\n",
        "Driver\n\n1. The role\nYou drive.\n\n2. Qualifications\n(a) Safe Pass\n(b) Own hand tools\n\n3. Particulars\nProbation of one year. Residence within reach.\n\n4. Applying\nForm by noon.\n",
        "Driver\n\nRequirements\n+-----------+\n| Safe Pass |\n+-----------+\nOwn hand tools\n",
    ],
)  # fmt: skip
def test_lists_are_found_by_what_leads_to_them(post):
    assert asked(post)[-2:] == ["Safe Pass", "Own hand tools"]
    assert "Roses" not in asked(post)


@pytest.mark.parametrize(
    ("heading", "lines"),
    [
        ("What would make us very happy", "- Aqua aerobics\n- Canoeing\n"),
        ("We would be glad of:", "- Aqua aerobics\n- Canoeing\n"),
        ("Preferred Qualifications", "Aqua aerobics. Canoeing. Rope work or knots. Sailing.\n"),
        ("Add on", "- Aqua aerobics\n- Canoeing\n"),
    ],
)
def test_more_headings_of_wishes(heading, lines):
    post = f"Swimming teacher\n\nWhat you must bring\n- Lifeguard award\n\n{heading}\n{lines}"
    assert asked(post) == ["Lifeguard award"]
    assert optional(post)[:2] == ["Aqua aerobics", "Canoeing"]


def test_a_clause_that_refers_back_keeps_what_it_refers_to():
    post = "Carer\n\nYou must have looked after someone with a stroke. She has thickened drinks so you need to have done that before."
    assert asked(post)[-1] == "She has thickened drinks so you need to have done that before"


@pytest.mark.parametrize(
    "line",
    [
        "Shortlisting may take place.",
        "A panel may be set up from which posts may be filled.",
        "Send tickets (front and back).",
        "Women joiners very welcome, we have three.",
        "You will get products at cost and our app so you see your rota.",
        "Nordlight Recruitment finds people for teams in Ireland.",
    ],
)
def test_more_sentences_that_ask_nothing(line):
    post = f"Joiner\n\nRequirements\n- Safe Pass\n\nWe build flats and you would join four of us on the quay. {line} The canteen is on site and tools are insured up to 1,500."
    assert asked(post) == ["Safe Pass"]


def test_what_stands_between_two_dashes_is_one_thing():
    assert asked("Herdsperson\n\nYou need to know tractor work – scraping, feeding out, topping – with a licence for the road.") == [
        "know tractor work – scraping, feeding out, topping – with a licence for the road"
    ]  # fmt: skip


def test_hashes_in_a_row_are_items_and_a_hash_alone_is_a_heading():
    assert asked("Analyst\n\nDesired profile:\n# Hands on HPLC\n# Empower software\n# Ready to work in shifts\n") == [
        "Hands on HPLC", "Empower software", "Ready to work in shifts",
    ]  # fmt: skip
    assert asked("# Analyst\n\n# Requirements\n- Hands on HPLC\n- Empower software\n") == [
        "Hands on HPLC",
        "Empower software",
    ]


def test_a_label_of_an_employers_statement_may_be_a_field_of_work():
    items = ["Accessibility: WCAG 2.1 audits", "Safeguarding: level 2 certificate", "Applications: SAP and Oracle"]
    post = "Officer\n\nRequirements\n" + "".join(f"- {item}\n" for item in items)
    assert asked(f"{post}- Accessibility: our building has a lift\n- Applications: by 4 May to the office\n") == items


def test_jobs_are_asked_below_past_roles():
    assert asked("Lead\n\nPast roles\n- Web Developer (3 years) and Team Lead (1 year)\n")
