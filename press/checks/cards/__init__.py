"""The checks of cards: each tests a release among the others, once all changed cards are in the catalogue."""
