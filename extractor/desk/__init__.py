"""The review desk (``gouji serve``): reports are dropped, audited, looked at beside their pages, judged, compared.

    browser ─pages/api→ Store (SQLite) ─Jobs→ Hand ═pipe═ worker (a process of its own) → files of the report ─→ Store

``settings``   what the desk is asked to be: where its data is, its limits, who may come in
``store``      uploads with their reports, and decisions, which are suppressions; what both are is in ``records``
``jobs``       the bounded queue, and the threads that serve it
``hand``       one worker process: started, given orders, ended when it takes too long
``worker``     what that process is: reads orders, does ``work``, answers; nothing of the web is in it
``guarding``   who may ask: host, origin, token, session, size; the headers of every answer
``api``        the HTTP interface for other systems; ``pages`` what people see

Nothing outside of this package but ``verbs/serve.py`` knows it; it needs the extra ``web``.
"""
