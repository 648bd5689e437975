"""Pages for staff alone: who may see them (:mod:`door`), how a request gets to one (:mod:`desk`), and the pages."""
