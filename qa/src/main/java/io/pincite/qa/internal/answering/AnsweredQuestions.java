package io.pincite.qa.internal.answering;

import io.pincite.ingest.Documents;
import io.pincite.ingest.Ids;
import io.pincite.qa.Answer;
import io.pincite.qa.Answer.Origin.Answerer;
import io.pincite.qa.AnswerEvent;
import io.pincite.qa.AnswerRecord;
import io.pincite.qa.Citation;
import io.pincite.qa.QaException;
import io.pincite.qa.QaSettings;
import io.pincite.qa.Question;
import io.pincite.qa.Questions;
import io.pincite.qa.internal.extractive.Evidence;
import io.pincite.qa.internal.extractive.ExtractiveAnswerer;
import io.pincite.qa.internal.extractive.Inquiry;
import io.pincite.qa.internal.store.AnswerStore;
import io.pincite.qa.internal.store.ConversationStore;
import io.pincite.qa.internal.verification.QuoteVerifier;
import io.pincite.qa.internal.verification.Verdict;
import io.pincite.retrieval.Hit;
import io.pincite.retrieval.Search;
import io.pincite.retrieval.TextVectors;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/// Answers questions: looks for passages, lets an answerer choose or write, verifies every quote,
// and
/// records what came of it.
@ApplicationScoped
public class AnsweredQuestions implements Questions {
  private final Looking looking;
  private final Documents documents;
  private final AnswerStore store;
  private final ConversationStore conversations;
  private final TextVectors vectors;
  private final QaSettings settings;
  private final ExtractiveAnswerer extractive = ExtractiveAnswerer.load();

  @Inject
  AnsweredQuestions(
      Search search,
      Documents documents,
      AnswerStore store,
      ConversationStore conversations,
      TextVectors vectors,
      QaSettings settings) {
    this.looking = new Looking(search);
    this.documents = documents;
    this.store = store;
    this.conversations = conversations;
    this.vectors = vectors;
    this.settings = settings;
  }

  @Override
  public Answer ask(Question question, Consumer<AnswerEvent> listener) {
    long began = System.nanoTime();
    String text = checked(question.text());
    question
        .conversation()
        .filter(id -> conversations.find(question.caller(), id).isEmpty())
        .ifPresent(
            id -> {
              throw new QaException.NotFound("conversation", id);
            });
    UUID id = Ids.next();
    var events = new ArrayList<AnswerEvent>();
    Consumer<AnswerEvent> tell =
        event -> {
          events.add(event);
          listener.accept(event);
        };
    tell.accept(new AnswerEvent.Accepted(id));
    List<AnswerRecord> before =
        question
            .conversation()
            .map(conversation -> store.lastAnswers(conversation, settings.conversationTurns()))
            .orElse(List.of());
    FollowUp followUp = FollowUp.of(text, before);
    Inquiry inquiry =
        followUp
            .previous()
            .map(previous -> extractive.understand(text, previous))
            .orElseGet(() -> extractive.understand(text));
    Set<UUID> scope = question.documents().isEmpty() ? followUp.documents() : question.documents();
    String words = followUp.previous().map(previous -> words(previous, text)).orElse(text);
    Looking.Found found = looking.find(question, words, inquiry, scope, settings.passages());
    tell.accept(new AnswerEvent.Retrieved(found.searched().documents(), found.searched().chunks()));

    Answer answer = extractive(question, id, text, inquiry, found, Optional.empty(), began, tell);

    store.record(question, answer, found.hits(), events);
    tell.accept(new AnswerEvent.Done(answer));
    return answer;
  }

  private String checked(String question) {
    String text = question.strip();
    if (text.isEmpty()) {
      throw new QaException.InvalidQuestion(
          "question-empty", "The question is empty. Type at least one word.");
    }
    int length = text.codePointCount(0, text.length());
    if (length > settings.maxQuestionCharacters()) {
      throw new QaException.InvalidQuestion(
          "question-too-long",
          "The question has %,d characters; the limit is %,d. Shorten it or raise pincite.qa.max-question-characters."
              .formatted(length, settings.maxQuestionCharacters()));
    }
    return text;
  }

  /// What to search for, for a question that goes on from another; within the limit of one
  // question.
  private String words(String previous, String text) {
    String both = previous + " " + text;
    return both.codePointCount(0, both.length()) <= settings.maxQuestionCharacters() ? both : text;
  }

  private Answer extractive(
      Question question,
      UUID id,
      String text,
      Inquiry inquiry,
      Looking.Found found,
      Optional<String> fallback,
      long began,
      Consumer<AnswerEvent> tell) {
    var origin = new Answer.Origin(Answerer.EXTRACTIVE, Optional.empty(), fallback);
    var texts = new PassageTexts(documents, question.caller());
    List<Evidence> evidence =
        extractive.answer(
            inquiry,
            found.hits(),
            new VectorSimilarity(vectors, text, settings.sentenceVectorMillis()));
    boolean severalDocuments = found.searched().documents() > 1;
    var citations = new ArrayList<Citation>();
    var written = new StringBuilder();
    for (Evidence each : evidence) {
      int marker = citations.size() + 1;
      Verdict verdict =
          QuoteVerifier.verify(
              each.quote(), texts.of(each.hit().chunk()), OptionalInt.of(each.solidBefore()));
      if (!verdict.isVerified()) {
        continue;
      }
      Citation citation = citation(each.hit(), each.quote(), marker, verdict);
      citations.add(citation);
      tell.accept(new AnswerEvent.Cited(citation));
      String sentence =
          (written.isEmpty() ? "" : "\n\n")
              + AnswerText.sentence(each, marker, inquiry.language(), severalDocuments);
      written.append(sentence);
      tell.accept(new AnswerEvent.Delta(sentence));
    }
    if (citations.isEmpty()) {
      String unsupported = AnswerText.unsupported(inquiry.language(), found.searched(), text);
      tell.accept(new AnswerEvent.Delta(unsupported));
      return new Answer.Unsupported(
          id,
          unsupported,
          inquiry.language(),
          origin,
          found.searched(),
          found.hits().subList(0, Math.min(settings.nearest(), found.hits().size())),
          millisSince(began));
    }
    return new Answer.Grounded(
        id,
        written.toString(),
        inquiry.language(),
        origin,
        citations,
        found.searched(),
        millisSince(began));
  }

  static Citation citation(Hit hit, String quote, int marker, Verdict verdict) {
    return new Citation(
        Ids.next(),
        marker,
        hit.chunk().document(),
        hit.documentName(),
        hit.chunk().version(),
        quote,
        verdict.state(),
        verdict.confidence(),
        verdict.spans());
  }

  private static long millisSince(long began) {
    return (System.nanoTime() - began) / 1_000_000;
  }
}
