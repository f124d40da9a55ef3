"""Reports made by hand: one that has every shape, a realistic one, and many rows."""

from fractions import Fraction

from partnerassess.report.shapes import (
    Action,
    Actions,
    Axis,
    Bar,
    Bars,
    Block,
    Cell,
    Course,
    Dot,
    Fold,
    Gap,
    Gaps,
    Heat,
    Line,
    Mark,
    Part,
    Points,
    Prose,
    RangeRow,
    Ranges,
    Reading,
    Records,
    Report,
    Role,
    Tone,
)  # fmt: skip


def part_of(number: float) -> Fraction:
    """Give a place on an axis from 0 to 100."""
    return Fraction(str(number)) / 100


READINESS = Axis(
    start="0",
    end="100",
    marks=(Mark(part_of(75), "Ready from 75"),),
    zones=(
        Mark(part_of(0), "Early"),
        Mark(part_of(35), "Part of the way"),
        Mark(part_of(65), "Nearly there"),
        Mark(part_of(75), "Ready"),
    ),
)
PLAIN = Axis(start="0", end="100")
LEVELS = Axis(start="Not at all", end="Fully")

ARRANGEMENTS = Ranges(
    axis=READINESS,
    caption="Dot: where it stands. Bar: where it can still end up. Without a dot: too few answers.",
    rows=(
        RangeRow(
            label="A few people work together, by choice",
            detail="informal joint work, buddying",
            lowest=part_of(54.8), point=part_of(68.5), highest=part_of(77.7), ends=("55", "78"), number="68",
            words="Nearly there: 68", group="By choice", tone=Tone.LEADING,
        ),
        RangeRow(
            label="Two organisations join up, by choice", detail="contract, merger, acquisition",
            lowest=part_of(26), point=None, highest=part_of(77), ends=("26", "77"),
            words="Can’t tell yet: 16 answers missing", group="By choice", tone=Tone.OPEN,
        ),
        RangeRow(
            label="A few people are asked to help", detail="buddying or mentoring",
            lowest=part_of(50), point=part_of(61), highest=part_of(76), ends=("50", "76"), number="61",
            words="Part of the way: 61", group="Asked for from outside", before=part_of(52),
        ),
        RangeRow(
            label="Two organisations are made to join", detail="acquisition, merger",
            lowest=part_of(7), point=None, highest=part_of(93), ends=("7", "93"),
            words="Cannot be assessed", group="Asked for from outside",
        ),
    ),
)  # fmt: skip
FACTORS = Bars(
    axis=PLAIN,
    caption="◆ essential, with its minimum. Thin line: where partly answered factors can still lie.",
    rows=(
        Bar("A need or chance to improve care is identified", part_of(100), "100", group="Context"),
        Bar("The services have worked well together before", part_of(75), "75", group="Context"),
        Bar(
            "Both organisations support partnering, and this partner", part_of(50), "50", part_of(25),
            part_of(75), group="Context",
        ),
        Bar("Outside bodies leave room", None, "not known yet", group="Context", tone=Tone.OPEN),
        Bar("Staff have confidence in the leaders", part_of(100), "100", group="Enablers"),
        Bar("The leads communicate well", part_of(75), "75", group="Enablers"),
        Bar("◆ There is a clear reason to partner", part_of(75), "75", minimum=part_of(50), group="Enablers"),
        Bar("The work is part of normal routines", part_of(50), "50", group="Enablers"),
        Bar("The work is coordinated", part_of(25), "25", group="Enablers", tone=Tone.WEAK),
        Bar(
            "Figures and patients show whether it helps", part_of(12.5), "13", part_of(8), part_of(40),
            group="Enablers", tone=Tone.WEAK,
        ),
        Bar("There is set time to reflect together", None, "not known yet", group="Enablers", tone=Tone.OPEN),
    ),
)  # fmt: skip
WEAK = Records(
    columns=("Weak point", "Now", "Next step"),
    rows=(
        ("Figures and patients’ views show whether it helps", "A little", "Choose two or three figures"),
        ("One person has time to hold the work together", "A little", "One person is named and has hours"),
        ("Boards and executives behind it", "Partly", "Both agree to it formally"),
    ),
)
DIFFERENCES = Gaps(
    axis=LEVELS,
    caption="Where you see it differently",
    rows=(
        Gap(
            "Early promises kept",
            (Dot("Riverside", part_of(25), "A little"), Dot("Valley High", part_of(75), "Mostly")),
            "Valley High sees it higher by 2 levels",
            tone=Tone.WEAK,
        ),
        Gap(
            "Values for this project",
            (Dot("Riverside", part_of(50), "Partly"), Dot("Valley High", part_of(50), "Partly")),
            "Agreed, but spread",
        ),
        Gap("Money set aside", (), "A level or more apart"),
    ),
)
COURSE = Course(
    axis=READINESS,
    times=(Mark(0, "1 January 2025"), Mark(0.04, "1 February 2025"), Mark(1, "1 January 2027")),
    lines=(
        Line(
            "A few people work together, by choice",
            (
                Reading(0, part_of(40), part_of(30), part_of(55), "40"),
                Reading(0.04, None, part_of(35), part_of(60), "35 to 60"),
                Reading(1, part_of(78), part_of(78), part_of(78), "78"),
            ),
        ),
    ),
    caption="How readiness changed",
)
HEAT = Heat(
    columns=("Trust", "Money set aside", "Staff have confidence in the leaders on both sides"),
    rows=(
        ("Riverside and Valley High", (Cell(part_of(100), "100"), Cell(part_of(25), "25"), Cell(None, "?"))),
        ("Northbank", (Cell(part_of(0), "0"), Cell(part_of(50), "50"), Cell(part_of(75), "75"))),
    ),
    caption="Every partnership, factor by factor",
)
ACTIONS = Actions(
    rows=(
        Action(
            "Fix a regular time to look together at how the work is going", now="Not known", why="Boards ask."
        ),
        Action("Say formally that both boards back the work", now="Partly", then="Both agree to it formally"),
        Action("Choose two or three figures that are recorded anyway"),
    ),
)

