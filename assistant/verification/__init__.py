"""What stands before an answer leaves: every claim against the words it cites. Fails closed.

::

    draft, counts, removed = verify(draft, corpus)        # a whole answer
    removal = check_written(claim, corpus)                # one sentence of a model, as it comes

A claim that fails a gate is removed and counted. Each gate is a module with one pure function ``check(claim,
corpus)`` that gives the detail of
why the claim fails, or None. Of every claim is asked:

*quotes*   every quote is a slice of the provision it names;
*verbatim* the words given as the document's own stand in a quote, character by character;
*figures*  every figure stands in a quote in some spelling, or follows from counting; a lost digit (``□``) equals only itself;
*entities* every body named stands in a quote or is in charge of a provision cited.

A *written* claim, free prose of a model, is read more closely by these and passes others besides:

*form*     one sentence, of characters that show what is read;
*uncited*  it cites something;
*bounds*   最高, 不超过, at least stand with the figures that have them in the quote, and no others;
*negation* 不得, 除外, 取消, 仅 are neither lost nor added; that something is not stated is not a model's to say;
*modality* nothing is promised, owed, certain or done that the quote does not promise, demand, assure or report, and to no more people;
*support*  it is about what it cites, in each of its clauses, and each place cited contributes.

The words that the gates go by are YAML files beside the code.
"""

from __future__ import annotations

from assistant.verification.gates import GATES, Gate, Removal, check_written, verify

__all__ = ["GATES", "Gate", "Removal", "check_written", "verify"]
