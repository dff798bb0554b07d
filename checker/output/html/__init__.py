"""Pages for browsers: a report as one file, and the pages that `serve` shows.

Every page is made of templates of this package and values; what a value quotes from elsewhere is escaped twice over:
what does not show as itself is written out as for a terminal, and what is markup is text. No page asks anybody else for
anything, and none needs a script to be read.
"""
