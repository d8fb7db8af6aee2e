package io.pincite.qa;

import io.pincite.ingest.Caller;
import io.pincite.ingest.Listing;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// A caller's conversations.
public interface Conversations {
  /// Most recently used first.
  Listing<Conversation> list(Caller caller, int limit, Optional<String> cursor);

  Optional<Conversation> find(Caller caller, UUID conversation);

  /// Oldest first. Of what retrieval offered, the records hold the nearest passages shown only; all
  /// of it is in [Answers#find].
  List<AnswerRecord> answers(Caller caller, UUID conversation);

  Conversation create(Caller caller, String title);

  Conversation rename(Caller caller, UUID conversation, String title);

  /// Deletes the conversation; its answers stay on record.
  void delete(Caller caller, UUID conversation);
}
