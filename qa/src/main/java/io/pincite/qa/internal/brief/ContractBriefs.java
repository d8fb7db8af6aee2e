package io.pincite.qa.internal.brief;

import io.pincite.ingest.Caller;
import io.pincite.ingest.Document;
import io.pincite.ingest.Documents;
import io.pincite.ingest.Job;
import io.pincite.ingest.Jobs;
import io.pincite.qa.Briefs;
import io.pincite.qa.QaException;
import io.pincite.qa.QaSettings;
import io.pincite.qa.internal.answering.BriefAnswers;
import io.pincite.qa.internal.store.BriefStore;
import io.pincite.retrieval.Search;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jboss.logging.Logger;

/// Makes briefs. A document's brief is made in the background when its indexing is done, and at the
/// latest when it is asked for: so none is lost in a crash, which leaves only a brief still to
/// make.
@ApplicationScoped
public class ContractBriefs implements Briefs {
  private static final Logger LOG = Logger.getLogger(ContractBriefs.class);

  private final Documents documents;
  private final Search search;
  private final Jobs jobs;
  private final BriefStore store;
  private final BriefAnswers answers;
  private final QaSettings settings;
  private final ExecutorService background =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("brief").priority(Thread.MIN_PRIORITY).factory());
  private final List<AutoCloseable> subscriptions = new ArrayList<>();

  @Inject
  ContractBriefs(
      Documents documents,
      Search search,
      Jobs jobs,
      BriefStore store,
      BriefAnswers answers,
      QaSettings settings) {
    this.documents = documents;
    this.search = search;
    this.jobs = jobs;
    this.store = store;
    this.answers = answers;
    this.settings = settings;
  }

  void started(@Observes StartupEvent event) {
    if (!settings.briefs()) {
      return;
    }
    subscriptions.add(jobs.listen(Caller.SYSTEM, this::changed));
    background.execute(this::makeAllDue);
  }

  @PreDestroy
  void stop() throws Exception {
    for (AutoCloseable subscription : subscriptions) {
      subscription.close();
    }
    background.shutdownNow();
  }

  private void changed(Job job) {
    if (job.type() == Job.Type.INDEX
        && job.state() == Job.State.DONE
        && job.document().isPresent()) {
      UUID document = job.document().get();
      background.execute(() -> makeQuietly(Caller.SYSTEM, document));
    }
  }

  private void makeAllDue() {
    for (BriefStore.Due due : store.due()) {
      if (Thread.currentThread().isInterrupted()) {
        return;
      }
      makeQuietly(new Caller(due.tenant(), "system", Optional.empty()), due.document());
    }
  }

  /// A brief that fails here is made when it is asked for, and tells then.
  private void makeQuietly(Caller caller, UUID document) {
    try {
      documents.find(caller, document).ifPresent(found -> make(caller, found));
    } catch (RuntimeException e) {
      LOG.warnf(e, "no brief yet: document=%s", document);
    }
  }

  @Override
  public Optional<Brief> of(Caller caller, UUID document) {
    Document found =
        documents
            .find(caller, document)
            .orElseThrow(() -> new QaException.NotFound("document", document));
    Optional<Brief> made = store.find(document, found.version());
    if (made.isPresent()) {
      return made;
    }
    if (search.searchable(document) == Search.Searchable.NONE) {
      return Optional.empty();
    }
    return Optional.of(make(caller, found));
  }

  private Brief make(Caller caller, Document document) {
    var entries = new ArrayList<Entry>();
    for (Topic topic : Topic.values()) {
      entries.add(new Entry(topic, answers.of(caller, document.id(), question(topic))));
    }
    var brief = new Brief(document.id(), document.version(), entries);
    store.keep(brief);
    return brief;
  }

  private static String question(Topic topic) {
    return switch (topic) {
      case PARTIES -> "Who are the parties to this contract?";
      case DATES -> "On what date does this contract become effective?";
      case TERM -> "How long is the term of this contract?";
      case RENEWAL -> "Does this contract renew?";
      case GOVERNING_LAW -> "What is the governing law?";
      case PAYMENT -> "When must payment be made?";
      case LIABILITY -> "Is there a limitation of liability?";
      case TERMINATION -> "How can this contract be terminated?";
    };
  }
}
