"""Hostile input: files made to crash, hang, swell or fool a reader, and a run that counts how they end.

python -m benchmarks.fuzz [--count 2000] [--formats pdf,docx] [--seed 1] [--audit]
"""
