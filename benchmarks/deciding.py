"""How long the questions that help to decide take, on the shipped case studies.

    python benchmarks/deciding.py

It prints the median and the longest time in milliseconds over all case studies and their arrangements.
"""

from collections.abc import Callable, Iterator
from statistics import median
from time import perf_counter

from partnerassess.assessment import Assessment
from partnerassess.decide.comparison import compare
from partnerassess.decide.next_questions import inquire
from partnerassess.decide.plan import Target, find_target, make_plan
from partnerassess.decide.robustness import check_steadiness, simulate
from partnerassess.library import case_studies
from partnerassess.loading.answers import load_answers, read_answer_documents
from partnerassess.loading.shelf import choose_questionnaire
from partnerassess.parsing.nodes import Document
from partnerassess.scoring import score


def main() -> None:
    """Time every question and print a table."""
    assessments = list(_assessments())
    target = find_target("ready", assessments[0].questionnaire)
    if isinstance(target, str):
        raise SystemExit(target)
    print(f"{'question':<28}{'median':>10}{'longest':>10}  ms")
    for name, times in (
        ("plans for all arrangements", _times(assessments, lambda each: _plan_all(each, target))),
        ("other conventions", _times(assessments, check_steadiness)),
        ("9,604 draws", _times(assessments, simulate)),
        ("what to find out", _times(assessments, inquire)),
        ("compare with itself", _times(assessments, lambda each: compare([[each], [each]]))),
    ):
        print(f"{name:<28}{1000 * median(times):>10.1f}{1000 * max(times):>10.1f}")


def _assessments() -> Iterator[Assessment]:
    asked = choose_questionnaire("nhs-partnering")
    for path in case_studies():
        for document in read_answer_documents(path):
            if isinstance(document, Document):
                yield score(asked, load_answers(document, asked))


def _plan_all(assessment: Assessment, target: Target) -> None:
    for result in assessment.arrangements:
        make_plan(assessment, result.arrangement.id, target)


def _times(assessments: list[Assessment], work: Callable[[Assessment], object]) -> list[float]:
    times = []
    for assessment in assessments:
        start = perf_counter()
        work(assessment)
        times.append(perf_counter() - start)
    return times


if __name__ == "__main__":
    main()
