"""Across reports: what one report alone cannot show.

    dataset (:mod:`extractor.archive`) → names that belong together → series → rules → findings → screen, JSON, page

``names`` says which printed names are one unit or one project, and why; nothing is merged silently. ``rules`` holds
one check a module, discovered. Every finding cites a place in each report that it speaks of.
"""
