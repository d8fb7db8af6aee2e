package io.pincite.qa.internal.answering;

import io.pincite.ingest.Documents;
import io.pincite.ingest.Ids;
import io.pincite.qa.Answer;
import io.pincite.qa.Answer.Origin.Answerer;
import io.pincite.qa.AnswerEvent;
import io.pincite.qa.AnswerRecord;
import io.pincite.qa.Briefs;
import io.pincite.qa.Citation;
import io.pincite.qa.LanguageModelSettings;
import io.pincite.qa.QaException;
import io.pincite.qa.QaSettings;
import io.pincite.qa.Question;
import io.pincite.qa.Questions;
import io.pincite.qa.internal.extractive.Evidence;
import io.pincite.qa.internal.extractive.ExtractiveAnswerer;
import io.pincite.qa.internal.extractive.Inquiry;
import io.pincite.qa.internal.model.AnswerPrompt;
import io.pincite.qa.internal.model.AnswerReader;
import io.pincite.qa.internal.model.LanguageModels;
import io.pincite.qa.internal.store.AnswerStore;
import io.pincite.qa.internal.store.BriefStore;
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
import java.util.function.Function;
import java.util.regex.Pattern;

/// Answers questions: looks for passages, lets an answerer choose or write, verifies every quote,
/// and records what came of it.
@ApplicationScoped
public class AnsweredQuestions implements Questions {
  private static final Pattern SUM_UP =
      Pattern.compile(
          "(?i)\\b(summar|overview|sum up|main (points|terms)|key (points|terms))|总结|概括|摘要|概述|主要内容");

  private final Looking looking;
  private final Documents documents;
  private final AnswerStore store;
  private final ConversationStore conversations;
  private final BriefStore briefs;
  private final TextVectors vectors;
  private final LanguageModels models;
  private final QaSettings settings;
  private final ExtractiveAnswerer extractive = ExtractiveAnswerer.load();

  @Inject
  AnsweredQuestions(
      Search search,
      Documents documents,
      AnswerStore store,
      ConversationStore conversations,
      BriefStore briefs,
      TextVectors vectors,
      LanguageModels models,
      QaSettings settings) {
    this.looking = new Looking(search);
    this.documents = documents;
    this.store = store;
    this.conversations = conversations;
    this.briefs = briefs;
    this.vectors = vectors;
    this.models = models;
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
    Function<String, Inquiry> understand =
        asked ->
            followUp
                .previous()
                .map(previous -> extractive.understand(asked, previous))
                .orElseGet(() -> extractive.understand(asked));
    Set<UUID> scope = scope(question, text, followUp);
    String words = followUp.previous().map(previous -> words(previous, text)).orElse(text);
    Looking.Found found =
        looking.find(
            question, words, understand.apply(text), understand, scope, settings.passages());
    tell.accept(retrieved(found));
    Answer answer = answer(new Asked(question, id, text, found, before, began, tell));
    if (answer instanceof Answer.Unsupported && !scope.equals(question.documents())) {
      // It went on from nothing: asked as it stands, of all it may look at.
      found =
          looking.find(
              question,
              text,
              extractive.understand(text),
              extractive::understand,
              question.documents(),
              settings.passages());
      tell.accept(retrieved(found));
      answer = answer(new Asked(question, id, text, found, before, began, tell));
    }
    if (answer instanceof Answer.Unsupported) {
      tell.accept(new AnswerEvent.Delta(answer.text()));
    }

    store.record(question, answer, found.hits(), events);
    tell.accept(new AnswerEvent.Done(answer));
    return answer;
  }

  /// Where to look first. A question that goes on from another asks what that rested on, unless it
  /// says itself which documents it means.
  private Set<UUID> scope(Question question, String text, FollowUp followUp) {
    if (!question.documents().isEmpty() || followUp.documents().isEmpty()) {
      return question.documents();
    }
    Set<UUID> named = looking.named(question, text);
    return named.isEmpty() ? followUp.documents() : named;
  }

