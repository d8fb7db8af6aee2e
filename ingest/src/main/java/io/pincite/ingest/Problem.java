package io.pincite.ingest;

/// Why something did not work, kept with the document or job it happened to.
///
/// @param code stable, kebab-case, for programs
/// @param detail place, fact, way out, for people
public record Problem(String code, String detail) {}
