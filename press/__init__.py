"""Press: posts/ goes through press/ into site/."""
