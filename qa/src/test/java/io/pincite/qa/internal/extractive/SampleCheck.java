package io.pincite.qa.internal.extractive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pincite.retrieval.Hit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;

final class SampleCheck {
  public static void main(String[] args) throws Exception {
    var json = new ObjectMapper();
    var answerer = ExtractiveAnswerer.load();
    int right = 0;
    int all = 0;
    try (var files = Files.list(Path.of(System.getProperty("chunks")))) {
      for (Path file :
          files
              .filter(f -> f.getFileName().toString().matches("sample-.*\\.truth\\.json"))
              .sorted()
              .toList()) {
        String name = file.getFileName().toString().replace(".truth.json", "");
        List<Hit> passages =
            EvidenceTraining.dumpedChunks(
                file.resolveSibling(name + ".json"), name, new HashMap<>());
        int rightHere = 0;
        int here = 0;
        for (JsonNode asked : json.readTree(file.toFile()).get("questions")) {
          here++;
          String text = asked.get("text").asText();
          Inquiry inquiry = answerer.understand(text);
          List<Hit> hits = EvidenceTraining.ranked(inquiry.analysis(), passages);
          List<Evidence> evidence = answerer.answer(inquiry, hits, Similarity.NONE);
          JsonNode expected = asked.get("expected");
          boolean silent = expected == null || expected.isNull();
          String verdict;
          if (silent) {
            verdict = evidence.isEmpty() ? "ok refused" : "WRONGLY";
          } else if (evidence.isEmpty()) {
            verdict = "NOT ANSWERED";
          } else {
            String wanted = expected.get("shortAnswer").asText().replaceAll("\\s", "");
            Evidence first = evidence.getFirst();
            boolean quoted = first.quote().replaceAll("\\s", "").contains(wanted);
            boolean shortly =
                first
                    .shortAnswer()
                    .map(
                        s ->
                            wanted.contains(s.replaceAll("\\s", ""))
                                || s.replaceAll("\\s", "").contains(wanted))
                    .orElse(false);
            verdict = quoted ? (shortly ? "ok" : "ok (short?)") : "WRONG";
          }
          if (verdict.startsWith("ok")) {
            rightHere++;
          }
          if (!verdict.equals("ok") && !verdict.equals("ok refused")) {
            System.out.printf(
                "%s | %s [%s %s residue %s] | wanted %s%n",
                verdict,
                text,
                inquiry.topic().orElse("-"),
                inquiry.analysis().type(),
                inquiry.analysis().residue(),
                silent
                    ? "-"
                    : expected.get("shortAnswer").asText()
                        + " <<"
                        + expected.get("quote").asText()
                        + ">>");
            for (Evidence e : evidence) {
              System.out.printf(
                  "      %.2f %s | %s | %s%n",
                  e.probability(),
                  e.clause().orElse("-"),
                  e.shortAnswer().orElse("-"),
                  e.quote().replaceAll("\\s+", " "));
            }
          }
        }
        System.out.printf("== %s %d/%d%n", name, rightHere, here);
        right += rightHere;
        all += here;
      }
    }
    System.out.printf("== all %d/%d%n", right, all);
  }
}
