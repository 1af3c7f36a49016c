"""The web page and the JSON API: what `amity serve` answers.

A *view* is a pure function from what was asked to an `Answer`: bytes, their media type, a status. Views run in worker
processes (`work`), so that a page that takes a second to make, or a hostile upload, holds up nobody else. `app` says
which address asks which view and checks what was asked; `gate` stands before it and keeps answers, limits requests and
sets the headers of all responses.
"""
