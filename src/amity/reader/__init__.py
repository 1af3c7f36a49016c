"""Reading: the figures of a document, bound to the data and checked; what each of two accounts of a meeting says."""
