"""Pages made before visitors ask for them, and anew when data or day change."""
