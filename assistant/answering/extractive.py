"""Answers made of the document's own sentences: the ones that speak of what is asked, if they hold the kind of thing asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.answering import enumerated, paired, penalties, polarity, whether
from assistant.answering.context import Context
from assistant.answering.model import Claim, Draft, Quote
from assistant.answering.offers import offers
from assistant.answering.refusals import delegation
from assistant.answering.signals import evidence_kinds, holds
from assistant.answering.structured import department_claim, responsibility, whole_provision
from assistant.answering.wording import commitment_notice, damage_notices, joined, name_of, number_of, plain
from assistant.contract import Notice
from assistant.finding import Found, FoundProvision, FoundSentence
from assistant.messages import text
from assistant.understanding.language_data import AskedKind
from assistant.understanding.model import Understanding
from assistant.understanding.vocabulary import home_places
from corpus import read_figures
from corpus.annotate import read_commitments
from corpus.respective import read_pairs

_BINDING = frozenset(("grant", "priority", "encourage", "explore", "permit", "penalty"))
_DEFINES = re.compile(r"是指|所称|指的是|即为|包括下列|定义为")
_ONLY_WHO = frozenset(("who", "which", "how", "definition"))
_YEAR = re.compile(r"(?:19|20)\d{2}(?=年)")
_BENEFITS = re.compile(r"好处|支持|政策|优惠|待遇|扶持|奖励|福利|补贴|激励")
_FEE = re.compile(r"[\u3400-\u9fff](?:金|费)(?![额融用钱])")
_ANY_FEE = frozenset(("收费", "缴费", "交费", "免费", "付费", "资金", "奖金", "基金", "现金"))
_WHOLE_UNIT = 0.4
"""Share of the question's subject that a unit must speak of before its only figure is taken for the one asked for."""
_COUNTS = frozenset(("quantity", "which"))
_WHOLE_TITLE = 0.6
"""From this share of the question in a unit's heading on, the question is taken to be about the whole unit."""
_NEAR = 0.8
"""Further sentences of the same unit are added down to this share of the best one's score."""
_NEAR_BENEFITS = 0.5
"""The same where all that one gets is asked for (有哪些好处)."""
_ALSO = 0.88
"""A second unit is added from this share of the best one's score on."""
_MOST_SENTENCES = 3
_SPEAKS = 0.25
"""Share of the question that a sentence must speak of before a figure in it is taken for the one asked for."""


def answer_content(context: Context, u: Understanding, found: Found) -> Draft:
    """The sentences that answer ``u``, or a refusal that names what is missing, the nearest unit and whom to ask."""
    best = found.provisions[0]
    if u.asks_who and set(u.kinds) <= _ONLY_WHO:
        claim = department_claim(context, best.document, best.provision)
        if claim is not None:
            return _with_notices(context, u, [claim], ())
    required = evidence_kinds(u.kinds)
    chosen = _sentences(u, best)
    if penalty := penalties.follows(context, u, found):
        return _with_notices(context, u, penalty, ())
    if _COUNTS & set(u.kinds) and "whether" not in u.kinds and (rows := enumerated.row(context, u, found)):
        return _with_notices(context, u, rows, ())
    if required and (units := enumerated.below_heading(context, u, found, required[0])):
        return _with_notices(context, u, units, ())
    if required:
        holding = [f for f in chosen if holds(f.sentence.text, required[0]) and _speaks(f, best, u)]
        holding = holding or _only_one(best, required[0], u)
        holding = holding or _elsewhere(best, required[0], chosen[0].coverage)
        if not holding and (elsewhere := _other_unit(context, u, found, required[0])) is not None:
            best, holding = elsewhere
        if not holding:
            return _not_stated(context, u, best, chosen, required[0], found)
        pairs = paired.answer(context, u, best, holding) if required[0].name in ("amount", "limit") else []
        if pairs:
            pairs = [*(whether.figure(context, u, best, holding) if "whether" in u.kinds else ()), *pairs]
            respective = Notice(kind="other", text=text("answer.notice_respective", context.language))
            return _legible(context, best, holding, required[0], _with_notices(context, u, pairs, (respective,)), pairs_said=True)
        chosen = _with_figures_asked(u, best, holding, required[0])
    place = polarity.other_place(u, " ".join(f.sentence.text for f in chosen))
    if place and "whether" not in u.kinds:
        return _of_another_place(context, u, best, chosen, place)
    claims = [*_gloss(context, best), _claim(context, best, chosen)]
    for other in _also(found, best, required):
        claims.append(_claim(context, other, _sentences(u, other)[:1], key="also"))
    if u.asks_who:
        claims += [c for c in (department_claim(context, best.document, best.provision),) if c]
    if u.kinds and u.kinds[0] == "definition" and not u.refs and not any(_DEFINES.search(f.sentence.text) for f in chosen):
        claims.insert(0, Claim(text("answer.no_definition", context.language, title=best.document.title), style="lead"))
    if "whether" in u.kinds:
        claims = [*whether.lead(context, u, best, chosen), *claims]
    draft = _with_notices(context, u, claims, ())
    return _legible(context, best, chosen, required[0], draft) if required else draft


