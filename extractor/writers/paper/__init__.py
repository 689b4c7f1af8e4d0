"""The working paper: what its sheets hold and how they are laid out. ``as_xlsx`` puts them together."""
