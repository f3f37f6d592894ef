"""Tables of databases: CSV files, and dumps of MySQL and MariaDB.

`dumps` and `sheets` read rows, `mapping` says which column is what, `items` makes items of rows.
"""