SHAPES: dict[str, Block] = {
    "prose": Prose("It can still be 55 to 78.", lead="Nearly there: 68 of 100."),
    "points": Points(("Trust", "Time")),
    "records": WEAK,
    "actions": ACTIONS,
    "ranges": ARRANGEMENTS,
    "bars": FACTORS,
    "gaps": DIFFERENCES,
    "course": COURSE,
    "heat": HEAT,
}


def report_of(*blocks: Block) -> Report:
    """Give a report of one part."""
    return Report("A finding", ("12 May 2017",), (Part("What there is", blocks),), subject="Riverside")


def board() -> Report:
    """Give the report on one partnership that a board would read."""
    return Report(
        title="Start with a few people: it is the form closest to ready",
        subject="Riverside and Valley High",
        about=("12 May 2017", "Riverside’s view", "26 of 58 questions answered"),
        parts=(
            Part("", (Prose("Ready starts at 75, and it can still be 55 to 78: 5 answers are missing.",
                            lead="Nearly there: 68 of 100."),), Role.STANDING),
            Part("Every form on one scale", (ARRANGEMENTS,), Role.ARRANGEMENTS),
            Part("Essential and missing", (Points(("There is a joint performance board",)),), Role.MISSING),
            Part("Weak points", (WEAK,), Role.WEAK),
            Part("What the board is asked to do", (ACTIONS,), Role.ACTIONS),
            Part("Find out", (Points(("How far is there set time?", "How comfortable are both?")),),
                 Role.FIND_OUT),
            Part("Strong", (Points(("A need to improve care", "Confidence in leaders")),), Role.STRENGTHS),
            Part("How sure is this?", (Prose("One study; weights and cut-offs are conventions."),),
                 Role.SURE),
            Part("Next", (Points(("partnerassess plan a.yaml",)),), Role.NEXT),
        ),
        folds=(
            Fold("Factor by factor", (Part("Factor by factor, strongest first", (FACTORS,), Role.FACTORS),)),
            Fold("Every question once", (Part("Starting point", (WEAK, HEAT)), Part("Dates", (COURSE,)))),
            Fold("Differences", (Part("All differences", (DIFFERENCES,)),)),
        ),
    )  # fmt: skip


def programme(size: int, name: str = "and its neighbour") -> Report:
    """Give the report on many partnerships; `name` is how their names end."""
    rows = tuple(
        RangeRow(
            label=f"Partnership number {number} {name}", detail="by choice",
            lowest=Fraction(number, 2 * size), point=Fraction(number + 3, 2 * size), highest=Fraction(9, 10),
            ends=(str(50 * number // size), "90"), number=str(50 * (number + 3) // size),
            words=f"Part of the way: {50 * (number + 3) // size}",
        )
        for number in range(size)
    )  # fmt: skip
    missing = tuple(
        Bar(f"Essential factor {number}", part_of(90 - number * 15), f"{9 - number} of {size}")
        for number in range(5)
    )
    columns = tuple(f"Factor {number} has a long name" for number in range(24))
    cells = tuple(
        (
            row.label,
            tuple(Cell(Fraction((place + 1) % 5, 4), str(25 * ((place + 1) % 5))) for place in range(24)),
        )
        for row in rows
    )
    return Report(
        "4 of 30 partnerships are ready", (f"{size} partnerships", "spring 2026"),
        (
            Part("All partnerships", (Ranges(READINESS, rows),), Role.ARRANGEMENTS),
            Part("Commonest weak points", (Bars(PLAIN, missing),), Role.WEAK),
            Part("Essential factors most often missing", (Bars(PLAIN, missing),), Role.FIND_OUT),
        ),
        (Fold("Heat map", (Part("Every factor", (Heat(columns, cells),)),)),), subject="North programme",
    )  # fmt: skip
