"""What the command line asks of the studio: words in, plain data out, the same within one process or over HTTP."""
