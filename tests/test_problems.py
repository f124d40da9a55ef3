"""Problems: many alike are summed up, file by file."""

from partnerassess.problems import MOST_ALIKE, AlikeLimit, Problem, limit_alike


def listed(problems: list[Problem]) -> list[str]:
    limit = AlikeLimit()
    return [str(each) for problem in problems for each in limit.take(problem)] + [
        str(each) for each in limit.rest()
    ]


def wrong(file: str, line: int, message: str) -> Problem:
    return Problem(file=file, line=line, message=message)


def test_problems_alike_are_summed_up_before_those_of_the_next_file() -> None:
    many = [wrong("a.jsonl", line, f"`{line}` is not an answer") for line in range(1, 3_001)]
    lines = listed([*many, wrong("b.jsonl", 1, "`1` is not an answer")])
    assert lines[:MOST_ALIKE] == [str(each) for each in many[:MOST_ALIKE]]
    assert lines[MOST_ALIKE:] == [
        f"a.jsonl:{MOST_ALIKE}: and 2,980 more like this",
        "b.jsonl:1: `1` is not an answer",
    ]


def test_what_is_left_out_at_the_end_is_said_too() -> None:
    lines = listed([wrong("a", line, "it is bent") for line in range(1, MOST_ALIKE + 2)])
    assert lines[-1] == f"a:{MOST_ALIKE}: and 1 more like this"


def test_each_kind_and_each_file_is_counted_alone() -> None:
    problems = [
        wrong(file, line, message)
        for file in ("a", "b", "c")
        for line in range(1, MOST_ALIKE + 1)
        for message in ("it is bent", "it is torn")
    ]
    assert listed(problems) == [str(each) for each in problems]
    assert list(limit_alike(problems)) == problems
