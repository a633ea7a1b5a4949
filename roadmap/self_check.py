"""The self-check: yes or no about each mission, and where to start. The answers stand in the address and nowhere else."""

from dataclasses import dataclass

from . import path

YES, NO, UNSURE = "yes", "no", "unsure"
ANSWERS = (YES, NO, UNSURE)


@dataclass(frozen=True)
class Question:
    """`answer` is one of ANSWERS, or "" when there is none."""

    mission: object
    answer: str


@dataclass(frozen=True)
class Result:
    """`start` is the mission to begin with, or None when nothing is left to do; `later` are the others, in order.
    `spared` are not in place either, but another way has already been taken instead of them."""

    start: object
    later: list
    spared: list
    yes: list
    unanswered: int


def questions(walk, query):
    """The questions of the path `walk`, in order, with the answers that a QueryDict gives. Unknown answers count as none."""
    asked = [stop.mission for top in walk for stop in top.leaves() if stop.mission.check_question]
    given = {mission.slug: query.get(mission.slug, "") for mission in asked}
    return [Question(mission, given[mission.slug] if given[mission.slug] in ANSWERS else "") for mission in asked]


def result(walk, asked):
    """Where to start, or None as long as nothing was answered.

    "I do not know" counts as no. What was not answered is not suggested.
    """
    if not any(question.answer for question in asked):
        return None
    answers = {question.mission.slug: question.answer for question in asked}
    remaining = path.to_do(
        walk,
        done=lambda mission: answers.get(mission.slug) == YES,
        asked=lambda mission: answers.get(mission.slug) in (NO, UNSURE),
    )
    open_missions = [stop.mission for stop in remaining]
    return Result(
        start=open_missions[0] if open_missions else None,
        later=open_missions[1:],
        spared=[q.mission for q in asked if q.answer in (NO, UNSURE) and q.mission not in open_missions],
        yes=[question.mission for question in asked if question.answer == YES],
        unanswered=sum(not question.answer for question in asked),
    )
