package io.pincite.web.start;

import io.pincite.ingest.Collections;
import io.pincite.ingest.Documents;
import io.pincite.ingest.Jobs;
import io.pincite.qa.Answers;
import io.pincite.qa.Briefs;
import io.pincite.qa.Conversations;
import io.pincite.qa.LanguageModelSettings;
import io.pincite.qa.Questions;
import io.pincite.retrieval.Generations;
import io.pincite.retrieval.Search;
import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.lang.reflect.Proxy;

/// Stands in for parts of the house that are still being built; goes when the last one is there.
final class NotThereYet {
  @Produces
  @DefaultBean
  @Singleton
  Documents documents() {
    return of(Documents.class);
  }

  @Produces
  @DefaultBean
  @Singleton
  Jobs jobs() {
    return of(Jobs.class);
  }

  @Produces
  @DefaultBean
  @Singleton
  Collections collections() {
    return of(Collections.class);
  }

  @Produces
  @DefaultBean
  @Singleton
  Search search() {
    return of(Search.class);
  }

  @Produces
  @DefaultBean
  @Singleton
  Generations generations() {
    return of(Generations.class);
  }

  @Produces
  @DefaultBean
  @Singleton
  Questions questions() {
    return of(Questions.class);
  }

  @Produces
  @DefaultBean
  @Singleton
  Answers answers() {
    return of(Answers.class);
  }

  @Produces
  @DefaultBean
  @Singleton
  Briefs briefs() {
    return of(Briefs.class);
  }

  @Produces
  @DefaultBean
  @Singleton
  Conversations conversations() {
    return of(Conversations.class);
  }

  @Produces
  @DefaultBean
  @Singleton
  LanguageModelSettings model() {
    return of(LanguageModelSettings.class);
  }

  private static <T> T of(Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (_, method, _) -> {
              throw new UnsupportedOperationException(type.getSimpleName() + " is not there yet");
            }));
  }
}
