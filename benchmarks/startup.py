"""How long the tool takes to start, and what an audit costs after that. Printed, not tested: clocks are no contract.

python benchmarks/startup.py [FILE]
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
RUNS = 5


def main() -> None:
    file = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "samples" / "sister.txt"
    print(f"gouji --help            {_best('--help'):6.3f} s wall, best of {RUNS}")
    print(f"gouji audit {file.name:<12}{_best('audit', str(file)):6.3f} s wall, best of {RUNS}")

    started = time.process_time()
    from extractor import pipeline

    print(f"import of the pipeline  {time.process_time() - started:6.3f} s CPU")
    for turn in ("first", "second"):
        started = time.process_time()
        pipeline.audit(file)
        print(f"{turn} audit{' ' * (17 - len(turn))}{time.process_time() - started:7.3f} s CPU")


def _best(*arguments: str) -> float:
    """Wall time of the quickest of some runs: the others say what else the machine did."""
    times = []
    for _ in range(RUNS):
        started = time.perf_counter()
        subprocess.run([sys.executable, "-m", "extractor", *arguments], stdout=subprocess.DEVNULL, check=False)
        times.append(time.perf_counter() - started)
    return min(times)


if __name__ == "__main__":
    main()
