"""How the dashboard is served to the public: nginx in front of several processes."""
