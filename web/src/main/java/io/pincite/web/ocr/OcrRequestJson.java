package io.pincite.web.ocr;

import io.pincite.ingest.Job;
import io.pincite.ingest.OcrRequests.Format;
import io.pincite.ingest.OcrRequests.Part;
import io.pincite.ingest.OcrRequests.Request;
import io.pincite.ocr.OcrTask;
import io.pincite.web.documents.FigureAddress;
import io.pincite.web.jobs.JobJson;
import java.util.List;
import java.util.Optional;

/// A file that was handed in to be read: the job that reads it, what was asked for, and pages that
/// are done.
///
/// @param engine the one that was named
/// @param mode likewise
/// @param pages in the order of the file
/// @param next what to give as `after` for the pages behind these; missing where no more are done
record OcrRequestJson(
    JobJson job,
    String name,
    Optional<String> engine,
    Optional<String> mode,
    OcrTask task,
    Optional<String> target,
    Optional<String> prompt,
    Format format,
    List<OcrPageJson> pages,
    Optional<Integer> next) {

  static OcrRequestJson of(Job job, Request request, Part part, Format format) {
    return new OcrRequestJson(
        JobJson.of(job),
        request.name(),
        request.engine(),
        request.mode(),
        request.task(),
        request.target(),
        request.prompt(),
        format,
        part.pages().stream()
            .map(
                page ->
                    OcrPageJson.of(
                        page,
                        request.task(),
                        format,
                        FigureAddress.ofRequest(request.job(), page.number())))
            .toList(),
        part.next());
  }
}
