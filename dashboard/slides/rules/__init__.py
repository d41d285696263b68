"""When an objection is raised: one function for each, by topic.

A rule returns the values that the texts of its objection name, or None if it is not raised.
"""
