"""From views to bytes: templates, assets, and what rendering needs."""
