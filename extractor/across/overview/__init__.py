"""``gouji archive-report``: one page on a whole dataset, that needs nothing but itself."""
