"""The policy reader: what the page at ``/policy`` shows of a document, worked out once and asked of in many ways."""
