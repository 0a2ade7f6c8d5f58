"""The demo school: made up, the same every time, on its own date (20/11/2025). Each module adds one part of it."""
