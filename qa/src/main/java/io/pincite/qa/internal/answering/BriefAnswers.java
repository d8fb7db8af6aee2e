package io.pincite.qa.internal.answering;

import io.pincite.ingest.Caller;
import io.pincite.ingest.Documents;
import io.pincite.qa.Briefs;
import io.pincite.qa.QaSettings;
import io.pincite.qa.Question;
import io.pincite.qa.internal.extractive.Evidence;
import io.pincite.qa.internal.extractive.ExtractiveAnswerer;
import io.pincite.qa.internal.extractive.Inquiry;
import io.pincite.qa.internal.extractive.Similarity;
import io.pincite.qa.internal.verification.QuoteVerifier;
import io.pincite.qa.internal.verification.Verdict;
import io.pincite.retrieval.Search;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;

/// Answers one question about one document with one verified quote, without recording it.
@ApplicationScoped
public class BriefAnswers {
  private static final int LONGEST = 240;

  private final Looking looking;
  private final Documents documents;
  private final QaSettings settings;
  private final ExtractiveAnswerer extractive = ExtractiveAnswerer.load();

  @Inject
  BriefAnswers(Search search, Documents documents, QaSettings settings) {
    this.looking = new Looking(search);
    this.documents = documents;
    this.settings = settings;
  }

  public Optional<Briefs.Value> of(Caller caller, UUID document, String text) {
    var question =
        new Question(
            caller, text, Set.of(document), Optional.empty(), Optional.empty(), Optional.empty());
    Inquiry inquiry = extractive.understand(text);
    Looking.Found found =
        looking.find(
            question, text, inquiry, extractive::understand, Set.of(document), settings.passages());
    var texts = new PassageTexts(documents, caller);
    for (Evidence evidence : extractive.answer(inquiry, found.hits(), Similarity.NONE)) {
      Verdict verdict =
          QuoteVerifier.verify(
              evidence.quote(),
              texts.of(evidence.hit().chunk()),
              OptionalInt.of(evidence.solidBefore()));
      if (verdict.isVerified()) {
        return Optional.of(
            new Briefs.Value(
                shortened(evidence.shortAnswer().orElse(evidence.quote())),
                AnsweredQuestions.citation(evidence.hit(), evidence.quote(), 1, verdict)));
      }
    }
    return Optional.empty();
  }

  private static String shortened(String text) {
    String line = text.strip().replaceAll("\\s+", " ");
    if (line.codePointCount(0, line.length()) <= LONGEST) {
      return line;
    }
    return line.substring(0, line.offsetByCodePoints(0, LONGEST - 1)).stripTrailing() + "…";
  }
}
