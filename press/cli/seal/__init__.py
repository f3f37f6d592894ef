"""The commands of `seal`, by what they are for."""