  private static AnswerEvent retrieved(Looking.Found found) {
    return new AnswerEvent.Retrieved(found.searched().documents(), found.searched().chunks());
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
  /// question.
  private String words(String previous, String text) {
    String both = previous + " " + text;
    return both.codePointCount(0, both.length()) <= settings.maxQuestionCharacters() ? both : text;
  }

  /// A question on its way, with everything that is known of it.
  private record Asked(
      Question question,
      UUID id,
      String text,
      Looking.Found found,
      List<AnswerRecord> before,
      long began,
      Consumer<AnswerEvent> tell) {

    Inquiry inquiry() {
      return found.inquiry();
    }

    boolean severalDocuments() {
      return found.searched().documents() > 1;
    }
  }

  private Answer answer(Asked asked) {
    boolean builtIn =
        asked.question().model().filter(name -> name.equalsIgnoreCase("extractive")).isPresent();
    Optional<LanguageModelSettings.Endpoint> endpoint =
        builtIn || asked.found().hits().isEmpty() ? Optional.empty() : models.endpoint();
    if (endpoint.isEmpty()) {
      return extractive(asked, Optional.empty());
    }
    Written written = written(asked, endpoint.get());
    return written.answer().orElseGet(() -> extractive(asked, written.failure()));
  }

  private Answer extractive(Asked asked, Optional<String> fallback) {
    Optional<Briefs.Brief> brief = briefFor(asked);
    if (brief.isPresent()) {
      Optional<Answer> summary = summary(asked, brief.get(), fallback);
      if (summary.isPresent()) {
        return summary.get();
      }
    }
    Inquiry inquiry = asked.inquiry();
    Looking.Found found = asked.found();
    var origin = new Answer.Origin(Answerer.EXTRACTIVE, Optional.empty(), fallback);
    var texts = new PassageTexts(documents, asked.question().caller());
    List<Evidence> evidence =
        extractive.answer(
            inquiry,
            found.hits(),
            found.named(),
            new VectorSimilarity(vectors, asked.text(), settings.sentenceVectorMillis()));
    var citations = new ArrayList<Citation>();
    var text = new StringBuilder();
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
      asked.tell().accept(new AnswerEvent.Cited(citation));
      String sentence =
          (text.isEmpty() ? "" : "\n\n")
              + AnswerText.sentence(each, marker, inquiry.language(), asked.severalDocuments());
      text.append(sentence);
      asked.tell().accept(new AnswerEvent.Delta(sentence));
    }
    if (citations.isEmpty()) {
      return unsupported(asked, origin);
    }
    return new Answer.Grounded(
        asked.id(),
        text.toString(),
        inquiry.language(),
        origin,
        citations,
        found.searched(),
        millisSince(asked.began()));
  }

  /// The brief of the one document a question asks to sum up.
  private Optional<Briefs.Brief> briefFor(Asked asked) {
    List<Hit> hits = asked.found().hits();
    boolean oneDocument =
        !hits.isEmpty()
            && hits.stream().map(hit -> hit.chunk().document()).distinct().limit(2).count() == 1;
    return oneDocument && SUM_UP.matcher(asked.text()).find()
        ? briefs.find(hits.getFirst().chunk().document(), hits.getFirst().chunk().version())
        : Optional.empty();
  }

  /// What the brief found, each cell with its quote.
  private Optional<Answer> summary(Asked asked, Briefs.Brief brief, Optional<String> fallback) {
    var citations = new ArrayList<Citation>();
    var text = new StringBuilder();
    for (Briefs.Entry entry : brief.entries()) {
      if (entry.answer().isEmpty()) {
        continue;
      }
      Briefs.Value value = entry.answer().get();
      Citation citation = marked(value.citation(), citations.size() + 1);
      citations.add(citation);
      asked.tell().accept(new AnswerEvent.Cited(citation));
      String line =
          (text.isEmpty() ? "" : "\n\n")
              + AnswerText.summaryLine(
                  entry.topic(), value.text(), citation.marker(), asked.inquiry().language());
      text.append(line);
      asked.tell().accept(new AnswerEvent.Delta(line));
    }
    if (citations.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Answer.Grounded(
            asked.id(),
            text.toString(),
            asked.inquiry().language(),
            new Answer.Origin(Answerer.EXTRACTIVE, Optional.empty(), fallback),
            citations,
            asked.found().searched(),
            millisSince(asked.began())));
  }

