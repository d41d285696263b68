"""The static edition: all pages, figures and data as files that any server or disk serves."""
