package io.pincite.ingest;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// How pages are read from their images.
@ConfigMapping(prefix = "pincite.ocr")
public interface OcrSettings {

  /// The engine that reads where none is named: `ppocr`, or `none`: then pages without usable
  /// text stay unread until there is one.
  @WithDefault("ppocr")
  String engine();

  /// The engine that reads a page which the one that was asked could not: it failed with the job's
  /// last attempt, or what it wrote of the page does not end. `none`: then such a page has failed.
  @WithDefault("ppocr")
  String fallback();

  /// Folder with other models than the built-in ones (PP-OCRv4: English, Chinese).
  Optional<Path> models();

  /// Whether lines in Latin letters are read by Tesseract's English model, which is quicker; to be
  /// switched off where `models` are for other languages with Latin letters.
  @WithDefault("true")
  boolean tesseract();

  /// What the networks run on: `cpu`, or `cuda` or `cuda:1`, a graphics card by its number, which
  /// needs a build with the Maven profile `gpu`.
  @WithDefault("cpu")
  String device();

  /// Most memory of the graphics card one network may take; 0: as much as there is.
  @WithDefault("0")
  MemorySize deviceMemory();

  /// Threads that read, for all pages together; 0: one a processor.
  @WithDefault("0")
  int workers();

  /// Pages whose images are in memory at once, of all documents together, and as many again of
  /// those on their way to servers, which wait there without their images; 0: one more than
  /// processors, so that one is drawn while the others are read.
  @WithDefault("0")
  int pagesInFlight();

  /// Pixels per inch at which pages of PDFs are drawn to be read.
  @WithDefault("200")
  int dpi();

  /// Pixels per inch at which a page is drawn once more whose print was too small for the first
  /// time.
  @WithDefault("300")
  int fineDpi();

  /// Most pixels of a page image that is read, and of all of those being read at once, here and for
  /// servers each. A page that would have more is read coarser.
  @WithDefault("36000000")
  long maxPagePixels();

  /// Longest time one page may take to be read.
  @WithDefault("120s")
  Duration pageTime();

  /// How long without a page until the engine's models are let go; they come back by themselves.
  @WithDefault("20s")
  Duration idle();

  /// How long the results of files that were only handed in to be read are kept, with the files,
  /// after their job is over.
  @WithDefault("24h")
  Duration keepResults();

  /// The engine `vllm`: DeepSeek-OCR on servers of its own.
  Vllm vllm();

  interface Vllm {

    /// Addresses of the servers that serve the model, with or without `/v1`; several share the
    /// pages. Without any there is no such engine, and no other host is ever contacted.
    Optional<List<String>> baseUrls();

    /// The model's name there; without it, the first that each server lists. Give it where that may
    /// change: what one model has read is not taken for what another would read.
    Optional<String> model();

    /// Where the servers want one. Never shown, never logged.
    Optional<String> apiKey();

    /// Whether the servers were changed to look at a page in every mode the model knows; vLLM as it
    /// comes has one.
    @WithDefault("false")
    boolean allModes();

    /// Most pages one server is asked about at a time. A page that waits for its answer takes a
    /// tenth to a third of its image's memory.
    @WithDefault("64")
    int concurrency();

    /// How often a page is tried in all before the job deals with it.
    @WithDefault("4")
    int attempts();

    /// Longest time without a word from a server.
    @WithDefault("60s")
    Duration silence();

    /// Longest time for one answer.
    @WithDefault("5m")
    Duration pageTime();
  }
}
