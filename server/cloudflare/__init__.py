"""The way to Cloudflare: all that is said to Cloudflare, and all that is understood of its answers."""
