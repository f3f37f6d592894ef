"""Press, a static site generator for newsrooms: it builds ``site/`` from ``posts/``."""
