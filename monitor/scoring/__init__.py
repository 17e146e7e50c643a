"""Score entries: labels, the built-in classifier, any Hugging Face classifier, and why a score is
what it is.
"""
