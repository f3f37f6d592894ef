"""What word processors, spreadsheets and typing habits leave in a text that Markdown does not read as it was meant.

Each module finds one sort, and writes it as Markdown. Which lines are prose is decided by the converter (`outline`), so
nothing is found in HTML, in tables, or between fences.
"""
