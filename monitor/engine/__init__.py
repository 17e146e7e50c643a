"""What calls the verbs of the pipeline, and when."""
