"""A run told to people and programs: HTML, JUnit XML, JSON, one line."""
