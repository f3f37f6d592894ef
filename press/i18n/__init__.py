"""The portal's language: translated texts, the words for kinds and states, dates and numbers.

Message ids are English. The texts of each language are in ``LANGUAGE/LC_MESSAGES/press.po``; `make words` keeps them
up to date with the code and the templates.
"""
