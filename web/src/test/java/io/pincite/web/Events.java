package io.pincite.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A client of event streams that reads what is on the wire, line by line.
final class Events implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  record Event(String id, String name, JsonNode data) {}

  private final HttpClient client = HttpClient.newHttpClient();
  private final HttpResponse<InputStream> response;
  private final BufferedReader lines;

  private Events(HttpRequest request) throws IOException, InterruptedException {
    response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
  }

  static Events get(URI uri, String... headers) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(uri).header("Accept", "text/event-stream");
    if (headers.length > 0) {
      request.headers(headers);
    }
    return new Events(request.build());
  }

  static Events post(URI uri, String json) throws IOException, InterruptedException {
    return new Events(
        HttpRequest.newBuilder(uri)
            .header("Accept", "text/event-stream")
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json))
            .build());
  }

  int status() {
    return response.statusCode();
  }

  String contentType() {
    return response.headers().firstValue("Content-Type").orElse("");
  }

  /// The next event; empty at the end of the stream. Comments are passed over.
  Optional<Event> next() throws IOException {
    String id = "";
    String name = "";
    var data = new StringBuilder();
    String line;
    while ((line = lines.readLine()) != null) {
      if (line.isEmpty()) {
        if (!data.isEmpty()) {
          return Optional.of(new Event(id, name, JSON.readTree(data.toString())));
        }
      } else if (line.startsWith("id:")) {
        id = line.substring(3).strip();
      } else if (line.startsWith("event:")) {
        name = line.substring(6).strip();
      } else if (line.startsWith("data:")) {
        data.append(line.substring(5).strip());
      }
    }
    return Optional.empty();
  }

  List<Event> all() throws IOException {
    var events = new ArrayList<Event>();
    Optional<Event> event;
    while ((event = next()).isPresent()) {
      events.add(event.get());
    }
    return events;
  }

  String body() throws IOException {
    var text = new StringBuilder();
    String line;
    while ((line = lines.readLine()) != null) {
      text.append(line);
    }
    return text.toString();
  }

  /// Hangs up.
  @Override
  public void close() {
    client.shutdownNow();
  }
}