def _legible(
    context: Context, best: FoundProvision, chosen: Sequence[FoundSentence], kind: AskedKind, draft: Draft, *, pairs_said: bool = False
) -> Draft:
    """``draft``, or, where every figure that answers is damaged, the same as a partial answer that says so and whom to ask."""
    wanted = {e.removeprefix("figure:") for e in kind.evidence if e.startswith("figure:")}
    figures = [f for s in chosen for f in read_figures(s.sentence.text) if f.kind in wanted]
    if not figures or not all(f.lost for f in figures):
        return draft
    claims = draft.claims
    if not pairs_said:
        claims = (Claim(text("answer.lost_amount", context.language), style="lead"), *claims)
    in_charge = _ask(context, best)
    return replace(draft, status="partial", reason="illegible", claims=(*claims, *in_charge))


def _ask(context: Context, best: FoundProvision) -> list[Claim]:
    """Whom to ask: the bodies in charge of the unit."""
    sentence = responsibility(best.provision)
    if sentence is None:
        issuer = best.document.record.issuer
        return [Claim(text("answer.ask_issuer", context.language, issuer=issuer), style="tail")] if issuer else []
    line = text("answer.ask_departments", context.language, names=joined(context.names(best.provision.departments), context.language))
    return [Claim(line, (Quote(best.document, best.provision, sentence.start, sentence.end, signpost=True),))]


def answer_background(context: Context, u: Understanding, found: Found) -> Draft:
    """What background notes say about the instruments that the question names, and where the document mentions them."""
    claims: list[Claim] = []
    for note_id in u.instruments:
        facts = [f for f in found.notes if f.document.id == note_id][:_MOST_SENTENCES]
        if not facts:
            continue
        name = facts[0].document.title
        claims += _mentions(context, note_id)
        claims.append(Claim(text("answer.background_lead", context.language, title=context.document.title, name=name), style="lead"))
        for f in sorted(facts, key=lambda f: f.provision.start):
            words = f.provision.text
            claims.append(Claim(words, (Quote(f.document, f.provision, f.provision.start, f.provision.end),), (words,), style="item"))
    notice = Notice(kind="background", text=text("answer.notice_background", context.language))
    return _with_notices(context, u, list(dict.fromkeys(claims)), (notice,))


def _mentions(context: Context, note_id: str) -> list[Claim]:
    """Where the document names the instrument, by its name or an alias; at most two places."""
    instrument = next(i for i in context.corpus.instruments if note_id == f"note-{i.id}")
    names = [n for n in (instrument.name, *instrument.aliases) if len(n) >= 2]
    claims = []
    for provision, s in context.document.walk():
        if s.kind == "body" and provision.kind != "title" and any(n in s.text for n in names):
            words = plain(s.text)
            label = name_of(context.document, provision, context.document.id)
            line = text("answer.mentioned", context.language, label=label, words=words)
            claims.append(Claim(line, (Quote(context.document, provision, s.start, s.end),), (words,)))
    return claims[:2]


def _sentences(u: Understanding, best: FoundProvision) -> list[FoundSentence]:
    """The sentences of a unit to quote, best first; all of them where the question is about the unit as such."""
    ranked = best.sentences
    if best.title_coverage >= _WHOLE_TITLE and best.title_coverage >= ranked[0].coverage:
        return sorted(ranked, key=lambda f: f.sentence.start)
    least = _NEAR_BENEFITS if "which" in u.kinds and _BENEFITS.search(u.standalone) else _NEAR
    near = [f for f in ranked if f.score >= least * ranked[0].score and f.coverage >= least * ranked[0].coverage][:_MOST_SENTENCES]
    return near or [ranked[0]]


def _only_one(best: FoundProvision, kind: AskedKind, u: Understanding) -> list[FoundSentence]:
    """The one sentence of the unit that holds the kind asked for, where the unit as a whole speaks of what is asked: what it is about may
    stand in the sentence before (已建成住宅小区未配建的,……在2028年底前完成)."""
    held = [f for f in best.sentences if holds(f.sentence.text, kind)]
    named = "fee" in u.kinds and any(w not in _ANY_FEE and w not in best.provision.text for w in _FEE.findall(u.standalone))
    return held if len(held) == 1 and best.subject_coverage >= _WHOLE_UNIT and not named else []


