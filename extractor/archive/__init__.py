"""The archive: from any number of reports to a dataset, and on.

    sources ─plan→ jobs ─batches→ Executor: work ─Arrow→ Store (SQLite log, then Parquet) ─views→ DuckDB

``rows`` says what the tables are (the data dictionary, the Parquet types and the comments in DuckDB all come from it),
``flatten`` makes rows of a report, ``work`` is what a worker does, ``run`` keeps the workers busy, ``store`` lets
nothing get lost or come twice, whatever stops the run.
"""
