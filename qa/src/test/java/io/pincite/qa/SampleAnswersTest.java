package io.pincite.qa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pincite.ingest.Caller;
import io.pincite.ingest.Documents;
import io.pincite.ingest.PostgresForTests;
import io.pincite.samples.Sample;
import io.pincite.samples.ScriptedModel;
import io.pincite.samples.Truth;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The whole path over real PostgreSQL: samples are read and indexed once, then asked.
@QuarkusTest
@QuarkusTestResource(PostgresForTests.class)
class SampleAnswersTest {
  private static final Map<Sample, UUID> UPLOADED = new EnumMap<>(Sample.class);
  private static final Caller SOMEBODY_ELSE =
      new Caller(Caller.DEFAULT_TENANT, "somebody else", Optional.of(Set.of()));

  @Inject Documents documents;
  @Inject Questions questions;
  @Inject Answers answers;
  @Inject Conversations conversations;
  @Inject Briefs briefs;
  @Inject LanguageModelSettings model;

  @BeforeEach
  void samplesAreIndexed() throws IOException {
    if (!UPLOADED.isEmpty()) {
      return;
    }
    for (Sample sample : Sample.values()) {
      UPLOADED.put(sample, asked().upload(sample.fileName() + ".pdf", sample.pdf()));
    }
    asked().awaitIndexed(UPLOADED.values());
  }

  private AskedDocuments asked() {
    return new AskedDocuments(documents, questions);
  }

  @AfterEach
  void withoutModel() {
    model.change(Optional.empty());
  }

  @ParameterizedTest
  @MethodSource("io.pincite.qa.SureAnswer#all")
  void whatAClauseOrACellSaysIsAnsweredAndBoxed(SureAnswer sure) {
    Answer.Grounded answer = grounded(sure.sample(), sure.question());

    assertThat(answer.text()).startsWith(sure.opening());
    assertThat(answer.language()).isEqualTo(sure.sample().truth().question(sure.id()).language());
    assertBoxed(answer.citations().getFirst(), sure.expected());
  }

  @Test
  void aFeeIsReadFromTheRotatedSchedule() {
    Answer.Grounded answer =
        grounded(Sample.AMENDMENT, "What is the annual fee for the customs filing interface?");

    assertThat(answer.text()).startsWith("Under Schedule 1, $38,750.00: ");
    assertBoxed(answer.citations().getFirst(), expected(Sample.AMENDMENT, "customs"));
  }

  /// Row header and column header name one cell: it is the short answer, and nothing but its row is
  /// quoted. The first is on a page that is rotated.
  @ParameterizedTest
  @CsvSource({
    "AMENDMENT, support-fee",
    "AMENDMENT, customs",
    "AMENDMENT, carrier",
    "AMENDMENT, additional-user",
    "AMENDMENT, architect",
    "AMENDMENT, engineer-remote",
    "AMENDMENT, go-live",
    "SERVICES, service-desk",
    "SERVICES, storage",
    "SERVICES, analyst",
    "SERVICES, project-manager",
    "SERVICES, handover",
    "SERVICES, year-three",
    "LEASE, year-two",
    "PURCHASE_ZH, lathe",
    "CONSTRUCTION_ZH, plumbing",
    "CONSTRUCTION_ZH, interior"
  })
  void aCellIsFoundByItsRowAndItsColumn(Sample sample, String id) {
    Truth.Expected expected = expected(sample, id);

    Answer.Grounded answer = grounded(sample, sample.truth().question(id).text());

    Citation citation = answer.citations().getFirst();
    assertThat(answer.text())
        .as("the short answer before the quote")
        .matches("(?s)(Under [^:]*, |根据[^：]*，)" + Pattern.quote(expected.shortAnswer()) + "[:：].*");
    assertBoxed(citation, expected);
    assertThat(citation.quote()).as("one row").doesNotContain("\n");
    assertThat(wordsBoxed(citation)).isEqualTo(solid(citation.quote()));
  }

  @Test
  void aCellWhoseColumnIsNotNamedIsGivenWithAllThatItMayBe() {
    Answer.Grounded answer =
        grounded(Sample.AMENDMENT, "What is the daily rate of an integration engineer?");

    assertThat(answer.text())
        .startsWith("Under Schedule 1, On site $1,980.00, Remote $1,720.00: “Integration engineer");
    assertBoxed(answer.citations().getFirst(), expected(Sample.AMENDMENT, "engineer"));
  }

  @ParameterizedTest
  @EnumSource(Sample.class)
  void whatNoDocumentSaysIsUnsupportedAndTheNearestPassagesAreListed(Sample sample) {
    for (String question : List.of("Who is the president of France?", "法国总统是谁？")) {
      assertThat(ask(sample, question))
          .as(question)
          .isInstanceOfSatisfying(
              Answer.Unsupported.class,
              unsupported -> assertThat(unsupported.nearest()).isNotEmpty());
    }
  }

