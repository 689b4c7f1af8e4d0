"""One report, written once as blocks, printed in four formats: see ``samples/forms/README.md``."""
