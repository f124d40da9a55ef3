"""What the help of every command says; docstrings would be lost under `python -OO`."""

from typing import NamedTuple


class Help(NamedTuple):
    """One command's help."""

    purpose: str
    """The first sentence stands in the list of commands."""
    examples: tuple[str, ...]


TOOL = """\
How ready are two organisations to partner, in which form, and what would help?

\b
Start here:
  partnerassess demo                    five real partnerships, scored
  partnerassess assess                  answer the questions for your own
  partnerassess score ANSWERS.yaml      where it stands, on one screen
  partnerassess report ANSWERS.yaml     the two pages for a board

Everything stays on this machine."""

EXIT_CODES = """\
Exit codes: 0 done; 1 an unexpected error; 2 wrong usage; 3 some input could not be used or a file not
written (the rest was still done); 4 --require is not met; 129, 130, 131, 143 hung up, interrupted, quit,
terminated (everything answered so far is saved)."""

COMMANDS: dict[str, Help] = {
    "assess": Help(
        "Answer the questions in the terminal; every answer is saved at once.\n\n"
        "Stop whenever you like (`q`) and go on later with the same file. It fills the screen where the "
        "terminal can do that, and goes line by line elsewhere, with --plain, or with ACCESSIBLE=1 in the "
        "environment.",
        (
            "assess",
            "assess riverside.yaml",
            "assess --quick",
            'assess joint.yaml --organisations "Riverside,Valley High"',
        ),
    ),
    "score": Help(
        "Score answers: one partnership on one screen, several on a line each.\n\n"
        "Views of one partnership and round are put together first; --each takes every view by itself. What "
        "cannot be used is named on stderr with its place and a hint; the rest is scored all the same.",
        (
            "score answers.yaml",
            "score answers.yaml --full",
            "score spring/ -o readiness.xlsx",
            "score spring/ --require ready && echo go",
            "template | partnerassess score -",
        ),
    ),
    "report": Help(
        "Write the two pages for a board: a web page, a Word document or a PDF.\n\n"
        "Page 1 is the decision, page 2 the evidence; the rest is an appendix. Several partnerships give the "
        "programme's page, or with -o FOLDER/ a page each.",
        (
            "report answers.yaml",
            "report answers.yaml -o board.docx",
            "report spring/ -o programme.html",
            "report spring/ -o pages/",
        ),
    ),
    "plan": Help(
        "Plan who does what to be ready: a few actions, with owner and date.\n\n"
        "It looks for the least effort that gets there, essential factors and worst weak points first. What "
        "is not in the partners' hands is left alone; what is not known is to be found out. No answer file "
        "is changed.",
        (
            "plan answers.yaml",
            "plan answers.yaml --arrangement voluntary-structural --to nearly",
            "plan spring/ -o plans/",
        ),
    ),
    "compare": Help(
        "Compare rounds: what changed, partnership by partnership.\n\n"
        "Every path, a file or a folder, is one round, the earliest first. A change that is smaller than "
        "what open answers leave unknown is no clear change.",
        (
            "compare may.yaml november.yaml",
            "compare spring/ autumn/ -o changes.html",
            "compare old.yaml new.yaml -q ours-1.0.yaml -q ours-2.0.yaml",
        ),
    ),
    "what-if": Help(
        "Score with other answers beside the real ones; no file is changed.",
        (
            "what-if answers.yaml board-support=4",
            "what-if riverside.yaml valley-high.yaml board-support=4 data-sharing=3",
        ),
    ),
    "robustness": Help(
        "For analysts: how sure the order of arrangements is.\n\n"
        "Weights are conventions and some answers are open. This draws both at random, thousands of times, "
        "and says how often each arrangement comes first, and which weight would have to change how far.",
        ("robustness answers.yaml", "robustness answers.yaml -o robustness.json"),
    ),
    "check": Help(
        "Check answers and questionnaires: every problem with its line and a hint.\n\n"
        "Nothing is changed, unless --update carries answers over to a newer version of the questionnaire. "
        "With a result first, it says whether that still follows from the answers.",
        (
            "check answers.yaml",
            "check our-questionnaire.yaml answers/",
            "check result.json answers/",
            "check --update answers.yaml",
        ),
    ),
    "template": Help(
        "Make what people answer with: a file, a form, a workbook or paper.\n\n"
        "The ending of --output says which: .yaml to type into, .html a form for the browser or the printer, "
        ".xlsx a workbook, .docx paper.",
        (
            "template -o answers.yaml",
            "template -o form.html --start initiated-by=voluntary",
            'template -o answers.xlsx --organisations "Riverside,Valley High"',
            "template -o questions.docx --for msforms",
        ),
    ),
    "import": Help(
        "Read answers from survey exports, workbooks and forms: one answer file a row.\n\n"
        "It finds out which column answers which question, writes that down in a map.yaml that you can "
        "correct and use again, and says what it left out. Names, addresses, places, devices and times stay "
        "in the export.",
        (
            'import "Partnering survey(1-40).xlsx" --check',
            'import "Partnering survey(1-40).xlsx" --partnership "Northbank and Eastvale"',
            "import export.csv --map corrected.yaml -o answers/",
        ),
    ),
    "demo": Help(
        "Score the shipped examples: five case studies and an invented partnership.\n\n"
        "The five are real partnerships in the English NHS, made anonymous by the researchers who described "
        "them; each answer has a note that says which passage it was read from.",
        ("demo", "demo a"),
    ),
    "questionnaire list": Help(
        "List the questionnaires that ship with partnerassess.", ("questionnaire list",)
    ),
    "questionnaire show": Help(
        "Print a questionnaire's file, to read it or to start your own from.",
        ("questionnaire show nhs-partnering | less", "questionnaire show nhs-partnering -o ours.yaml"),
    ),
    "questionnaire schema": Help(
        "Print the JSON Schema of a file format, so that editors check as you type.",
        ("questionnaire schema answers -o partnerassess-answers.schema.json",),
    ),
}
"""By the words that call them, in the order in which they are listed."""