  @ParameterizedTest
  @MethodSource("io.pincite.qa.SureAnswer#silent")
  void whatTheDocumentIsSilentOnIsUnsupported(SureAnswer silent) {
    assertThat(ask(silent.sample(), silent.question()))
        .isInstanceOfSatisfying(
            Answer.Unsupported.class,
            unsupported -> {
              assertThat(unsupported.text()).startsWith(silent.opening());
              assertThat(unsupported.nearest()).hasSize(3);
            });
  }

  @Test
  void amongManyDocumentsTheOneThatIsNamedAnswers() {
    Answer english = ask(Set.of(), "How long is the lease term?", Optional.empty());
    Answer chinese = ask(Set.of(), "合同的有效期是多久?", Optional.empty());

    assertThat(citationsOf(english).getFirst().documentName()).isEqualTo("lease.pdf");
    assertThat(citationsOf(chinese))
        .extracting(Citation::documentName)
        .allMatch(name -> name.endsWith("-zh.pdf"));
  }

  /// The rest of the samples' questions: a floor, so that a change that costs answers is seen.
  @Test
  void mostQuestionsOfTheSamplesAreAnsweredRightly() {
    var wrong = new ArrayList<String>();
    int asked = 0;
    for (Sample sample : Sample.values()) {
      for (Truth.Question question : sample.truth().questions()) {
        asked++;
        Answer answer = ask(sample, question.text());
        boolean right =
            question
                .expected()
                .map(
                    expected ->
                        answer instanceof Answer.Grounded given
                            && solid(given.citations().getFirst().quote())
                                .contains(solid(expected.shortAnswer())))
                .orElse(answer instanceof Answer.Unsupported);
        if (!right) {
          wrong.add(sample + ": " + question.text() + " → " + answer.text());
        }
      }
    }
    assertThat(wrong).as("%d asked", asked).hasSizeLessThan(asked / 10);
  }

