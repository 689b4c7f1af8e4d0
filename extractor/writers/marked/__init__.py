"""The source with its figures marked: as a PDF where it is one, else as a page. ``as_marked`` chooses."""
