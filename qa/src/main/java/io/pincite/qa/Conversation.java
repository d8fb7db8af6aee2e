package io.pincite.qa;

import java.time.Instant;
import java.util.UUID;

/// Questions that know each other.
///
/// @param title the first question until someone renames it
public record Conversation(
    UUID id, String title, int answers, Instant createdAt, Instant updatedAt) {}
