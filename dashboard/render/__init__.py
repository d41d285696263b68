"""What leaves the page: a figure or a table as a file, each saying where it is from.

Nothing is imported here: who writes tables needs no charts.
"""
