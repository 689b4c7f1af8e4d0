"""What a release is made of, and the proof that it works for a stranger: ``python -m release --help``.

``build``      wheel and sdist from what git knows                              → ``dist/``
``archives``   each of the two in an empty environment, auditing from another folder
``extras``     every extra alone: ``gouji doctor`` is content, and what the extra is for works
``sbom``       the bill of materials of all that ``gouji[all]`` brings (CycloneDX) → ``dist/*.cdx.json``
``bundle``     wheels and install scripts for offices without internet          → ``dist/*-offline-*.zip``
``container``  the image, where an engine runs; else the steps of its Containerfile in a folder
"""

from pathlib import Path

ROOT = Path(__file__).parent.parent
DIST = ROOT / "dist"
