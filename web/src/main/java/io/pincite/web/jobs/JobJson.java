package io.pincite.web.jobs;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.pincite.ingest.Job;
import io.pincite.web.problems.ProblemJson;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// A piece of long work.
///
/// @param done of `total`, in units of the stage
public record JobJson(
    UUID id,
    Job.Type type,
    Job.State state,
    Optional<String> stage,
    int done,
    int total,
    int attempts,
    Optional<UUID> document,
    Instant createdAt,
    Optional<Instant> finishedAt,
    @Schema(nullable = true) @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Object> result,
    Optional<ProblemJson> problem) {

  public static JobJson of(Job job) {
    return new JobJson(
        job.id(),
        job.type(),
        job.state(),
        job.stage(),
        job.done(),
        job.total(),
        job.attempts(),
        job.document(),
        job.createdAt(),
        job.finishedAt(),
        job.result(),
        job.problem().map(ProblemJson::of));
  }
}
