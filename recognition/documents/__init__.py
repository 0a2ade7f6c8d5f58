"""Official papers of this app, from frozen versions only."""
