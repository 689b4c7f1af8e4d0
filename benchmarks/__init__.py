"""Measuring: reports with known truth (``generate``), and what is found of the faults put into them (``faults``)."""
