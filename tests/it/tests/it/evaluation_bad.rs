//! K9: whatever is wrong with a file is said clearly, and nothing is lost.