def _with_figures_asked(u: Understanding, best: FoundProvision, holding: list[FoundSentence], kind: AskedKind) -> list[FoundSentence]:
    """``holding``, and before it the sentences of the unit that hold the kind asked for and the very year or figure that the question names
    (到2026年底达到……, of a row that names its subject only once)."""
    asked = {f.key for f in read_figures(u.standalone)} | set(_YEAR.findall(u.standalone))
    if not asked:
        return holding
    keyed = [
        f
        for f in best.sentences
        if holds(f.sentence.text, kind) and asked & ({g.key for g in read_figures(f.sentence.text)} | set(_YEAR.findall(f.sentence.text)))
    ]
    return [*keyed, *(f for f in holding if f not in keyed)][:_MOST_SENTENCES] if keyed else holding


def _elsewhere(best: FoundProvision, kind: AskedKind, coverage: float) -> list[FoundSentence]:
    """A sentence of the unit that holds the kind of thing asked for and speaks of what is asked no less than the best one does."""
    return [f for f in best.sentences if holds(f.sentence.text, kind) and f.coverage >= max(0.9 * coverage, 0.4)][:1]


def _speaks(f: FoundSentence, best: FoundProvision, u: Understanding) -> bool:
    """Whether a sentence speaks of what is asked enough for its figures to be the ones asked for: by its words, or because it lists the
    very award or grade that the question names."""
    fees = [w for w in _FEE.findall(u.standalone) if w not in _ANY_FEE]
    if "fee" in u.kinds and fees and not any(w in f.sentence.text for w in fees):
        return False  # 押金 is not 租金
    named = any(name in u.standalone for p in read_pairs(f.sentence.text) for name in (p.group, p.grade) if len(name) >= 2)
    if u.language == "en":
        return bool(u.refs) or best.coverage >= _SPEAKS  # the sentence is Chinese: what its unit's own English gloss speaks of counts
    return bool(u.refs) or named or max(f.coverage, best.title_coverage) >= _SPEAKS


def _other_unit(context: Context, u: Understanding, found: Found, kind: AskedKind) -> tuple[FoundProvision, list[FoundSentence]] | None:
    """Another unit of the same document that speaks of what is asked nearly as much as the best one, and holds the kind asked for."""
    best = found.provisions[0]
    for other in found.provisions[1:4]:
        named = all(any(n in other.provision.text for n in context.names_of(i)) for i in u.instruments)
        near = min(other.coverage - _ALSO * best.coverage, other.subject_coverage - _ALSO * best.subject_coverage)
        if other.document is best.document and named and near >= 0 and other.subject_coverage >= _SPEAKS:
            holding = [
                f for f in other.sentences if holds(f.sentence.text, kind) and max(f.coverage, other.title_coverage) >= 0.5 * other.coverage
            ]
            if holding:
                return other, holding[:1]
    return None


def _also(found: Found, best: FoundProvision, required: Sequence[AskedKind]) -> list[FoundProvision]:
    """Further units that speak of what is asked nearly as much as the best one."""
    others = (f for f in found.provisions[1:3] if f.score >= _ALSO * best.score and f.sentences[0].coverage >= 0.6)
    return [f for f in others if not required or holds(f.sentences[0].sentence.text, required[0])][:1]


def _claim(context: Context, f: FoundProvision, sentences: Sequence[FoundSentence], key: str = "states") -> Claim:
    ordered = sorted((s.sentence for s in sentences), key=lambda s: s.start)
    quotes: list[Quote] = []
    words: list[str] = []
    for s in ordered:
        quote = Quote(f.document, f.provision, s.start, s.end)
        # Neighbouring sentences are one quotation.
        if quotes and f.document.text[quotes[-1].end : s.start].strip() == "":
            quotes[-1] = Quote(f.document, f.provision, quotes[-1].start, s.end)
            words[-1] = plain(quotes[-1].text)
        else:
            quotes.append(quote)
            words.append(plain(quote.text))
    label, title = _named(context, f)
    said = "……".join(words)
    if title:
        line = text(f"answer.{key}", context.language, label=label, title=title, words=said)
    else:
        line = text("answer.states_plain", context.language, label=label, words=said)
    return Claim(line, tuple(quotes), tuple(words))


def _named(context: Context, f: FoundProvision) -> tuple[str, str]:
    """Label and heading of a unit in the language of the answer."""
    if f.document.id == context.document.id:
        return number_of(f.provision, context.language), context.title(f.provision)
    return name_of(f.document, f.provision, context.document.id), f.provision.title


