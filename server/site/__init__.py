"""All running parts, put together once; no word of HTTP or HTML in it."""
