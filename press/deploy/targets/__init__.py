"""The kinds of targets, one module each; `press.deploy.targets.table` opens one by its address."""
