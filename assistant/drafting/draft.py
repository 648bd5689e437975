"""An enquiry to the draft of a reply: conceal → read → ask → write → check → smooth → frame → list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.answering.model import Quote
from assistant.drafting.asking import ask_all
from assistant.drafting.checking import check_letter
from assistant.drafting.checklist import Material, checklist
from assistant.drafting.days import days_of_the_matter
from assistant.drafting.letter import filled, framed, write_sections
from assistant.drafting.lines import Line
from assistant.drafting.model import Draft, DraftCitation, DraftQuestion, DraftSentence, EnquiryError
from assistant.drafting.reading import read_enquiry
from assistant.drafting.register import typeset
from assistant.drafting.rendering import as_text
from assistant.drafting.standing import computed
from assistant.drafting.subject import called, subjects
from assistant.presenting import citation_of
from assistant.privacy import conceal
from assistant.understanding.normalise import has_words

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from assistant.messages import Language

LONGEST = 20_000
"""Characters of an enquiry that are read; of a longer one nothing is."""


def compose(assistant: Assistant, enquiry: str, *, smooth: bool = False) -> Draft:
    """The draft of a reply to ``enquiry``, in its language.

    With ``smooth`` the model that writes answers, where one is configured, may reword sentences in the register of a letter; a sentence
    of its that does not pass the check is not used. Personal data are concealed before anything is read, and nothing puts them back: who is
    addressed is for a person to fill in.

    Raises:
        EnquiryError: it is empty, or longer than :data:`LONGEST` characters.
    """
    if not has_words(enquiry):
        raise EnquiryError("empty")
    if len(enquiry) > LONGEST:
        raise EnquiryError("too_long", length=len(enquiry), limit=LONGEST)
    masked = conceal(enquiry.encode("utf-8", "replace").decode("utf-8"))
    read = read_enquiry(masked.text)
    engine = assistant.current_engine()
    asked = ask_all(assistant, read.questions)
    if len(asked) == 1 and asked[0].answer.status in ("clarify", "declined") and not read.asks:
        asked = ()  # a line that asks nothing and that nothing answers
    names = called(engine.corpus, engine.main, read.language)
    lines, dropped = check_letter(write_sections(asked, names, read.language), engine.corpus)
    smoothed = 0
    if smooth and engine.writer is not None:
        from assistant.drafting.smoothing import smooth_lines

        model_of = engine.writer.model
        lines, smoothed = smooth_lines(lines, engine.corpus, lambda prompt: model_of.complete(prompt).text, read.language)
    lines = filled(lines, asked, names, read.language, dropped)
    models = dict.fromkeys(a.answer.model for a in asked if a.answer.model)
    model = next(iter(models), None) or (engine.writer.model.model if smoothed and engine.writer else None)
    letter = framed(lines, read, engine.corpus, names)
    citations, sentences = _numbered(letter, read.language, engine.main.id)
    days = days_of_the_matter(read.dates, engine.vocabulary)
    about = subjects(lines, engine.corpus, names)
    rest = checklist(Material(read, masked, asked, lines, dropped, about, days, engine.today(), engine.corpus, smoothed, model))
    questions = tuple(DraftQuestion(question=a.question, status=a.answer.status, reason=a.answer.reason, answer=a.answer) for a in asked)
    return Draft(
        language=read.language,
        enquiry=masked.text,
        questions=questions,
        text=as_text(sentences, citations, read.language),
        sentences=sentences,
        citations=citations,
        checklist=(*computed(sentences, citations, questions, read.language), *rest),
        model=model,
        index=engine.index.generation,
    )


def _numbered(lines: list[Line], language: Language, main: str) -> tuple[tuple[DraftCitation, ...], tuple[DraftSentence, ...]]:
    """The notes in the order of the letter, each place once, and the sentences with their numbers."""
    places: dict[tuple[str, str, int, int], tuple[int, Quote]] = {}
    sentences = []
    for line in lines:
        numbers = []
        for quote in line.claim.quotes:
            key = (quote.document.id, quote.provision.id, quote.start, quote.end)
            number, known = places.get(key, (len(places) + 1, quote))
            # A place that supports one sentence and is a signpost of another is support.
            places[key] = (number, quote if known.signpost and not quote.signpost else known)
            numbers.append(number)
        words = line.claim.text
        sentences.append(
            DraftSentence(
                text=typeset(words) if language == "zh" else words,
                citations=tuple(dict.fromkeys(numbers)),
                kind=line.kind,
                question=line.number,
                paragraph=line.paragraph,
                answers=line.answers,
            )
        )
    return tuple(_citation(number, quote, main) for number, quote in places.values()), tuple(sentences)


def _citation(number: int, quote: Quote, main: str) -> DraftCitation:
    titled = {"document_title": quote.document.title.strip("《》")}
    return DraftCitation.model_validate(citation_of(number, quote, main).model_dump() | titled)
