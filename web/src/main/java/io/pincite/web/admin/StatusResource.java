package io.pincite.web.admin;

import io.pincite.ingest.Caller;
import io.pincite.ingest.Collections;
import io.pincite.ingest.Job;
import io.pincite.ingest.Jobs;
import io.pincite.ingest.Ocr;
import io.pincite.ingest.OcrSettings;
import io.pincite.ocr.OcrTask;
import io.pincite.qa.LanguageModelSettings;
import io.pincite.retrieval.Generations;
import io.pincite.retrieval.IndexGeneration;
import io.pincite.web.access.AccessToken;
import io.pincite.web.access.CurrentCaller;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// How the house stands: what is in it, what is being done, what it works with.
@Path("/api/v1/admin/status")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Administration")
class StatusResource {
  private final Collections collections;
  private final Jobs jobs;
  private final Generations generations;
  private final LanguageModelSettings model;
  private final AccessToken token;
  private final Ocr ocr;
  private final Duration keepResults;
  private final CurrentCaller caller;
  private final String version;
  private final Clock clock;
  private final Instant started;

  StatusResource(
      Collections collections,
      Jobs jobs,
      Generations generations,
      LanguageModelSettings model,
      AccessToken token,
      Ocr ocr,
      OcrSettings ocrSettings,
      CurrentCaller caller,
      Clock clock,
      @ConfigProperty(name = "quarkus.application.version") String version) {
    this.collections = collections;
    this.jobs = jobs;
    this.generations = generations;
    this.model = model;
    this.token = token;
    this.ocr = ocr;
    this.keepResults = ocrSettings.keepResults();
    this.caller = caller;
    this.clock = clock;
    this.version = version;
    this.started = Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());
  }

  /// @param access TOKEN where everybody needs the access token, LOOPBACK where only this machine
  ///     can connect
  record StatusJson(
      String version,
      Instant now,
      Instant startedAt,
      Access access,
      CountsJson counts,
      QueueJson queue,
      Optional<IndexJson> index,
      List<EngineJson> engines,
      OcrJson ocr,
      RuntimeJson runtime) {}

  enum Access {
    TOKEN,
    LOOPBACK
  }

  record CountsJson(int collections, int documents, long chunks) {}

  /// Unfinished jobs by state, and those that failed for good.
  record QueueJson(int queued, int running, int retrying, int failed) {}

  /// @param outdated what of it was made otherwise than Pincite works now; it finds less until it
  ///     is rebuilt
  record IndexJson(
      long generation,
      IndexGeneration.State state,
      String backend,
      int documents,
      long chunks,
      long bytes,
      long lag,
      Set<IndexGeneration.Part> outdated) {}

  /// @param what READER, OCR, EMBEDDINGS or ANSWERER
  /// @param device what it runs on, or is to run on where it has not started
  record EngineJson(String what, String name, String device) {}

  /// The engine that reads page images where none is named.
  ///
  /// @param state OFF, NOT_STARTED, READY or FAILED; it starts with the first page that needs it
  /// @param models which weights it works with, once started
  /// @param languages BCP 47 tags
  /// @param deviceAsked what the settings ask for
  /// @param device what it runs on, once started
  /// @param remark why the device is another than the one asked for, or why it does not start
  /// @param fallback who reads what an engine could not
  /// @param keepResultsSeconds how long what came of a file that was only handed in is kept
  /// @param engines all that may be named, this one first
  record OcrJson(
      String engine,
      Ocr.State state,
      Optional<String> version,
      Optional<String> models,
      Set<String> languages,
      Set<String> modes,
      String deviceAsked,
      Optional<String> device,
      Optional<String> remark,
      Optional<String> fallback,
      long keepResultsSeconds,
      List<OcrEngineJson> engines) {
    static OcrJson of(Ocr ocr, Duration keepResults) {
      Ocr.Status status = ocr.status();
      return new OcrJson(
          status.engine(),
          status.state(),
          status.version(),
          status.models(),
          status.languages(),
          status.modes(),
          status.deviceAsked(),
          status.device(),
          status.remark(),
          ocr.fallback(),
          keepResults.toSeconds(),
          ocr.engines().stream().map(OcrEngineJson::of).toList());
    }
  }

  /// An engine that reads page images, and what it can be asked for.
  ///
  /// @param prompts whether it can be asked in words of one's own
  record OcrEngineJson(
      String engine,
      Ocr.State state,
      Optional<String> version,
      Optional<String> models,
      Set<String> languages,
      Set<String> modes,
      Set<OcrTask> tasks,
      boolean prompts,
      String deviceAsked,
      Optional<String> device,
      Optional<String> remark) {
    static OcrEngineJson of(Ocr.Status status) {
      return new OcrEngineJson(
          status.engine(),
          status.state(),
          status.version(),
          status.models(),
          status.languages(),
          status.modes(),
          status.tasks(),
          status.prompts(),
          status.deviceAsked(),
          status.device(),
          status.remark());
    }
  }

  record RuntimeJson(String java, int processors, long heapBytes, long heapLimitBytes) {}

  @GET
  @Operation(summary = "Counts, queue, index, engines and versions")
  public StatusJson status() {
    Caller who = caller.get();
    var sets = collections.list(who);
    Map<Job.State, Integer> work = jobs.openAndFailed(who);
    Optional<IndexGeneration> live =
        generations.list(who).stream()
            .filter(generation -> generation.state() == IndexGeneration.State.LIVE)
            .findFirst();
    Runtime runtime = Runtime.getRuntime();
    return new StatusJson(
        version,
        clock.instant(),
        started,
        token.isRequired() ? Access.TOKEN : Access.LOOPBACK,
        new CountsJson(
            sets.size(),
            sets.stream().mapToInt(io.pincite.ingest.Collection::documents).sum(),
            live.map(IndexGeneration::chunks).orElse(0L)),
        new QueueJson(
            work.getOrDefault(Job.State.QUEUED, 0),
            work.getOrDefault(Job.State.RUNNING, 0),
            work.getOrDefault(Job.State.RETRYING, 0),
            work.getOrDefault(Job.State.FAILED, 0)),
        live.map(
            generation ->
                new IndexJson(
                    generation.id(),
                    generation.state(),
                    generation.backend(),
                    generation.documents(),
                    generation.chunks(),
                    generation.bytes(),
                    generation.lag(),
                    generation.outdated())),
        engines(live),
        OcrJson.of(ocr, keepResults),
        new RuntimeJson(
            Runtime.version().toString(),
            runtime.availableProcessors(),
            runtime.totalMemory() - runtime.freeMemory(),
            runtime.maxMemory()));
  }

  private List<EngineJson> engines(Optional<IndexGeneration> live) {
    var engines = new ArrayList<EngineJson>();
    engines.add(new EngineJson("READER", "text-layer", "CPU"));
    for (Ocr.Status reader : ocr.engines()) {
      engines.add(
          new EngineJson("OCR", reader.engine(), reader.device().orElse(reader.deviceAsked())));
    }
    live.ifPresent(
        generation -> engines.add(new EngineJson("EMBEDDINGS", generation.models(), "CPU")));
    engines.add(new EngineJson("ANSWERER", "extractive", "CPU"));
    model
        .current()
        .ifPresent(
            shown -> engines.add(new EngineJson("ANSWERER", shown.model(), shown.baseUrl())));
    return engines;
  }
}