def _gloss(context: Context, best: FoundProvision) -> list[Claim]:
    gloss = context.gloss(best.provision) if context.language == "en" else None
    if gloss is None:
        return []
    line = text("answer.gloss", "en", label=number_of(best.provision, "en"), title=gloss.title_en, gist=gloss.gist_en)
    return [Claim(line, (whole_provision(best.document, best.provision),))]


def _not_stated(
    context: Context, u: Understanding, best: FoundProvision, chosen: Sequence[FoundSentence], kind: AskedKind, found: Found
) -> Draft:
    lang = context.language
    missing = kind.missing_en if lang == "en" else kind.missing_zh
    claims = [Claim(text("answer.not_stated", lang, title=best.document.title, missing=missing), style="lead")]
    nearest = max(chosen, key=lambda f: f.score).sentence
    words = plain(nearest.text)
    quote = Quote(best.document, best.provision, nearest.start, nearest.end, signpost=True)
    label, title = _named(context, best)
    if title:
        line = text("answer.nearest", lang, label=label, title=title, words=words)
    else:
        line = text("answer.nearest_plain", lang, label=label, words=words)
    claims.append(Claim(line, (quote,), (words,)))
    if kind.name in ("procedure", "materials", "form", "deadline", "address", "limit"):
        claims += delegation(context, best.document)
    claims += _ask(context, best)
    background = _background_for(context, u, found, kind)
    claims += background
    suggestions = offers(context, u, [q for c in claims for q in c.quotes if not q.is_note], most=1)
    notices = (Notice(kind="background", text=text("answer.notice_background", lang)),) if background else ()
    return Draft("declined", tuple(claims), "extractive", reason="not_stated", notices=notices, suggestions=suggestions)


def _of_another_place(context: Context, u: Understanding, best: FoundProvision, chosen: Sequence[FoundSentence], place: str) -> Draft:
    """A refusal where the text speaks of another place than the question does (南京片区, asked of 苏州)."""
    claim = _claim(context, best, chosen)
    asked = next(p for p in home_places() if p in u.standalone)
    lead = Claim(text("answer.another_place", context.language, asked=asked, place=place), style="lead")
    pointing = replace(claim, quotes=tuple(replace(q, signpost=True) for q in claim.quotes))
    return Draft("declined", (lead, pointing, *_ask(context, best)), "extractive", reason="not_stated")


def _background_for(context: Context, u: Understanding, found: Found, kind: AskedKind) -> list[Claim]:
    """Facts on an instrument that the question names which hold the kind of thing that the document does not; labelled, at most two."""
    facts = [f for f in found.notes if f.document.id in u.instruments and holds(f.provision.text, kind) and _about(f, kind)][:2]
    if not facts:
        return []
    lead = Claim(text("answer.background_also", context.language, name=facts[0].document.title), style="lead")
    return [lead, *(_fact(f) for f in sorted(facts, key=lambda f: f.provision.start))]


def _about(f: FoundProvision, kind: AskedKind) -> bool:
    return kind.about is None or kind.about.search(f.provision.text) is not None


def _fact(f: FoundProvision) -> Claim:
    quote = Quote(f.document, f.provision, f.provision.start, f.provision.end, signpost=True)
    return Claim(f.provision.text, (quote,), (f.provision.text,), style="item")


def _with_notices(context: Context, u: Understanding, claims: list[Claim], extra: tuple[Notice, ...]) -> Draft:
    quotes = [q for c in claims for q in c.quotes]
    notices = damage_notices(quotes, context.language) + extra
    body = [q for q in quotes if not q.is_note and q.text not in {s.text for s in q.provision.sentences if s.kind == "responsibility"}]
    if body:
        notices += _commitment(context, body[0].text)
    if "conditions" in u.kinds and any("符合条件" in q.text for q in body):
        notices += (Notice(kind="not_stated", text=text("answer.notice_conditions", context.language)),)
    around = [q for q in quotes if not q.is_note and q.provision is body[0].provision] if body else []
    return Draft("answered", tuple(claims), "extractive", notices=notices, suggestions=offers(context, u, around))


def _commitment(context: Context, words: str) -> tuple[Notice, ...]:
    """How far the quoted words bind: the words of commitment, with what a reader may expect of each (at most two)."""
    by_word = {c.word: c for c in context.commitments}
    found = [by_word[w] for w in dict.fromkeys(m.text for m in read_commitments(words, context.commitments))]
    # A support or a push counts only where it governs the sentence; elsewhere it depends on the word before it.
    telling = [c for i, c in enumerate(found) if c.kind in _BINDING or (i == 0 and c.kind in ("support", "promote"))][:2]
    return tuple(commitment_notice(c, context.language) for c in telling)
