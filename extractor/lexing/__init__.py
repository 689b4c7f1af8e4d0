"""The parts of the lexer. The public face is :mod:`extractor.lexer`."""
