"""What users edit: typed models of config/*.yaml, loaded and checked with file and line."""
