"""What a change of the data does to claims, headlines and figures, before any reader sees it.

Nothing is imported here: charts take their time, and most commands need none.
"""
