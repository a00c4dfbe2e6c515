"""Stand-ins for what is outside: servers on loopback that behave like the real ones."""
