"""The editor Sveltia CMS for `press/form/sveltia.zip`: taken from its npm package, and changed to ask no other host."""
