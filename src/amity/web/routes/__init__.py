"""Which address asks which view: pages for people, the API for programs."""
