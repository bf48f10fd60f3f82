"""The embedded web application: it answers the page, paints through Cloudflare and keeps the pictures."""

__version__ = "0.1.0"
