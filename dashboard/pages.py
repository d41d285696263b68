"""The pages of the dashboard in the order of their links; the first stands at `/`."""

PAGES = ("overview", "regions", "plants", "metals", "benchmarks", "claims", "sources")