  @Test
  void anAnswerStaysOnRecordForThoseWhoMaySeeIt() {
    var happened = new ArrayList<AnswerEvent>();
    Answer answer =
        questions.ask(
            new Question(
                Caller.LOCAL,
                "Which law governs the lease?",
                Set.of(UPLOADED.get(Sample.LEASE)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()),
            happened::add);
    Citation citation = citationsOf(answer).getFirst();

    assertThat(answers.find(Caller.LOCAL, answer.id()))
        .hasValueSatisfying(
            record -> {
              assertThat(record.answer()).isEqualTo(answer);
              assertThat(record.question()).isEqualTo("Which law governs the lease?");
              assertThat(record.hits()).isNotEmpty();
            });
    assertThat(answers.events(Caller.LOCAL, answer.id())).isEqualTo(happened);
    assertThat(happened.getFirst()).isEqualTo(new AnswerEvent.Accepted(answer.id()));
    assertThat(happened.getLast()).isEqualTo(new AnswerEvent.Done(answer));
    assertThat(happened.indexOf(new AnswerEvent.Cited(citation))).isPositive();
    assertThat(answers.citation(Caller.LOCAL, citation.id())).contains(citation);
    assertThat(answers.find(SOMEBODY_ELSE, answer.id())).isEmpty();
    assertThat(answers.citation(SOMEBODY_ELSE, citation.id())).isEmpty();
    assertThatThrownBy(() -> answers.events(SOMEBODY_ELSE, answer.id()))
        .isInstanceOf(QaException.NotFound.class);
  }

  @Test
  void theLastWordOfFeedbackCounts() {
    Answer answer = ask(Sample.LEASE, "Which law governs the lease?");
    var wrong =
        new AnswerRecord.Feedback(
            AnswerRecord.Feedback.Verdict.WRONG, Optional.of("hm"), Optional.empty());
    var right =
        new AnswerRecord.Feedback(
            AnswerRecord.Feedback.Verdict.RIGHT,
            Optional.empty(),
            Optional.of(citationsOf(answer).getFirst().id()));

    answers.feedback(Caller.LOCAL, answer.id(), wrong);
    answers.feedback(Caller.LOCAL, answer.id(), right);

    assertThat(answers.find(Caller.LOCAL, answer.id()).orElseThrow().feedback()).contains(right);
    assertThatThrownBy(() -> answers.feedback(SOMEBODY_ELSE, answer.id(), right))
        .isInstanceOf(QaException.NotFound.class);
  }

  @Test
  void aFollowUpKnowsWhatItGoesOnFrom() {
    Conversation conversation = conversations.create(Caller.LOCAL, "");
    ask(
        Set.of(UPLOADED.get(Sample.LEASE)),
        "How long is the lease term?",
        Optional.of(conversation.id()));

    Answer next = ask(Set.of(), "And the security deposit?", Optional.of(conversation.id()));

    assertThat(citationsOf(next).getFirst().documentName()).isEqualTo("lease.pdf");
    assertThat(next.text()).contains("$84,500.00");
    assertThat(conversations.find(Caller.LOCAL, conversation.id()))
        .hasValueSatisfying(
            found -> {
              assertThat(found.title()).isEqualTo("How long is the lease term?");
              assertThat(found.answers()).isEqualTo(2);
            });
    assertThat(conversations.answers(Caller.LOCAL, conversation.id())).hasSize(2);
    assertThat(conversations.find(SOMEBODY_ELSE, conversation.id())).isEmpty();
    assertThat(conversations.list(SOMEBODY_ELSE, 10, Optional.empty()).items()).isEmpty();
    assertThatThrownBy(() -> conversations.answers(SOMEBODY_ELSE, conversation.id()))
        .isInstanceOf(QaException.NotFound.class);
  }

  @Test
  void aConversationHoldsItsAnswersAsTheyWereGiven() {
    UUID conversation = conversations.create(Caller.LOCAL, "").id();
    Set<UUID> lease = Set.of(UPLOADED.get(Sample.LEASE));
    Answer grounded = ask(lease, "Which law governs the lease?", Optional.of(conversation));
    Answer unsupported =
        ask(lease, "How many parking spaces does the tenant receive?", Optional.of(conversation));

    List<AnswerRecord> held = conversations.answers(Caller.LOCAL, conversation);

    assertThat(held).extracting(AnswerRecord::answer).containsExactly(grounded, unsupported);
    assertThat(citationsOf(grounded)).isNotEmpty();
    assertThat(held.getFirst().hits()).isEmpty();
    assertThat(held.getLast().hits()).isEqualTo(((Answer.Unsupported) unsupported).nearest());
    assertThat(((Answer.Unsupported) unsupported).nearest()).hasSize(3);
  }

  @Test
  void aQuestionMustBeOneAndNotTooLong() {
    assertThatThrownBy(() -> ask(Sample.LEASE, "  "))
        .isInstanceOf(QaException.InvalidQuestion.class)
        .hasMessage("The question is empty. Type at least one word.");
    assertThatThrownBy(() -> ask(Sample.LEASE, "why ".repeat(2_500)))
        .isInstanceOf(QaException.InvalidQuestion.class)
        .hasMessageContaining("9,999 characters; the limit is 2,000");
  }

  @Test
  void everyCellOfABriefIsQuotedOrNotFound() {
    Briefs.Brief brief = briefs.of(Caller.LOCAL, UPLOADED.get(Sample.LEASE)).orElseThrow();

    assertThat(brief.entries())
        .extracting(Briefs.Entry::topic)
        .containsExactly(Briefs.Topic.values());
    Map<Briefs.Topic, Briefs.Value> found =
        brief.entries().stream()
            .filter(entry -> entry.answer().isPresent())
            .collect(Collectors.toMap(Briefs.Entry::topic, entry -> entry.answer().orElseThrow()));
    assertThat(found.get(Briefs.Topic.GOVERNING_LAW).text())
        .isEqualTo("the laws of the Commonwealth of Massachusetts");
    assertThat(found.get(Briefs.Topic.TERM).text()).isEqualTo("five (5) years");
    assertThat(found.values()).noneMatch(value -> value.citation().spans().isEmpty());
    assertThat(briefs.of(Caller.LOCAL, UPLOADED.get(Sample.LEASE))).contains(brief);
    assertThatThrownBy(() -> briefs.of(SOMEBODY_ELSE, UPLOADED.get(Sample.LEASE)))
        .isInstanceOf(QaException.NotFound.class);
  }

  @Test
  void aSummaryIsTheBrief() {
    Briefs.Brief brief = briefs.of(Caller.LOCAL, UPLOADED.get(Sample.LEASE)).orElseThrow();

    Answer.Grounded answer = grounded(Sample.LEASE, "Summarise this lease.");

    assertThat(answer.text()).contains("Term: five (5) years [");
    assertThat(answer.citations())
        .hasSize(
            (int) brief.entries().stream().filter(entry -> entry.answer().isPresent()).count());
  }

  @Test
  void aModelsQuotesAreVerifiedAndItsKeyIsNeverShown() {
    try (var server = ScriptedModel.start()) {
      model.change(
          Optional.of(
              new LanguageModelSettings.Endpoint(
                  server.baseUrl().toString(), Optional.of("secret-key"), "scripted")));

      Answer.Grounded answer = grounded(Sample.LEASE, "Which law governs the lease?");

      assertThat(answer.origin())
          .isEqualTo(
              new Answer.Origin(
                  Answer.Origin.Answerer.MODEL, Optional.of("scripted"), Optional.empty()));
      assertThat(answer.citations())
          .extracting(Citation::state)
          .doesNotContain(Citation.State.NOT_FOUND);
      assertThat(model.current().orElseThrow().toString()).doesNotContain("secret-key");
    }
  }

  @Test
  void whereAModelFailsTheBuiltInAnswererStandsIn() {
    try (var server = ScriptedModel.start()) {
      model.change(
          Optional.of(
              new LanguageModelSettings.Endpoint(
                  server.baseUrl().toString(), Optional.empty(), "scripted")));
      server.when("Which law governs", ScriptedModel.Reply.refuses(500));
      server.when("How long is the lease term", new ScriptedModel.Reply.Invents());
      server.when("monthly base rent", ScriptedModel.Reply.breaksOff("CITE 1 P1: so"));
      server.when("security deposit", new ScriptedModel.Reply.WithoutEnd("and so on "));

      assertFellBack("Which law governs the lease?");
      assertFellBack("How long is the lease term?");
      assertFellBack("What is the monthly base rent?");
      assertFellBack("How much is the security deposit?");
    }
  }

  @Test
  void aModelMaySayThatTheDocumentsDoNotSay() {
    try (var server = ScriptedModel.start()) {
      model.change(
          Optional.of(
              new LanguageModelSettings.Endpoint(
                  server.baseUrl().toString(), Optional.empty(), "scripted")));
      server.when("Which law governs", ScriptedModel.Reply.notFound());

      Answer answer = ask(Sample.LEASE, "Which law governs the lease?");

      assertThat(answer).isInstanceOf(Answer.Unsupported.class);
      assertThat(answer.origin().answerer()).isEqualTo(Answer.Origin.Answerer.MODEL);
    }
  }

  private void assertFellBack(String question) {
    Answer.Grounded answer = grounded(Sample.LEASE, question);
    assertThat(answer.origin().answerer()).isEqualTo(Answer.Origin.Answerer.EXTRACTIVE);
    assertThat(answer.origin().fallback()).isPresent();
  }

  private String wordsBoxed(Citation citation) {
    return asked().words(citation).stream()
        .map(AskedDocuments.Placed::text)
        .collect(Collectors.joining());
  }

  /// Every word of the short answer is among the words the citation boxes, at the generator's
  /// place.
  private void assertBoxed(Citation citation, Truth.Expected expected) {
    assertThat(asked().misplaced(citation, expected, 0.9)).isEmpty();
  }

  private static Truth.Expected expected(Sample sample, String id) {
    return sample.truth().question(id).expected().orElseThrow();
  }

  private Answer.Grounded grounded(Sample sample, String question) {
    Answer answer = ask(sample, question);
    assertThat(answer).isInstanceOf(Answer.Grounded.class);
    return (Answer.Grounded) answer;
  }

  /// Questions of one conversation that do not go on from the one before are asked of everything.
  @ParameterizedTest
  @CsvSource({
    "Who is the employer?",
    "What is the annual base salary that the employer pays?",
    "Is there a salary that the company pays the employee in their first year?",
    "And what is the base salary?",
    "And what is the base salary in the employment agreement?"
  })
  void aQuestionOfAConversationIsNotConfinedToWhatWasCitedLast(String question) {
    Conversation conversation = conversations.create(Caller.LOCAL, "");
    Answer first =
        ask(
            Set.of(UPLOADED.get(Sample.LEASE)),
            "How long is the lease term?",
            Optional.of(conversation.id()));
    assertThat(citationsOf(first)).isNotEmpty();

    Answer next = ask(Set.of(), question, Optional.of(conversation.id()));

    assertThat(next).as(next.text()).isInstanceOf(Answer.Grounded.class);
    assertThat(citationsOf(next).getFirst().documentName()).isEqualTo("employment.pdf");
  }

  private static List<Citation> citationsOf(Answer answer) {
    return answer instanceof Answer.Grounded grounded ? grounded.citations() : List.of();
  }

  private Answer ask(Sample sample, String question) {
    return ask(Set.of(UPLOADED.get(sample)), question, Optional.empty());
  }

  private Answer ask(Set<UUID> scope, String question, Optional<UUID> conversation) {
    return asked().ask(scope, question, conversation);
  }

  private static String solid(String text) {
    return text.replaceAll("\\s", "");
  }
}
