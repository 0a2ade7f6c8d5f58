"""Official papers of this app: values in, bytes out."""
