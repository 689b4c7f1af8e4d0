"""The report for people's eyes: what a page of it shows (``view``, ``sheets``), and the templates that show it.

``as_html`` makes one self-contained file of it; the review desk puts the same fragments on its own pages.
"""
