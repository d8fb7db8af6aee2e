package io.pincite.web.jobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pincite.ingest.Caller;
import io.pincite.ingest.Job;
import io.pincite.ingest.Jobs;
import io.pincite.web.access.CurrentCaller;
import io.pincite.web.events.EventStream;
import io.pincite.web.lists.ItemsJson;
import io.pincite.web.problems.Parameters;
import io.pincite.web.problems.WebException;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import io.vertx.core.Vertx;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Long work, its progress, and the buttons that stop and repeat it.
@Path("/api/v1/jobs")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Jobs", description = "Long work: reading, indexing, rebuilding, deleting.")
class JobsResource {
  private static final Logger LOG = Logger.getLogger(JobsResource.class);

  private final Jobs jobs;
  private final CurrentCaller caller;
  private final ObjectMapper json;
  private final Vertx vertx;

  JobsResource(Jobs jobs, CurrentCaller caller, ObjectMapper json, Vertx vertx) {
    this.jobs = jobs;
    this.caller = caller;
    this.json = json;
    this.vertx = vertx;
  }

  @GET
  @Operation(summary = "Jobs, newest first")
  public ItemsJson<JobJson> list(
      @QueryParam("type") @Nullable String type,
      @QueryParam("state") @Nullable String state,
      @QueryParam("document") @Nullable String document,
      @QueryParam("limit") @Nullable String limit,
      @QueryParam("cursor") @Nullable String cursor) {
    var filter =
        new Jobs.JobFilter(
            Parameters.choice("type", type, Job.Type.class),
            Parameters.choice("state", state, Job.State.class),
            Parameters.id("document", document, false),
            Parameters.number("limit", limit, 1, 200).orElse(50),
            Parameters.text(cursor));
    return ItemsJson.of(jobs.list(caller.get(), filter), JobJson::of);
  }

  @GET
  @Path("{id}")
  @Operation(summary = "One job")
  public JobJson get(String id) {
    return JobJson.of(find(caller.get(), id));
  }

  @POST
  @Path("{id}/cancel")
  @Operation(
      summary = "Stop a job",
      description = "Running work stops at its next step; watch its state.")
  public JobJson cancel(String id) {
    return JobJson.of(jobs.cancel(caller.get(), find(caller.get(), id).id()));
  }

  @POST
  @Path("{id}/retry")
  @Operation(summary = "Run a failed or cancelled job again")
  public JobJson retry(String id) {
    return JobJson.of(jobs.retry(caller.get(), find(caller.get(), id).id()));
  }

  @GET
  @Path("{id}/events")
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @Blocking
  @Operation(
      summary = "Progress of one job",
      description = "Events named 'progress' carry the job; the stream ends with the job.")
  public Multi<OutboundSseEvent> events(String id, @Context Sse sse) {
    Caller who = caller.get();
    UUID job = find(who, id).id();
    var progress = new Progress(new EventStream(sse, vertx), true);
    listen(
        who,
        progress,
        changed -> {
          if (changed.id().equals(job)) {
            progress.changed(changed);
          }
        });
    // After the subscription, so that no change falls between the two.
    progress.found(find(who, id));
    return progress.stream.events();
  }

  @GET
  @Path("events")
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @Blocking
  @Operation(
      summary = "Progress of all jobs",
      description = "Starts with the unfinished jobs, then tells of every change.")
  public Multi<OutboundSseEvent> allEvents(@Context Sse sse) {
    Caller who = caller.get();
    var progress = new Progress(new EventStream(sse, vertx), false);
    listen(who, progress, progress::changed);
    var newest =
        new Jobs.JobFilter(
            Optional.empty(), Optional.empty(), Optional.empty(), 200, Optional.empty());
    for (Job job : jobs.list(who, newest).items().reversed()) {
      if (!job.state().isFinal()) {
        progress.found(job);
      }
    }
    return progress.stream.events();
  }

  private void listen(Caller who, Progress progress, Consumer<Job> listener) {
    AutoCloseable subscription = jobs.listen(who, listener);
    progress.stream.whenOver(
        () -> {
          try {
            subscription.close();
          } catch (Exception e) {
            LOG.warn("a subscription to jobs could not be closed", e);
          }
        });
  }

  /// One client's view of jobs: what was looked up never overtakes what was told.
  private final class Progress {
    private final EventStream stream;
    private final boolean endsWithTheJob;
    private final Set<UUID> told = new HashSet<>();
    private long number;

    Progress(EventStream stream, boolean endsWithTheJob) {
      this.stream = stream;
      this.endsWithTheJob = endsWithTheJob;
    }

    synchronized void found(Job job) {
      if (!told.contains(job.id())) {
        send(job);
      }
    }

    synchronized void changed(Job job) {
      told.add(job.id());
      send(job);
    }

    private void send(Job job) {
      number++;
      try {
        stream.send(
            job.id(), Long.toString(number), "progress", json.writeValueAsString(JobJson.of(job)));
      } catch (JsonProcessingException e) {
        throw new IllegalStateException(e);
      }
      if (endsWithTheJob && job.state().isFinal()) {
        stream.end();
      }
    }
  }

  private Job find(Caller who, String id) {
    return jobs.find(who, Parameters.id("job", id))
        .orElseThrow(() -> WebException.notFound("job", id));
  }
}
