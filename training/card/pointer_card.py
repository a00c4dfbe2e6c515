"""What the card of a student of the pointer family says otherwise than that of a language model: how it points and decides."""

from training.card.snippets import sample

PIPELINE = {"extraction": "token-classification", "editing": "token-classification",
            "matching": "sentence-similarity", "explanation": "sentence-similarity"}  # fmt: skip
EVIDENCE = {
    "extraction": "every mention has its `place`, start and end in the document, and `place.line(resume)` is the line. What the graph "
    "calls it (`name`, `soc_code`) stands next to the words of the document, never in their place.",
    "editing": "`changes` says where something is inserted and which span is changed; all else of the resume is copied.",
    "matching": "every requirement has its `place` in the job and its `evidence` in the resume, a status (met, too short, missing, "
    "unclear), and for experience the months asked and held.",
    "explanation": "what is missing is named in the job's words, and `requirements` holds every point with its line.",
}
HOW = {
    "extraction": "A token classifier (BIO labels) reads windows that overlap; sections, dates and years are read by words and "
    "arithmetic. Of two windows that hold a word the one where it stands further inside decides.",
    "editing": "A token classifier points at skills, titles and dates; a skill is written as its neighbours are, a date changes "
    "where it stands.",
    "matching": "Each point of the job is judged by words and arithmetic. A point that these leave open goes to the encoder, which is "
    "the published one, unchanged: the resume's line that comes nearest, and how likely it shows what is asked. "
    "The verdict on a job that asks for lists of skills and jobs is weighed from what words and arithmetic say of these (boosted trees, in decision.json); of any other job "
    "no required point may fail and more than half must be met. `python -m training.calibrate` sets the cut on your own pairs.",
}
HOW["explanation"] = HOW["matching"]
HOW = {
    task: f'{how} `model_int8.onnx` holds the graph in 8 bits, which `load(…, dtype="int8")` runs by onnxruntime in about half the time, without torch.'
    for task, how in HOW.items()
}
_PLAIN = {
    "token-classification": """from transformers import pipeline

read = pipeline("token-classification", "{repository}", aggregation_strategy="first")
print(read("Skills\\n- Proficient in SQL"))""",
    "sentence-similarity": """from sentence_transformers import SentenceTransformer

encoder = SentenceTransformer("{repository}")
print(encoder.similarity(encoder.encode(["lift heavy sacks"]), encoder.encode(["Carried crates up four floors"])))""",
}


def plain_snippet(repository: str, task: str) -> str:
    return _PLAIN[PIPELINE[task]].replace("{repository}", repository)


def evidence_snippet(repository: str, tasks, texts: dict) -> str:
    calls = {
        "extraction": 'for one in student.extract(resume).mentions:\n    print(one.kind, one.text, one.place.start, one.place.line(resume))',
        "editing": 'edit = student.edit(resume, "skills", add_skills=["Python"])\nprint(edit.text, edit.changes)',
        "matching": "found = student.match(job, resume)\nprint(found.label, found.score)\nfor one in found.requirements:\n"
        "    print(one.asked, one.status, one.evidence and one.evidence.line(resume))",
        "explanation": "found = student.explain(job, resume)\nprint(found.label, found.skills, found.experiences)",
    }  # fmt: skip
    body = "\n\n".join(calls[task] for task in tasks)
    return f'from training.students import load\n\nstudent = load("{repository}")\n{sample(tasks, texts)}\n\n{body}'


def summary(parameters: int, base: str, tasks) -> str:
    return (
        f"A student of [RJDB](https://arxiv.org/abs/2311.06383), of its pointer family: an encoder of {parameters / 1e6:.1f} M "
        f"parameters (`{base}`), for {', '.join(tasks)} on resumes and job descriptions. It writes no text of its own: its answers are "
        "places in the documents."
    )


def trained(training: dict, task: str) -> str:
    run = training["trainer"]
    steps = f"{run['steps']:,} steps, " if "steps" in run else ""
    verb = "extractor" if PIPELINE[task] == "token-classification" else "matcher"
    return (
        f"`python -m training.trainers.pointer.{verb} --config recipe.yaml`: {steps}{run['seconds'] / 60:.1f} minutes."
    )
