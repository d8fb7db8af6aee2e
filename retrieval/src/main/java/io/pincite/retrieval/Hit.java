package io.pincite.retrieval;

/// A chunk that was found, and why.
///
/// @param documentName as the user knows it
public record Hit(Chunk chunk, String documentName, double score, Explanation explanation) {}
