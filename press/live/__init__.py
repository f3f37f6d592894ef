"""The audit of the live site: what a web server answers is compared with what was built.

`press.live.audit` is the entry: it asks for a part of the addresses of a manifest, and for some more where the pages of
intruders are usual. What differs is a `Diagnostic` whose place is a URL; `press.live.findings` has their kinds.

Only the host that the desk named is asked: no redirect is followed, wherever it leads.
"""