  /// A brief's citation as one of this answer's.
  private static Citation marked(Citation known, int marker) {
    return new Citation(
        Ids.next(),
        marker,
        known.document(),
        known.documentName(),
        known.version(),
        known.quote(),
        known.state(),
        known.confidence(),
        known.spans(),
        known.disputed());
  }

  /// Told by who asks for it: there may be more to look at.
  private Answer.Unsupported unsupported(Asked asked, Answer.Origin origin) {
    Looking.Found found = asked.found();
    String text =
        AnswerText.unsupported(asked.inquiry().language(), found.searched(), asked.text());
    return new Answer.Unsupported(
        asked.id(),
        text,
        asked.inquiry().language(),
        origin,
        found.searched(),
        found.hits().subList(0, Math.min(settings.nearest(), found.hits().size())),
        millisSince(asked.began()));
  }

  /// What a language model wrote, or why that is no answer.
  private record Written(Optional<Answer> answer, Optional<String> failure) {}

  private Written written(Asked asked, LanguageModelSettings.Endpoint endpoint) {
    List<AnswerPrompt.Turn> turns =
        asked.before().stream()
            .map(record -> new AnswerPrompt.Turn(record.question(), record.answer().text()))
            .toList();
    AnswerPrompt prompt =
        AnswerPrompt.of(
            asked.text(),
            asked.inquiry().language(),
            asked.found().hits(),
            turns,
            briefFor(asked).map(AnswerText::asText).orElse(""),
            LanguageModels.fence(),
            models.passageCharacters());
    var texts = new PassageTexts(documents, asked.question().caller());
    var citations = new ArrayList<Citation>();
    var text = new StringBuilder();
    LanguageModels.Outcome outcome =
        models.ask(
            endpoint,
            prompt,
            new AnswerReader.Listener() {
              @Override
              public Optional<Integer> quoted(int number, int passage, String quote) {
                if (passage < 1 || passage > prompt.passages().size() || quote.isBlank()) {
                  return Optional.empty();
                }
                Hit hit = prompt.passages().get(passage - 1);
                Verdict verdict = QuoteVerifier.verify(quote, texts.of(hit.chunk()));
                Citation citation = citation(hit, quote, citations.size() + 1, verdict);
                citations.add(citation);
                asked.tell().accept(new AnswerEvent.Cited(citation));
                return Optional.of(citation.marker());
              }

              @Override
              public void said(String words) {
                text.append(words);
                asked.tell().accept(new AnswerEvent.Delta(words));
              }
            });
    var origin = new Answer.Origin(Answerer.MODEL, Optional.of(endpoint.model()), Optional.empty());
    if (outcome.failure().isPresent()) {
      return new Written(Optional.empty(), outcome.failure());
    }
    if (outcome.silent()) {
      return new Written(Optional.of(unsupported(asked, origin)), Optional.empty());
    }
    boolean verified =
        citations.stream()
            .anyMatch(
                citation ->
                    citation.state() != Citation.State.NOT_FOUND
                        && text.indexOf("[" + citation.marker() + "]") >= 0);
    if (!verified) {
      return new Written(
          Optional.empty(),
          Optional.of(
              "none of the quotes in the answer of %s stands in the documents"
                  .formatted(endpoint.model())));
    }
    return new Written(
        Optional.of(
            new Answer.Grounded(
                asked.id(),
                text.toString().strip(),
                asked.inquiry().language(),
                origin,
                citations,
                asked.found().searched(),
                millisSince(asked.began()))),
        Optional.empty());
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
        verdict.spans(),
        verdict.disputed());
  }

  private static long millisSince(long began) {
    return (System.nanoTime() - began) / 1_000_000;
  }
}
